/**
 * PodTopologySpread with `whenUnsatisfiable: DoNotSchedule`: matching pods + itself − fewest in any domain ≤ maxSkew.
 * https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
import type { LabelSelector, Node, Pod, TopologySpreadConstraint } from '../../cluster/objects.ts';
import { selectorMatches } from '../labelSelector.ts';
import { objectsIn, stringMap, stringsIn } from '../lenient.ts';
import { decided, fail } from '../verdict.ts';
import { matchesNodeAffinity } from './nodeAffinity.ts';
import { untoleratedTaints } from './taints.ts';
import type { FilterFailure, IndexedWorld, NodeFilter } from './world.ts';

interface Constraint {
  constraint: TopologySpreadConstraint;
  /** Place in `spec.topologySpreadConstraints`. */
  index: number;
}

interface Spread extends Constraint {
  selector: LabelSelector | undefined;
  /** Matching pods by the domain's value. */
  counts: Map<string, number>;
  fewest: number;
}

/** The pod's own label values for `matchLabelKeys` narrow the selector. */
function selectorOf(constraint: TopologySpreadConstraint, pod: Pod): LabelSelector | undefined {
  const labels = stringMap(pod.metadata.labels);
  const extra = stringsIn(constraint.matchLabelKeys)
    .filter((key) => labels[key] !== undefined)
    .map((key) => ({ key, operator: 'In', values: [labels[key] ?? ''] }));
  const selector = constraint.labelSelector;
  if (!selector || extra.length === 0) return selector ?? undefined;
  return { ...selector, matchExpressions: [...objectsIn(selector.matchExpressions), ...extra] };
}

/** Whether a node counts as a domain for a constraint (nodeAffinityPolicy Honor by default, nodeTaintsPolicy Ignore). */
function eligible(pod: Pod, constraint: TopologySpreadConstraint): (node: Node) => boolean {
  const fits = matchesNodeAffinity(pod);
  return (node) =>
    (constraint.nodeAffinityPolicy === 'Ignore' || fits(node)) &&
    (constraint.nodeTaintsPolicy !== 'Honor' || untoleratedTaints(node, pod.spec?.tolerations).length === 0);
}

function countIn(world: IndexedWorld, node: Node, pod: Pod, selector: LabelSelector | undefined): number {
  const pods = world.podsByNode.get(node.metadata.name) ?? [];
  return pods.filter(
    (other) =>
      other.metadata.namespace === pod.metadata.namespace &&
      other.metadata.deletionTimestamp === undefined &&
      selectorMatches(selector, other.metadata.labels),
  ).length;
}

function spreadOf(pod: Pod, world: IndexedWorld, constraints: readonly Constraint[], own: Constraint): Spread {
  const { constraint, index } = own;
  const selector = selectorOf(constraint, pod);
  const counts = new Map<string, number>();
  const counted = eligible(pod, constraint);
  for (const node of world.nodes) {
    const labels = stringMap(node.metadata.labels);
    const inAll = constraints.every(({ constraint: { topologyKey } }) => labels[topologyKey] !== undefined);
    const value = labels[constraint.topologyKey];
    if (!inAll || value === undefined || !counted(node)) continue;
    counts.set(value, (counts.get(value) ?? 0) + countIn(world, node, pod, selector));
  }
  const fewest = counts.size < (constraint.minDomains ?? 1) ? 0 : Math.min(...counts.values());
  return { constraint, index, selector, counts, fewest };
}

export function podTopologySpread(pod: Pod, world: IndexedWorld): NodeFilter {
  const constraints = objectsIn(pod.spec?.topologySpreadConstraints)
    .map((constraint, index) => ({ constraint, index }))
    .filter(({ constraint }) => constraint.whenUnsatisfiable === 'DoNotSchedule');
  if (constraints.length === 0) return () => undefined;
  const spreads = constraints.map((own) => spreadOf(pod, world, constraints, own));
  return (node) => {
    for (const spread of spreads) {
      const found = skewed(pod, node, spread);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

function skewed(pod: Pod, node: Node, spread: Spread): FilterFailure | undefined {
  const { constraint, index, counts, fewest, selector } = spread;
  const key = constraint.topologyKey;
  const path = `spec.topologySpreadConstraints[${index}]`;
  const value = stringMap(node.metadata.labels)[key];
  if (value === undefined) {
    return {
      ...fail(
        'TopologyLabelMissing',
        `node ${node.metadata.name} has no label ${key}`,
        decided(pod, `${path}.topologyKey`, key),
        decided(node, `metadata.labels.${key}`, undefined),
      ),
      filter: 'PodTopologySpread',
      messages: ["node(s) didn't match pod topology spread constraints (missing required label)"],
      preemptible: false,
    };
  }
  const self = selectorMatches(selector, pod.metadata.labels) ? 1 : 0;
  const skew = (counts.get(value) ?? 0) + self - fewest;
  if (skew <= (constraint.maxSkew ?? 1)) return undefined;
  return {
    ...fail(
      'TopologySpread',
      `placing the pod where ${key}=${value} makes the skew ${skew}, above maxSkew ${constraint.maxSkew}`,
      decided(pod, `${path}.maxSkew`, constraint.maxSkew),
      decided(node, `metadata.labels.${key}`, value),
    ),
    filter: 'PodTopologySpread',
    messages: ["node(s) didn't match pod topology spread constraints"],
    preemptible: true,
  };
}
