/** Which root causes explain what was asked, most likely first; which are real but belong to something else. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { stretchIn } from '../duration.ts';
import { type Focus, feelsTrouble, namesBesides, saysKind } from '../question.ts';
import { CODES } from '../words/codes.ts';
import { CONFIDENCE, isCause } from './graph.ts';
import type { Root } from './roots.ts';

export interface Ranking {
  rootCauses: Root[];
  other: Root[];
  notices: Root[];
  /** Keys of the objects that the question is about, related ones included. */
  focusKeys: string[];
  /** Whether a root cause touches what the question names in full, or was looked for because of it. */
  named: boolean;
}

/** How well a root explains the focus. */
interface Relevance {
  /** 3: an object named in the question with its kind, 2: by its name, 1: one hinted at, 0: none. */
  focus: number;
  /** It or an effect of it lies in the namespaces asked about (always true without a scope). */
  inScope: boolean;
  /** Where the question is about requests: it or an effect of it is something that requests come to. */
  felt: boolean;
}

/** Whoever says so feels it as a caller: what nobody calls is not what they mean. */
const REQUESTS_FAIL =
  /\b5\d\d(?:s|er)?\b|\b(?:slow|sluggish|latency|time-?outs?|timed? out|(?:web ?)?(?:page|site)s?|requests?|log ?ins?|check ?out)\b|超时|慢|卡顿|打不开|白屏|登录|页面|接口/i;

/** How the objects of a cluster stand to each other. */
export interface Relations {
  /** Objects that stand for one: the workload of a pod, the workloads behind a Service, … */
  related: (ref: ObjectRef) => readonly ObjectRef[];
  /** Workloads that are configured to call one of these objects. */
  callers: (refs: readonly ObjectRef[]) => readonly ObjectRef[];
  /** Whether requests come to it: a Service, an Ingress, or a workload behind a Service. */
  serves: (ref: ObjectRef) => boolean;
}

/** Who asks about an operator gives half of its name: `Bucket` for bucket-operator. */
const ASKS_OPERATOR = /operator|controller|webhook/;

const SEVERITY = { warning: 0, critical: 1 } as const;

/**
 * @param now Epoch milliseconds: what has been broken for days is not what somebody asks about now, unless they name it.
 */
export function rank(roots: readonly Root[], focus: Focus, relations: Relations, now: number): Ranking {
  const { related, callers, serves } = relations;
  const strengths = focusStrengths(focus, related);
  const old = ageOfOld(focus);
  const isOld = (root: Root): boolean => beganBefore(root, now - old);
  const feltByCallers = REQUESTS_FAIL.test(focus.text);
  const relevance = new Map(
    roots.map((root) => [
      root,
      { ...relevanceOf(root, focus, strengths), felt: !feltByCallers || touched(root).some(serves) },
    ]),
  );
  const notices = roots.filter((root) => CODES[root.node.finding.code].role === 'notice');
  const problems = withoutNeedlessGuesses(roots)
    .filter(({ node }) => node.finding.code !== 'AskedAbout')
    .filter((root) => CODES[root.node.finding.code].role !== 'notice')
    .sort((a, b) => compare(a, b, relevance, isOld));
  const touching = problems.filter((root) => (relevance.get(root)?.focus ?? 0) > 0);
  // What is weak is no answer where there may be a better one.
  const focused = touching.some((root) => !isWeak(root)) ? touching : [];
  const named = focus.objects.some(({ strength }) => strength === 'named');
  const inScope = problems.filter((root) => relevance.get(root)?.inScope && (focus.text === '' || !isOld(root)));
  const beside = (): Root[] => {
    const suspects = suspectsAmong(inScope, focus, callers).filter((root) => !isWeak(root));
    if (suspects.length > 0 || touching.length > 0) return suspects.length > 0 ? suspects : touching;
    // Whom people suspect has nothing to do with it: then it is whatever is wrong wherever they might mean.
    return focus.namespaces === undefined && feelsTrouble(focus.text) ? inScope.filter((root) => !isWeak(root)) : [];
  };
  const asked = asksWhetherOne(focus) ? [...new Set([...focused, ...inScope])] : focused;
  const chosen = withoutIdleSymptoms(
    asked.length > 0 ? asked : named ? (focus.absent === true ? touching : beside()) : inScope,
  );
  // A guess about something that was not named is none where more than a guess is known.
  const sure = focus.text !== '' && chosen.some(({ node }) => node.finding.confidence !== 'possible');
  const rootCauses = chosen.filter(
    (root) => !sure || root.node.finding.confidence !== 'possible' || (relevance.get(root)?.focus ?? 0) > 1,
  );
  return {
    rootCauses,
    other: problems.filter((root) => !rootCauses.includes(root)),
    notices,
    focusKeys: [...strengths.keys()],
    named: rootCauses.some(
      (root) =>
        (relevance.get(root)?.focus ?? 0) >= (ASKS_OPERATOR.test(focus.text) ? 1 : 2) ||
        root.node.finding.answers === true,
    ),
  };
}

