/** From a causal graph to root causes: what nothing explains, with everything that it explains and the way there. */
import type { Link } from '../result.ts';
import { type CausalGraph, isCause, type Node } from './graph.ts';

export interface Root {
  node: Node;
  /** Every finding that leads to it, nearest first, with the links from that finding's subject to the root's. */
  effects: { node: Node; chain: readonly Link[] }[];
}

/** The ends of all chains. Findings that explain each other in a circle have one end: the earliest cause among them. */
export function rootsOf(graph: CausalGraph): Root[] {
  const effectsOf = reverse(graph);
  const inCircle = circles(graph);
  const roots: Root[] = [];
  for (const node of graph.nodes.values()) {
    const circle = inCircle.get(node.id);
    if (circle === undefined ? node.causes.size > 0 : !isEndOfCircle(node, circle, graph)) continue;
    roots.push({ node, effects: collect(node, effectsOf, graph) });
  }
  return roots;
}

function reverse(graph: CausalGraph): Map<string, string[]> {
  const effects = new Map<string, string[]>();
  for (const node of graph.nodes.values()) {
    for (const cause of node.causes.keys()) {
      const list = effects.get(cause);
      if (list === undefined) effects.set(cause, [node.id]);
      else list.push(node.id);
    }
  }
  return effects;
}

function collect(root: Node, effectsOf: Map<string, string[]>, graph: CausalGraph): Root['effects'] {
  const seen = new Set([root.id]);
  const effects: Root['effects'] = [];
  const queue: { id: string; chain: readonly Link[] }[] = [{ id: root.id, chain: [] }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    for (const id of effectsOf.get(next.id) ?? []) {
      const node = graph.nodes.get(id);
      if (node === undefined || seen.has(id)) continue;
      seen.add(id);
      const chain = [...(node.causes.get(next.id) ?? []), ...next.chain];
      effects.push({ node, chain });
      queue.push({ id, chain });
    }
  }
  return effects;
}

/** Strongly connected findings (Tarjan), only those of more than one member. */
function circles(graph: CausalGraph): Map<string, Set<string>> {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const result = new Map<string, Set<string>>();
  const visit = (id: string): void => {
    const mine = index.size;
    index.set(id, mine);
    low.set(id, mine);
    stack.push(id);
    onStack.add(id);
    for (const cause of graph.nodes.get(id)?.causes.keys() ?? []) {
      if (!index.has(cause)) {
        visit(cause);
        low.set(id, Math.min(low.get(id) ?? 0, low.get(cause) ?? 0));
      } else if (onStack.has(cause)) low.set(id, Math.min(low.get(id) ?? 0, index.get(cause) ?? 0));
    }
    if (low.get(id) !== mine) return;
    const members = stack.splice(stack.indexOf(id));
    for (const member of members) onStack.delete(member);
    if (members.length < 2) return;
    const circle = new Set(members);
    for (const member of members) result.set(member, circle);
  };
  for (const id of graph.nodes.keys()) if (!index.has(id)) visit(id);
  return result;
}

function isEndOfCircle(node: Node, circle: Set<string>, graph: CausalGraph): boolean {
  const members = [...circle].map((id) => graph.nodes.get(id)).filter((member) => member !== undefined);
  if (members.some((member) => [...member.causes.keys()].some((cause) => !circle.has(cause)))) return false;
  members.sort(
    (a, b) =>
      Number(isCause(b.finding)) - Number(isCause(a.finding)) ||
      (a.finding.since ?? '9').localeCompare(b.finding.since ?? '9') ||
      a.id.localeCompare(b.id),
  );
  return members[0] === node;
}
