/** Facts forward, whys backward, until nothing new is found: the causal graph of one state. */
import { refKey } from '../../cluster/objects.ts';
import type { Gap } from '../../cluster/source.ts';
import type { Fact, Why } from '../finding.ts';
import type { State } from '../state.ts';
import { CODES } from '../words/codes.ts';
import { CausalGraph, CONFIDENCE, type Node } from './graph.ts';

export interface Rules {
  facts: readonly Fact[];
  whys: readonly Why[];
}

/** More findings than this would mean a rule that does not end; the rest is named as a gap. */
const MAX_FINDINGS = 20_000;

/** Derives all findings and what explains what. A rule that fails becomes a gap and stops nothing else. */
export function derive(state: State, rules: Rules): { graph: CausalGraph; gaps: Gap[] } {
  const graph = new CausalGraph();
  const gaps: Gap[] = [];
  const guard = <T>(id: string, run: () => T[]): T[] => {
    try {
      return run();
    } catch (error) {
      gaps.push({
        what: `rule ${id}`,
        why: `failed on this cluster's objects: ${error instanceof Error ? error.message : error}`,
      });
      return [];
    }
  };

  const queue: Node[] = [];
  const queued = new Set<string>();
  const enqueue = (node: Node): void => {
    if (queued.has(node.id) || graph.nodes.size > MAX_FINDINGS) return;
    queued.add(node.id);
    queue.push(node);
  };
  for (const fact of rules.facts) {
    for (const finding of guard(fact.id, () => state.memo(`fact:${fact.id}`, () => fact.find(state))))
      enqueue(graph.add(finding).node);
  }
  const whysOf = Map.groupBy(
    rules.whys.flatMap((why) => why.explains.map((code) => ({ code, why }))),
    ({ code }) => code,
  );
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const effect = next;
    for (const { why } of whysOf.get(effect.finding.code) ?? []) {
      for (const step of guard(why.id, () => why.why(effect.finding, state))) enqueue(graph.explain(effect, step).node);
    }
  }
  explainSymptoms(graph);
  joinSymptoms(graph);
  return { graph, gaps };
}

/** A symptom of an object is explained by a cause whose subject it is, or that says it affects it. */
function explainSymptoms(graph: CausalGraph): void {
  const bySubject = new Map<string, { node: Node }[]>();
  const note = (key: string, node: Node): void => {
    const nodes = bySubject.get(key);
    if (nodes === undefined) bySubject.set(key, [{ node }]);
    else nodes.push({ node });
  };
  for (const node of graph.nodes.values()) {
    if (CODES[node.finding.code].role !== 'cause') continue;
    note(refKey(node.finding.subject), node);
    for (const { ref } of node.finding.affects ?? []) note(refKey(ref), node);
  }
  for (const effect of graph.nodes.values()) {
    if (CODES[effect.finding.code].role !== 'symptom') continue;
    const key = refKey(effect.finding.subject);
    for (const { node } of bySubject.get(key) ?? []) {
      if (node === effect || effect.causes.has(node.id)) continue;
      const affected = node.finding.affects?.find(({ ref }) => refKey(ref) === key);
      const { subject } = node.finding;
      const chain =
        affected === undefined || refKey(subject) === key
          ? []
          : (affected.chain ?? [{ from: affected.ref, relation: affected.relation, to: subject }]);
      effect.causes.set(node.id, chain);
    }
  }
}

/** Two symptoms of one object have one reason: the one that nothing explains belongs to the one that something does. */
function joinSymptoms(graph: CausalGraph): void {
  const symptoms = [...graph.nodes.values()].filter(({ finding }) => CODES[finding.code].role === 'symptom');
  const bySubject = Map.groupBy(symptoms, ({ finding }) => refKey(finding.subject));
  for (const nodes of bySubject.values()) {
    const explained = nodes.filter(({ causes }) => causes.size > 0);
    if (explained.length === 0) explained.push(...surest(nodes));
    for (const node of nodes) {
      if (node.causes.size > 0 || explained.includes(node)) continue;
      // What this one explains is no reason for it.
      for (const other of explained) if (!leadsTo(other, node, graph)) node.causes.set(other.id, []);
    }
  }
}

/** Where nothing explains any of them, the one that is surer than all others tells most. */
function surest(nodes: readonly Node[]): Node[] {
  const highest = Math.max(...nodes.map(({ finding }) => CONFIDENCE[finding.confidence]));
  const first = nodes.filter(({ finding }) => CONFIDENCE[finding.confidence] === highest);
  return first.length === 1 ? first : [];
}

/** Whether the chain of causes from one finding comes to another. */
function leadsTo(from: Node, to: Node, graph: CausalGraph): boolean {
  const seen = new Set([from.id]);
  const queue = [from];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (next === to) return true;
    for (const id of next.causes.keys()) {
      const cause = graph.nodes.get(id);
      if (cause === undefined || seen.has(id)) continue;
      seen.add(id);
      queue.push(cause);
    }
  }
  return false;
}
