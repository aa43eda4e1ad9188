/** The causal graph: findings as nodes, "is explained by" as edges, each with its way through the objects. */
import { refKey } from '../../cluster/objects.ts';
import type { Finding, Step } from '../finding.ts';
import type { Evidence, Link } from '../result.ts';
import { CODES } from '../words/codes.ts';

/** How much evidence one finding keeps; more of the same convinces nobody. */
const MAX_EVIDENCE = 8;
/** Confidences in order. */
export const CONFIDENCE = { possible: 0, likely: 1, confirmed: 2 } as const;

export interface Node {
  id: string;
  finding: Finding;
  /** What explains it, by the id of the cause. */
  causes: Map<string, readonly Link[]>;
}

export class CausalGraph {
  readonly nodes = new Map<string, Node>();

  /** Adds a finding, or merges it into the one with the same code and subject. True where something new came in. */
  add(finding: Finding): { node: Node; fresh: boolean } {
    const id = findingId(finding);
    const before = this.nodes.get(id);
    if (before === undefined) {
      const node: Node = { id, finding: { ...finding, evidence: dedupe(finding.evidence) }, causes: new Map() };
      this.nodes.set(id, node);
      return { node, fresh: true };
    }
    before.finding = merge(before.finding, finding);
    return { node: before, fresh: false };
  }

  /** Notes that a finding is explained by the step's cause; a finding never explains itself. */
  explain(effect: Node, step: Step): { node: Node; fresh: boolean } {
    const added = this.add(step.cause);
    if (added.node !== effect && !effect.causes.has(added.node.id)) effect.causes.set(added.node.id, step.chain);
    return added;
  }
}

/** Equal for findings of the same code about the same object (and, for calls, the same target). */
export function findingId(finding: Pick<Finding, 'code' | 'subject' | 'about'>): string {
  const base = `${finding.code}:${refKey(finding.subject)}`;
  return finding.about === undefined ? base : `${base}#${finding.about}`;
}

function merge(a: Finding, b: Finding): Finding {
  const better = CONFIDENCE[b.confidence] > CONFIDENCE[a.confidence] ? b : a;
  const affects = new Map([...(a.affects ?? []), ...(b.affects ?? [])].map((one) => [refKey(one.ref), one]));
  const since = [a.since, b.since].filter((time) => time !== undefined).sort()[0];
  return {
    ...better,
    params: { ...b.params, ...a.params, ...better.params },
    evidence: dedupe([...a.evidence, ...b.evidence]),
    affects: [...affects.values()],
    ...(since === undefined ? {} : { since }),
    ...(a.answers === true || b.answers === true ? { answers: true } : {}),
    ...((a.change ?? b.change) ? { change: a.change ?? b.change } : {}),
  };
}

function dedupe(evidence: readonly Evidence[]): Evidence[] {
  const seen = new Map<string, Evidence>();
  for (const one of evidence) {
    const key = `${one.source}\n${one.path}\n${one.quote}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()].slice(0, MAX_EVIDENCE);
}

/** Whether a finding of this code may end a chain. */
export const isCause = (finding: Finding): boolean => CODES[finding.code].role === 'cause';
