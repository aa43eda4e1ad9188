/** What a question is about: its language, the namespaces and the objects that it names or hints at. */
import type { KindName } from '../cluster/kinds.ts';
import { KINDS } from '../cluster/kinds.ts';
import type { Ingress, KubeObject, ObjectRef } from '../cluster/objects.ts';
import { refKey, refOf } from '../cluster/objects.ts';
import { objectsIn } from '../semantics/lenient.ts';
import type { DiagnosisRequest, Language } from './result.ts';

export interface FocusObject {
  ref: ObjectRef;
  /** named: its whole name stands in the question; hinted: a distinctive part of it does. */
  strength: 'named' | 'hinted';
}

export interface Focus {
  /** Namespaces asked about; undefined: all that can be read. */
  namespaces: readonly string[] | undefined;
  /** The question, lower case; empty where none was asked. */
  text: string;
  objects: readonly FocusObject[];
  /** True where the one object that was asked about by name does not exist. */
  absent?: boolean;
}

/** Kinds that a question can be about, as people name them. */
export const FOCUS_KINDS: readonly KindName[] = [
  'deployments',
  'statefulsets',
  'daemonsets',
  'cronjobs',
  'jobs',
  'services',
  'ingresses',
  'pods',
  'persistentvolumeclaims',
  'horizontalpodautoscalers',
  'nodes',
];

const CJK = /[\u3400-\u9fff\uf900-\ufaff]/;

/** Chinese where the question has Chinese characters. */
export function languageOf(text: string): Language {
  return CJK.test(text) ? 'zh' : 'en';
}

