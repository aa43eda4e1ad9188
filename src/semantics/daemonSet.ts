/** DaemonSets: on which nodes a pod ought to run, and where it is missing or not ready. */
import type { DaemonSet, Node, Pod, Toleration } from '../cluster/objects.ts';
import { objectsIn } from './lenient.ts';
import { podFromTemplate } from './podTemplate.ts';
import { nodeAffinity, nodeName } from './scheduling/nodeAffinity.ts';
import { taintToleration } from './scheduling/taints.ts';
import type { FilterFailure } from './scheduling/world.ts';

export interface DaemonCoverage {
  /** Nodes that the template selects and tolerates. */
  wanted: Node[];
  /** Nodes that it leaves out, and why. */
  excluded: { node: Node; failure: FilterFailure }[];
  /** Wanted nodes without a pod. */
  missing: Node[];
  /** Pods on wanted nodes that are not ready. */
  unready: Pod[];
  /** Pods on nodes that are no longer wanted. */
  misplaced: Pod[];
}

/** The controller adds these to every pod, so that cordons and pressure do not evict it. */
const TOLERATED: readonly [key: string, effect: string][] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
];

/** The pod that the controller would make for a node, tolerations included. */
export function daemonPod(set: DaemonSet): Pod {
  const pod = podFromTemplate(set.spec?.template, set);
  const added: Toleration[] = TOLERATED.map(([key, effect]) => ({ key, effect, operator: 'Exists' }));
  if (pod.spec?.hostNetwork === true) {
    added.push({ key: 'node.kubernetes.io/network-unavailable', effect: 'NoSchedule', operator: 'Exists' });
  }
  if (!pod.spec) return pod;
  return { ...pod, spec: { ...pod.spec, tolerations: [...objectsIn(pod.spec.tolerations), ...added] } };
}

function isReady(pod: Pod): boolean {
  return objectsIn(pod.status?.conditions).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** Pods that a DaemonSet controls. */
function ownPods(set: DaemonSet, pods: readonly Pod[]): Pod[] {
  return pods.filter(
    ({ metadata }) =>
      metadata.namespace === set.metadata.namespace &&
      objectsIn(metadata.ownerReferences).some(({ kind, name }) => kind === 'DaemonSet' && name === set.metadata.name),
  );
}

/** The node that a daemon pod is for: where it runs, else the one that its affinity names. */
function nodeOf(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const fields = objectsIn(required?.nodeSelectorTerms).flatMap((term) => objectsIn(term.matchFields));
  return fields.find(({ key }) => key === 'metadata.name')?.values?.[0];
}

/** Node by node: wanted or not, there or not, ready or not. */
export function daemonCoverage(set: DaemonSet, nodes: readonly Node[], pods: readonly Pod[]): DaemonCoverage {
  const pod = daemonPod(set);
  const filters = [nodeName(pod), nodeAffinity(pod), taintToleration(pod)];
  const judged = nodes.map((node) => ({ node, failure: filters.map((filter) => filter(node)).find(Boolean) }));
  const wanted = judged.filter(({ failure }) => failure === undefined).map(({ node }) => node);
  const excluded = judged.flatMap(({ node, failure }) => (failure === undefined ? [] : [{ node, failure }]));
  const own = ownPods(set, pods);
  const names = new Set(wanted.map(({ metadata }) => metadata.name));
  const covered = new Set(own.map(nodeOf));
  return {
    wanted,
    excluded,
    missing: wanted.filter(({ metadata }) => !covered.has(metadata.name)),
    unready: own.filter((one) => names.has(nodeOf(one) ?? '') && !isReady(one)),
    misplaced: own.filter((one) => nodeOf(one) !== undefined && !names.has(nodeOf(one) ?? '')),
  };
}