/** Whether several troubles are one: who asks that wants to hear of all of them. */
const asksWhetherOne = ({ text }: Focus): boolean =>
  /\b(?:one|same|single|common) (?:outage|incident|root ?cause|cause|problem|reason|issue|thing)\b|\b(?:are|is) (?:they|these|those|this|that|it|the two|both) (?:related|connected|linked|separate)\b|\btwo (?:separate|different|unrelated|independent|complaints|problems|issues|things|outages|faults)\b|同一个?(?:问题|原因|故障|事故)|(?:一|两)回事|两(?:个|件)(?:问题|故障|现象|事)|有(?:没有)?关(?:系|联)/i.test(
    text,
  );

/**
 * People name what they suspect. Where nothing is wrong with it, what harms something else, or one that calls it, may be
 * what they feel; else what is wrong beside it.
 */
function suspectsAmong(roots: readonly Root[], { objects }: Focus, callers: Relations['callers']): Root[] {
  const calling = new Set(callers(objects.map(({ ref }) => ref)).map(refKey));
  const near = new Set(objects.map(({ ref }) => ref.namespace));
  const clear = roots.filter(
    (root) => root.effects.length > 0 || touched(root).some((ref) => calling.has(refKey(ref))),
  );
  if (clear.length > 0) return clear;
  return roots.filter(
    (root) => isCause(root.node.finding) && touched(root).some(({ namespace }) => near.has(namespace)),
  );
}

/** Codes that only lead on from a caller; unexplained, they say no more than the caller does. */
const LEADS: ReadonlySet<string> = new Set(['WorkloadDegraded', 'AskedAbout']);

/** Those, and errors of an application's own, which may be the echo of what it calls. */
const isWeak = ({ node }: Root): boolean => LEADS.has(node.finding.code) || node.finding.code === 'ApplicationFailing';

/** Causes that stand only for want of a better one. */
const GUESSES: ReadonlySet<string> = new Set(['RolloutChanged']);

/** A guess falls where a real cause explains one of its effects, whatever the question names. */
function withoutNeedlessGuesses(roots: readonly Root[]): Root[] {
  const isGuess = ({ node }: Root): boolean => GUESSES.has(node.finding.code);
  const real = roots.filter((root) => !isGuess(root) && isCause(root.node.finding) && !isWeak(root));
  const explained = new Set(real.flatMap(({ effects }) => effects.map(({ node }) => node.id)));
  return roots.filter((root) => !isGuess(root) || !root.effects.some(({ node }) => explained.has(node.id)));
}

