/** StatefulSets: which pod holds up the others. https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
import type { Pod, StatefulSet } from '../cluster/objects.ts';
import { objectsIn, stringMap } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

const REVISION_LABEL = 'controller-revision-hash';

/** The ordinal of a StatefulSet's pod by its name; undefined for another's. */
export function ordinalOf(set: StatefulSet, pod: Pod): number | undefined {
  const { name } = pod.metadata;
  const prefix = `${set.metadata.name}-`;
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^(0|[1-9]\d{0,8})$/.test(rest) && pod.metadata.namespace === set.metadata.namespace
    ? Number(rest)
    : undefined;
}

/** The ordinals that a StatefulSet wants, in order. */
export function wantedOrdinals(set: StatefulSet): number[] {
  const start = set.spec?.ordinals?.start ?? 0;
  const replicas = Math.min(Math.max(0, set.spec?.replicas ?? 1), 100_000);
  return Array.from({ length: replicas }, (_, index) => start + index);
}

function isRunningAndReady(pod: Pod | undefined): boolean {
  const ready = objectsIn(pod?.status?.conditions).some(({ type, status }) => type === 'Ready' && status === 'True');
  return pod?.status?.phase === 'Running' && ready && !pod.metadata.deletionTimestamp;
}

/** Whether a pod already runs the template that the StatefulSet is updating to. */
export function isUpdated(set: StatefulSet, pod: Pod): boolean {
  const revision = set.status?.updateRevision;
  return !revision || stringMap(pod.metadata.labels)[REVISION_LABEL] === revision;
}

/**
 * Whether nothing holds the StatefulSet up. With `OrderedReady` a pod that is not ready keeps all higher ordinals from being
 * made, and a pod that is broken by the old template keeps the new one from being rolled out until it is deleted by hand.
 * Of an update, ordinals below `partition` are left as they are.
 */
export function statefulSetVerdict(set: StatefulSet, pods: readonly Pod[]): Verdict {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(set, pod), pod]));
  const wanted = wantedOrdinals(set);
  const ordered = (set.spec?.podManagementPolicy ?? 'OrderedReady') === 'OrderedReady';
  const blocker = wanted.find((ordinal) => !isRunningAndReady(byOrdinal.get(ordinal)));
  if (blocker === undefined) return updateVerdict(set, wanted, byOrdinal);
  const name = `${set.metadata.name}-${blocker}`;
  const pod = byOrdinal.get(blocker);
  const waiting = wanted.filter((ordinal) => ordinal > blocker && !byOrdinal.has(ordinal));
  if (pod === undefined) {
    const by = decided(set, 'status.currentReplicas', set.status?.currentReplicas);
    return fail('PodMissing', `pod ${name} does not exist`, by);
  }
  const by = [
    decided(pod, 'status.phase', pod.status?.phase),
    decided(set, 'spec.podManagementPolicy', ordered ? 'OrderedReady' : 'Parallel'),
  ];
  if (ordered && !isUpdated(set, pod)) {
    const words = `pod ${name} is not ready and runs the old template; it is not replaced until it is deleted`;
    return fail('OldPodBlocksUpdate', words, ...by);
  }
  const tail = ordered && waiting.length > 0 ? `, and ${waiting.length} further pods wait for it` : '';
  return fail('PodNotReady', `pod ${name} is not ready${tail}`, ...by);
}

function updateVerdict(
  set: StatefulSet,
  wanted: readonly number[],
  pods: ReadonlyMap<number | undefined, Pod>,
): Verdict {
  const strategy = set.spec?.updateStrategy;
  const stale = wanted.filter((ordinal) => {
    const pod = pods.get(ordinal);
    return pod !== undefined && !isUpdated(set, pod);
  });
  if (stale.length === 0) return PASS;
  if (strategy?.type === 'OnDelete') {
    const words = `${stale.length} pods run the old template until they are deleted`;
    return fail('UpdatedOnDelete', words, decided(set, 'spec.updateStrategy.type', 'OnDelete'));
  }
  const partition = strategy?.rollingUpdate?.partition ?? 0;
  const held = stale.filter((ordinal) => ordinal < partition);
  if (held.length === 0 || held.length < stale.length) return PASS;
  const words = `${held.length} pods keep the old template, as the partition is ${partition}`;
  return fail('HeldByPartition', words, decided(set, 'spec.updateStrategy.rollingUpdate.partition', partition));
}
