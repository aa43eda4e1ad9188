/**
 * How node labels and fields are matched: `nodeSelector`, required node affinity, the node affinity of a PersistentVolume.
 * Terms are ORed, the requirements of a term are ANDed; an empty term matches nothing.
 */
import type { Affinity, Node } from '../../cluster/objects.ts';
import { objectsIn, stringMap, stringsIn } from '../lenient.ts';

export type NodeSelector = NonNullable<
  NonNullable<Affinity['nodeAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>;
export type NodeSelectorTerm = NodeSelector['nodeSelectorTerms'][number];
export type NodeSelectorRequirement = NonNullable<NodeSelectorTerm['matchExpressions']>[number];

/** What a node's labels are asked for: a requirement and what it is asked of. */
export function requirementMatches(requirement: NodeSelectorRequirement, actual: string | undefined): boolean {
  const values = stringsIn(requirement.values);
  const operators: Record<string, () => boolean> = {
    In: () => actual !== undefined && values.includes(actual),
    NotIn: () => actual === undefined || !values.includes(actual),
    Exists: () => actual !== undefined,
    DoesNotExist: () => actual === undefined,
    Gt: () => compare(actual, values[0], (a, b) => a > b),
    Lt: () => compare(actual, values[0], (a, b) => a < b),
  };
  return operators[requirement.operator]?.() ?? false;
}

function compare(
  actual: string | undefined,
  wanted: string | undefined,
  holds: (a: bigint, b: bigint) => boolean,
): boolean {
  const integer = /^[+-]?\d{1,19}$/;
  if (actual === undefined || wanted === undefined || !integer.test(actual) || !integer.test(wanted)) return false;
  return holds(BigInt(actual.replace('+', '')), BigInt(wanted.replace('+', '')));
}

/** The first requirement of a term that a node does not meet; undefined where the term matches. */
export function unmetRequirement(
  term: NodeSelectorTerm,
  node: Node,
): { list: 'matchExpressions' | 'matchFields'; index: number; requirement: NodeSelectorRequirement } | undefined {
  const labels = stringMap(node.metadata.labels);
  for (const [index, requirement] of objectsIn(term.matchExpressions).entries()) {
    if (!requirementMatches(requirement, labels[requirement.key]))
      return { list: 'matchExpressions', index, requirement };
  }
  for (const [index, requirement] of objectsIn(term.matchFields).entries()) {
    const actual = requirement.key === 'metadata.name' ? node.metadata.name : undefined;
    if (!requirementMatches(requirement, actual)) return { list: 'matchFields', index, requirement };
  }
  return undefined;
}

/** True for a term that selects nothing, because it asks for nothing. */
export function isEmptyTerm(term: NodeSelectorTerm): boolean {
  return objectsIn(term.matchExpressions).length === 0 && objectsIn(term.matchFields).length === 0;
}

/** Whether any term matches the node. */
export function nodeSelectorMatches(selector: NodeSelector, node: Node): boolean {
  return objectsIn(selector.nodeSelectorTerms).some(
    (term) => !isEmptyTerm(term) && unmetRequirement(term, node) === undefined,
  );
}
