/**
 * What an NGINX ingress controller does to requests by its own settings, told from its access log: bodies over the limit, a
 * time-out that cuts slow answers off, a path that a rewrite drops, plain HTTP to a backend that speaks TLS.
 */
import type { ConfigMap, Ingress, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import {
  type AccessLine,
  accessLine,
  annotationName,
  annotationOf,
  DEFAULT_READ_SECONDS,
  secondsOf,
  tooLargeFor,
} from '../../semantics/ingressNginx.ts';
import { type IngressRoute, ingressRoutes } from '../../semantics/ingressRoute.ts';
import { logEvidence, specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { podsOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { EVERYWHERE, known, type State } from '../state.ts';
import { OPERATOR_KINDS, operators, startText } from '../walk/operator.ts';
import { speaksTls } from '../walk/speaksTls.ts';

const NEEDS = [...OPERATOR_KINDS, 'ingresses', 'services', 'configmaps'] as const;
type NginxState = State<(typeof NEEDS)[number]>;

/** Controllers' logs are long and rarely the reason: they are read where a question speaks of what they may do. */
const ASKED =
  /upload|too large|\b4(?:00|04|13)\b|\b50[24]\b|body|payload|attachment|photo|image|picture|file|big|large|size|time(?:s|d)? ?out|cut off|gateway|ingress|not found|bad request|上传|附件|图片|照片|文件|过大|太大|请求体|超时|网关|入口/;
/** A single one may be anybody's mistake. */
const ENOUGH = 2;

export default defineFact({
  id: 'ingress-nginx',
  needs: NEEDS,
  find(state) {
    if (!ASKED.test(state.focus.text)) return [];
    const hits = controllerPods(state).flatMap((pod) =>
      loggingContainers(pod).flatMap((container) =>
        (logRecords(state, pod, container, { priority: 1 }) ?? []).flatMap((record) =>
          hitOf(record, pod, container, state),
        ),
      ),
    );
    const groups = Map.groupBy(hits, ({ ingress }) => `${ingress.metadata.namespace}/${ingress.metadata.name}`);
    return [...groups.values()].flatMap((group) => {
      const finding = [tooLarge, cutOff, pathDropped, plainToTls].map((rule) => rule(group, state)).find(Boolean);
      return finding === undefined ? [] : [finding];
    });
  },
});

/** A logged request of an Ingress. */
interface Hit {
  ingress: Ingress;
  route: IngressRoute;
  /** undefined for a line of the error log, which tells of a body that was too large. */
  line: AccessLine | undefined;
  pod: Pod;
  container: string;
  record: LogRecord;
}

function controllerPods(state: NginxState): Pod[] {
  return operators(state)
    .filter((one) => /ingress-nginx|nginx-ingress/.test(startText(one)))
    .flatMap((one) => podsOf(refOf(one), state))
    .slice(0, 3);
}

function hitOf(record: LogRecord, pod: Pod, container: string, state: NginxState): Hit[] {
  const line = accessLine(record.text);
  const host = line === undefined ? tooLargeFor(record.text) : undefined;
  if (line === undefined && host === undefined) return [];
  for (const ingress of state.list('ingresses', EVERYWHERE)) {
    const routes = ingressRoutes(ingress).filter((route) =>
      line === undefined ? route.host === host : upstreamOf(ingress, route) === line.upstream,
    );
    const route = routes.find(({ urlPath }) => line?.path.startsWith(urlPath)) ?? routes[0];
    if (route !== undefined) return [{ ingress, route, line, pod, container, record }];
  }
  return [];
}

const upstreamOf = ({ metadata }: Ingress, { backend: { service } }: IngressRoute): string =>
  `${metadata.namespace}-${service?.name}-${service?.port?.number ?? service?.port?.name}`;

type Rule = (group: readonly Hit[], state: NginxState) => Finding | undefined;

const tooLarge: Rule = (group) => {
  const hits = group.filter(({ line }) => line === undefined || line.status === 413);
  const setting = 'proxy-body-size';
  return findingOf(hits, (ingress) => {
    const limit = annotationOf(ingress, setting);
    const params = { limit: limit ?? '1m', annotation: annotationName(setting), set: limit };
    return { code: 'RequestBodyTooLarge', confidence: 'likely', params, evidence: annotated(ingress, setting) };
  });
};

/** Answers that took longer than the controller waits: all end after the same time, the one that is set. */
const cutOff: Rule = (group, state) => {
  const hits = group.filter(({ line }) => line?.status === 504);
  const setting = 'proxy-read-timeout';
  return findingOf(hits, (ingress) => {
    const own = annotationOf(ingress, setting);
    const map = own === undefined ? settingsOf(hits[0]?.pod, setting, state) : undefined;
    const value = own ?? map?.data?.[setting];
    const seconds = secondsOf(value);
    const holds = seconds !== undefined && seconds < DEFAULT_READ_SECONDS && hits.every(endsAfter(seconds));
    if (!holds) return undefined;
    const settled = map === undefined ? annotated(ingress, setting) : [specEvidence(map, `data[${setting}]`, value)];
    return {
      code: 'IngressTimeoutShort',
      ...(map === undefined ? {} : { subject: refOf(map) }),
      confidence: 'confirmed',
      params: { seconds, setting, normal: DEFAULT_READ_SECONDS },
      evidence: settled,
    };
  });
};

const endsAfter =
  (seconds: number) =>
  ({ line }: Hit): boolean =>
    line !== undefined && Math.abs(line.seconds - seconds) < 0.5;

/** A rewrite to a fixed path, and everything below the route's own path is not found. */
const pathDropped: Rule = (group) => {
  const deeper = group.filter(({ line, route }) => line !== undefined && line.path.length > route.urlPath.length + 1);
  const hits = deeper.filter(({ line }) => line?.status === 404 && line.upstreamStatus === 404);
  if (hits.length < 0.8 * deeper.length) return undefined;
  const setting = 'rewrite-target';
  return findingOf(hits, (ingress) => {
    const target = annotationOf(ingress, setting);
    if (target === undefined || /\$\d/.test(target)) return undefined;
    const { urlPath } = hits[0]?.route ?? { urlPath: '/' };
    const params = { target, urlPath, asked: hits[0]?.line?.path };
    return { code: 'IngressRewriteDropsPath', confidence: 'confirmed', params, evidence: annotated(ingress, setting) };
  });
};

/** The backend speaks TLS, and the controller plain HTTP: every request is a bad one. */
const plainToTls: Rule = (group, state) => {
  const hits = group.filter(({ line }) => line?.status === 400 && line.upstreamStatus === 400);
  const asked = group.filter(({ line }) => line !== undefined);
  if (hits.length < 0.8 * asked.length) return undefined;
  const setting = 'backend-protocol';
  return findingOf(hits, (ingress) => {
    const protocol = annotationOf(ingress, setting) ?? 'HTTP';
    const { service } = hits[0]?.route.backend ?? {};
    const proof = speaksTls(ingress.metadata.namespace, service?.name, service?.port, state);
    if (/^(?:HTTPS|GRPCS)$/i.test(protocol) || proof.length === 0) return undefined;
    return {
      code: 'IngressProtocolMismatch',
      confidence: 'confirmed',
      params: { protocol, service: service?.name, annotation: annotationName(setting) },
      evidence: [...annotated(ingress, setting), ...proof],
    };
  });
};

/** The controller's own settings, where they hold this one. */
function settingsOf(pod: Pod | undefined, setting: string, state: NginxState): ConfigMap | undefined {
  const words = (pod?.spec?.containers ?? []).flatMap(({ args, command }) => [...(command ?? []), ...(args ?? [])]);
  const named = words.map((word) => /^--configmap=(?:.*\/)?(\S+)$/.exec(word)?.[1]).find((name) => name !== undefined);
  const map = known(state.find('configmaps', pod?.metadata.namespace, named ?? 'ingress-nginx-controller'));
  return map?.data?.[setting] === undefined ? undefined : map;
}

function annotated(ingress: Ingress, setting: string): Evidence[] {
  const value = annotationOf(ingress, setting);
  return value === undefined ? [] : [specEvidence(ingress, `metadata.annotations[${annotationName(setting)}]`, value)];
}

type Verdict = Pick<Finding, 'code' | 'confidence' | 'params' | 'evidence'> & { subject?: ObjectRef };

/** The finding for hits of one Ingress that go the same way; undefined for too few of them, or where the rule says no. */
function findingOf(hits: readonly Hit[], judge: (ingress: Ingress) => Verdict | undefined): Finding | undefined {
  const [first, last] = [hits[0], hits.at(-1)];
  if (first === undefined || last === undefined || hits.length < ENOUGH) return undefined;
  const { ingress, pod, container, record } = last;
  const verdict = judge(ingress);
  if (verdict === undefined) return undefined;
  const iso = ({ record: { at } }: Hit) => (at === undefined ? undefined : new Date(at).toISOString());
  return {
    subject: refOf(ingress),
    ...verdict,
    params: {
      ...verdict.params,
      ingress: `${ingress.metadata.namespace}/${ingress.metadata.name}`,
      count: hits.length,
    },
    evidence: [logEvidence(pod, container, record.raw, iso(last)), ...verdict.evidence],
    since: iso(first),
    affects: [
      ...(verdict.subject === undefined ? [] : [{ ref: refOf(ingress), relation: 'readsConfig' as const }]),
      ...ingressRoutes(ingress).flatMap(({ backend: { service } }) =>
        service?.name === undefined
          ? []
          : [
              {
                ref: { apiVersion: 'v1', kind: 'Service', namespace: ingress.metadata.namespace, name: service.name },
                relation: 'routedBy' as const,
              },
            ],
      ),
    ],
  };
}