/** A symptom that nothing explains stands as a cause only where no real cause explains what it is part of. */
function withoutIdleSymptoms(roots: readonly Root[]): Root[] {
  const explained = new Set(
    roots
      .filter(({ node }) => isCause(node.finding) && !GUESSES.has(node.finding.code))
      .flatMap(({ effects }) => effects.map(({ node }) => node.id)),
  );
  const real = roots.some(({ node }) => isCause(node.finding) && !GUESSES.has(node.finding.code));
  const better = roots.some((root) => !isWeak(root) && isCause(root.node.finding));
  return roots.filter(({ node, effects }) => {
    if (GUESSES.has(node.finding.code)) return !effects.some((effect) => explained.has(effect.node.id));
    if (node.finding.code === 'ApplicationFailing' && better) return false;
    if (isCause(node.finding)) return true;
    if (LEADS.has(node.finding.code) && real) return false;
    return effects.length === 0 || !effects.every((effect) => explained.has(effect.node.id));
  });
}

function focusStrengths(focus: Focus, related: (ref: ObjectRef) => readonly ObjectRef[]): Map<string, number> {
  const strengths = new Map<string, number>();
  for (const { ref, strength } of focus.objects) {
    const value = strength === 'named' ? 2 : 1;
    for (const one of [ref, ...related(ref)]) {
      const key = refKey(one);
      strengths.set(key, Math.max(strengths.get(key) ?? 0, value));
    }
  }
  return strengths;
}

/** The subject of a root and everything that it harms. */
function touched(root: Root): ObjectRef[] {
  const findings = [root.node.finding, ...root.effects.map(({ node }) => node.finding)];
  return findings.flatMap((finding) => [finding.subject, ...(finding.affects ?? []).map(({ ref }) => ref)]);
}

function relevanceOf(root: Root, focus: Focus, strengths: Map<string, number>): Omit<Relevance, 'felt'> {
  const refs = touched(root);
  let best = root.node.finding.answers === true ? 1 : 0;
  for (const ref of refs) {
    if (namesBesides(focus.text, ref)) best = Math.max(best, saysKind(focus.text, ref) ? 3 : 2);
  }
  let inScope = focus.namespaces === undefined;
  for (const ref of refs) {
    best = Math.max(best, strengths.get(refKey(ref)) ?? 0);
    const namespace = ref.kind === 'Namespace' ? ref.name : ref.namespace;
    if (namespace !== undefined && focus.namespaces?.includes(namespace)) inScope = true;
  }
  return { focus: best, inScope };
}

/** A question is about what happens now; this long ago, people have learnt to live with it. */
const OLD_MS = 48 * 3_600_000;

/** A question that names a stretch of time is about what began within it, give or take half as much. */
const ageOfOld = ({ text }: Focus): number => Math.max(OLD_MS, 1.5 * (stretchIn(text) ?? 0));

/** Whether it began before that time, and so did everything that it explains. */
function beganBefore({ node, effects }: Root, time: number): boolean {
  const onsets = [node, ...effects.map((effect) => effect.node)].flatMap(({ finding }) => finding.since ?? []);
  return onsets.length > 0 && onsets.every((since) => Date.parse(since) < time);
}

function compare(a: Root, b: Root, relevance: Map<Root, Relevance>, isOld: (root: Root) => boolean): number {
  const [x, y] = [relevance.get(a), relevance.get(b)];
  return (
    (y?.focus ?? 0) - (x?.focus ?? 0) ||
    Number(y?.inScope ?? false) - Number(x?.inScope ?? false) ||
    Number(isCause(b.node.finding)) - Number(isCause(a.node.finding)) ||
    Number(isOld(a)) - Number(isOld(b)) ||
    Number(y?.felt ?? true) - Number(x?.felt ?? true) ||
    weight(b) - weight(a) ||
    b.effects.length - a.effects.length ||
    a.node.id.localeCompare(b.node.id)
  );
}

/** Severity and confidence together: a confirmed warning stands beside a likely critical one. */
function weight({ node: { finding } }: Root): number {
  return 2 * SEVERITY[CODES[finding.code].severity] + CONFIDENCE[finding.confidence];
}
