/** What the scheduler says about a pod: node by node the first filter that refuses, and the sum in its own words. */
import type { Node, Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../lenient.ts';
import { decided, fail } from '../verdict.ts';
import { affinityConflict, namedNodesOnly, nodeAffinity, nodeName } from './nodeAffinity.ts';
import { interPodAffinity } from './podAffinity.ts';
import { nodePorts } from './ports.ts';
import { nodeResourcesFit } from './resources.ts';
import { nodeUnschedulable, taintToleration } from './taints.ts';
import { podTopologySpread } from './topologySpread.ts';
import { nodeVolumeLimits, volumeRestrictions } from './volumeLimits.ts';
import { claimsReady, volumeBinding, volumeZone } from './volumes.ts';
import type { FilterFailure, IndexedWorld, NodeFilter } from './world.ts';

export interface NodeVerdict {
  node: Node;
  /** Absent: the node takes the pod. */
  failure?: FilterFailure;
}

export interface ScheduleVerdict {
  /** Whether some node takes the pod. */
  schedulable: boolean;
  /** What holds the pod back before any node is looked at: a scheduling gate, or a claim. */
  before?: FilterFailure;
  /** Empty where `before` is set. */
  nodes: NodeVerdict[];
  /** How many nodes gave each of the scheduler's reasons. */
  counts: ReadonlyMap<string, number>;
  /** Such as `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint(s).` */
  summary: string;
}

/** The scheduler's default filters, in the order in which it asks them. */
const FILTERS: readonly ((pod: Pod, world: IndexedWorld) => NodeFilter)[] = [
  namedNodesOnly,
  nodeUnschedulable,
  nodeName,
  taintToleration,
  nodeAffinity,
  nodePorts,
  nodeResourcesFit,
  volumeRestrictions,
  nodeVolumeLimits,
  volumeBinding,
  volumeZone,
  podTopologySpread,
  interPodAffinity,
];

/** Scheduling gates keep a pod out of the queue until somebody removes them. */
export function schedulingGates(pod: Pod): FilterFailure | undefined {
  const gates = objectsIn(pod.spec?.schedulingGates).map(({ name }) => name);
  if (gates.length === 0) return undefined;
  const words = `waiting for scheduling gates: [${gates.join(' ')}]`;
  return {
    ...fail('SchedulingGated', words, decided(pod, 'spec.schedulingGates', gates.join(', '))),
    filter: 'SchedulingGates',
    messages: [words],
    preemptible: false,
  };
}

/** What holds a pod back before any node is looked at. */
export function beforeNodes(pod: Pod, world: IndexedWorld): FilterFailure | undefined {
  const gated = schedulingGates(pod);
  if (gated !== undefined || world.nodes.length === 0) return gated;
  return affinityConflict(pod) ?? claimsReady(pod, world);
}

/** All filters of one pod as one: the first refusal, or undefined. */
export function filterFor(pod: Pod, world: IndexedWorld): NodeFilter {
  const filters = FILTERS.map((filter) => filter(pod, world));
  return (node) => {
    for (const filter of filters) {
      const found = filter(node);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}

/** Every refusal of a node, not only the first: what would still stand in the way if one were lifted. Prepared once for a pod. */
export function allFailures(pod: Pod, world: IndexedWorld): (node: Node) => FilterFailure[] {
  const filters = FILTERS.map((filter) => filter(pod, world));
  return (node) => filters.flatMap((filter) => filter(node) ?? []);
}

/**
 * The scheduler's verdict on a pod that is to be placed; the world must not hold the pod itself as placed.
 * Not judged: preferences (they refuse nothing), extenders and plug-ins of other schedulers, dynamic resource claims.
 */
export function scheduleVerdict(pod: Pod, world: IndexedWorld): ScheduleVerdict {
  const before = beforeNodes(pod, world);
  if (before !== undefined) return verdictBefore(before, world);
  const filter = filterFor(pod, world);
  const nodes = world.nodes.map((node): NodeVerdict => {
    const failure = filter(node);
    return failure === undefined ? { node } : { node, failure };
  });
  const counts = new Map<string, number>();
  for (const message of nodes.flatMap(({ failure }) => failure?.messages ?? [])) {
    counts.set(message, (counts.get(message) ?? 0) + 1);
  }
  const schedulable = nodes.some(({ failure }) => failure === undefined);
  return { schedulable, nodes, counts, summary: summaryOf(nodes, counts) };
}

function verdictBefore(before: FilterFailure, world: IndexedWorld): ScheduleVerdict {
  const [message = before.detail] = before.messages;
  const summary =
    before.filter === 'SchedulingGates' ? message : `0/${world.nodes.length} nodes are available: ${message}.`;
  return { schedulable: false, before, nodes: [], counts: new Map([[message, world.nodes.length]]), summary };
}

function summaryOf(nodes: readonly NodeVerdict[], counts: ReadonlyMap<string, number>): string {
  if (nodes.length === 0) return 'no nodes available to schedule pods';
  const free = nodes.filter(({ failure }) => failure === undefined).length;
  // The scheduler sorts the reasons with their counts as text.
  const reasons = [...counts].map(([message, count]) => `${count} ${message}`).sort();
  const tail = reasons.length > 0 ? `: ${reasons.join(', ')}` : '';
  return `${free}/${nodes.length} nodes are available${tail}.`;
}