const NAMESPACE_CUES = [
  /(?:namespaces?|ns|命名空间|名字空间|名称空间|项目)\s*[:：=为是]?\s*["'`「“]?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)/gi,
  /([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)["'`」”]?\s*(?:namespace\b|ns\b|命名空间|名字空间|名称空间|这个ns)/gi,
  /(?:^|\s)-n[\s=]+([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)/gi,
  /\b(?:in|inside|within|from|across)\s+(?:the\s+)?["'`]?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)/gi,
  /(?:在)\s*([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)\s*(?:里|中|下|上|空间)/gi,
];

/**
 * Of the namespaces that exist, those that a question names: with a cue (`in shop`, `shop 命名空间`), else as a word, which
 * may be somebody's guess at the culprit.
 */
export function namespacesIn(question: string, existing: readonly string[]): { names: string[]; cued: boolean } {
  const known = new Set(existing);
  const found = new Set<string>();
  for (const cue of NAMESPACE_CUES) {
    for (const match of question.toLowerCase().matchAll(cue)) if (match[1] && known.has(match[1])) found.add(match[1]);
  }
  if (found.size > 0) return { names: [...found].sort(), cued: true };
  const names = existing
    .filter((name) => name.length > 2 && name !== 'default' && mentions(question.toLowerCase(), name, false))
    .sort();
  return { names, cued: false };
}

/** The focus of a request, given the objects that were read. A given kind and name beat what the question says. */
export function focusOf(
  request: DiagnosisRequest,
  namespaces: readonly string[] | undefined,
  objects: readonly KubeObject[],
): Focus {
  const text = (request.question ?? '').toLowerCase();
  if (request.name !== undefined) {
    const wanted = objects.filter((object) => matchesTyped(object, request));
    return { namespaces, text, objects: wanted.map((object) => ({ ref: refOf(object), strength: 'named' })) };
  }
  const named = text === '' ? [] : mentioned(text, objects);
  // The whole name stands there, and says where not to look.
  return { namespaces, text, objects: CLEARED.test(text) && TROUBLE.test(text) ? named.map(hinted) : named };
}

/** "The pods are fine, and yet …": what is named is where people looked already, not where the trouble must be. */
const CLEARED =
  /\b(?:looks?|seems?|is|are|all) (?:fine|ok(?:ay)?|healthy|green|good|normal|running|up|reachable)\b|\bitself (?:opens|loads|works|answers|responds)\b|(?:returns?|answers?|gives?) (?:a )?200\b|[0 ]errors? in (?:the )?logs?|everything (?:is )?(?:running|green)|本身是 ?200|返回 ?200|明明|正常|没问题|没有问题|都是好的|是好的|没报错|绿的/;
const TROUBLE =
  /\b(?:4\d\d|5\d\d)\b|error|fail|broken|down|cannot|can't|unavailable|time(?:s|d)? ?out|slow|stuck|not work|nothing|no data|empty|missing|stale|old data|not (?:been )?updated|outdated|没更新|未更新|没有更新|昨天的数据|旧数据|打不开|没有数据|没数据|报错|失败|异常|超时|不可用|连不上|不通|卡/;

const hinted = (object: FocusObject): FocusObject => ({ ...object, strength: 'hinted' });

function matchesTyped(object: KubeObject, request: DiagnosisRequest): boolean {
  if (object.metadata.name !== request.name) return false;
  return request.kind === undefined || kindMatches(object.kind, request.kind);
}

const SHORT_NAMES: Record<string, string> = {
  po: 'Pod',
  deploy: 'Deployment',
  sts: 'StatefulSet',
  ds: 'DaemonSet',
  rs: 'ReplicaSet',
  svc: 'Service',
  ing: 'Ingress',
  pvc: 'PersistentVolumeClaim',
  pv: 'PersistentVolume',
  hpa: 'HorizontalPodAutoscaler',
  no: 'Node',
  ns: 'Namespace',
  cj: 'CronJob',
  cm: 'ConfigMap',
  sa: 'ServiceAccount',
  netpol: 'NetworkPolicy',
  sc: 'StorageClass',
  quota: 'ResourceQuota',
};

/** Whether `kind` as typed (any case, plural, short name) means this kind. */
export function kindMatches(kind: string, typed: string): boolean {
  const asked = typed.toLowerCase().replace(/\..*$/, '');
  const lower = kind.toLowerCase();
  if (asked === lower || SHORT_NAMES[asked] === kind) return true;
  return asked === `${lower}s` || asked === `${lower}es` || asked === lower.replace(/y$/, 'ies');
}

/** Words that are part of many names and say nothing about which object is meant. */
const COMMON = new Set(
  `a an the of in on at to and or is are was be for with from by not no all any some my our it its this that what why how
  when where who can cannot does do did doing has have had will would should since until after before again still just only
  pod pods deployment deployments service services svc node nodes cluster namespace container containers app apps
  application k8s kubernetes prod production error errors fail fails failed failing failure issue issues problem problems
  wrong broken down slow crash crashing crashes restart restarts restarting restarted please find root cause reason
  investigate check look show tell help me us new old now today yesterday morning night evening hour hours minute minutes
  day days ago request requests response timeout timeouts users user customers customer page pages http https health
  healthy ready running pending api server web main default system kube run runs job jobs cron log logs events event
  deploy deployed release released update updated upgrade out up get gets getting keep keeps see seems fine ok okay
  memory cpu disk port ports volume storage image config configmap secret dns network ingress latency data live test one
  two three everything anything nothing something works work working since last`.split(/\s+/),
);

/** Words that say that a name may be a release's, which many objects carry as a label. */
const RELEASE = /helm|release|chart|install|upgrade|argo|flux|安装|发布|升级/i;

/** The release (or application) that an object belongs to, as Helm and the recommended labels write it. */
const releaseOf = ({ metadata: { annotations, labels } }: KubeObject): string | undefined =>
  annotations?.['meta.helm.sh/release-name'] ?? labels?.['app.kubernetes.io/instance'];

/** The hosts that an Ingress serves, as somebody who opens a page names it. */
function hostsOf(object: KubeObject): string[] {
  if (object.kind !== 'Ingress') return [];
  return objectsIn((object as Ingress).spec?.rules).flatMap(({ host }) =>
    typeof host === 'string' && host.includes('.') && !host.startsWith('*') ? [host.toLowerCase()] : [],
  );
}

function mentioned(text: string, objects: readonly KubeObject[]): FocusObject[] {
  const tokens = tokensOf(text);
  const releases = RELEASE.test(text);
  const found = new Map<string, FocusObject>();
  for (const object of objects) {
    const { name } = object.metadata;
    if (mentions(text, name) || hostsOf(object).some((host) => text.includes(host)))
      found.set(refKey(refOf(object)), { ref: refOf(object), strength: 'named' });
  }
  const named = [...found.values()].map(({ ref }) => ref.name);
  for (const object of objects) {
    const key = refKey(refOf(object));
    if (found.has(key) || object.kind === 'Node' || (object.kind === 'Pod' && !releases)) continue;
    const words = partsOf(object.metadata.name);
    const free = tokens.filter((token) => !named.some((name) => partsOf(name).includes(token)));
    const release = releases ? releaseOf(object) : undefined;
    // Hook Jobs often carry no label, and begin with the release's name.
    const ofRelease =
      (release !== undefined && mentions(text, release)) ||
      (releases && named.some((name) => object.metadata.name.startsWith(`${name}-`)));
    if (ofRelease || words.some((part) => free.some((token) => sameWord(token, part)))) {
      found.set(key, { ref: refOf(object), strength: 'hinted' });
    }
  }
  return [...found.values()];
}

/** The name as a whole token: not a part of a longer name. One-word names that are common words do not count. */
export function mentions(text: string, name: string, distinctive = true): boolean {
  const lower = name.toLowerCase();
  if ((distinctive && COMMON.has(lower)) || lower.length < 3) return false;
  for (let at = text.indexOf(lower); at >= 0; at = text.indexOf(lower, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text.slice(at + lower.length);
    if (/[a-z0-9._-]/.test(before) || /^(?:[a-z0-9_]|-[a-z0-9]|\.[a-z0-9])/.test(after)) continue;
    return true;
  }
  return false;
}

/** The words of a name or a question, in lower case, without those that say little. */
export const wordsIn = (text: string): string[] => tokensOf(text.toLowerCase());

const tokensOf = (text: string): string[] => [
  ...new Set(text.split(/[^a-z0-9]+/).filter((token) => token.length >= 3 && !COMMON.has(token))),
];

const partsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length >= 3 && !COMMON.has(part));

/** Equal but for plural and common endings: `menus` and `menu`, `transcode` and `transcoder`, `tracking` and `tracker`. */
function sameWord(token: string, part: string): boolean {
  if (token === part) return true;
  const [a, b] = [stemOf(token), stemOf(part)];
  return a.length >= 4 && (a === b || a === part || b === token);
}

/** A last consonant is doubled before some endings, and a last e is lost: `splitter`, `transcoder`. */
const stemOf = (word: string): string =>
  word
    .replace(/(?:ings?|ers?|ors?|ed|ions?|ments?|es|s|d|r)$/, '')
    .replace(/([^aeiou])\1$/, '$1')
    .replace(/e$/, '');

const FOCUSED: ReadonlySet<string> = new Set(FOCUS_KINDS.map((name) => KINDS[name].kind));

/** Whether a question in lower case names an object of a kind that its focus is not sought among: a HelmRelease, a ConfigMap, … */
export const namesBesides = (text: string, { kind, name }: ObjectRef): boolean =>
  !FOCUSED.has(kind) && mentions(text, name);

/** Whether it says the kind of such an object, too: `HelmRelease ledger is red`. */
export const saysKind = (text: string, { kind }: ObjectRef): boolean =>
  !FOCUSED.has(kind) && kind.length > 6 && text.includes(kind.toLowerCase());

/** Whether a question says what users feel, rather than asks whether something is well. */
export const feelsTrouble = (text: string): boolean =>
  /\b(?:users?|customers?|people|nobody|everyone|complain\w*|no (?:e?mails?|reports?|orders?)|got no|not (?:received|get(?:ting)?)|blank|spin\w*|endless|fails?|failing)\b|用户|客户|打不开|收不到|没收到|空白|失败|超时|转圈|报错|旧版|(?:还|一直|仍|依然)是[老旧]/i.test(
    text,
  );
