/** Pods that the kubelet evicted lately, for which resource, and whether their workload has recovered since. */
import type { Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, podsOf, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';

type EvictionState = State<(typeof WORKLOAD_KINDS)[number]>;

/** An eviction longer ago is history, whatever it left behind. */
const PRESENT_MS = 2 * 3_600_000;
/** Source: kubelet `eviction/helpers.go` and `localStorageEviction`. */
const RESOURCE =
  /low on resource: (?<low>[\w-]+)|had condition: \[(?<condition>\w+)|(?<limit>ephemeral local storage usage exceeds|exceeded its local ephemeral storage limit|Usage of EmptyDir volume)/i;

/** The kubelet turns away new pods by the condition that its node has. Source: `eviction_manager.go`, `Admit`. */
const REFUSED_FOR: Readonly<Record<string, string>> = {
  DiskPressure: 'ephemeral-storage',
  MemoryPressure: 'memory',
  PIDPressure: 'pids',
};

export default defineFact({
  id: 'evictions',
  needs: WORKLOAD_KINDS,
  find: (state) => evictions(state).flatMap((pods) => evictionOf(pods, state)),
});

/** The pods that the kubelet evicted, by workload. */
export const evictions = (state: EvictionState): (readonly Pod[])[] => [
  ...Map.groupBy(
    state.list('pods').filter(({ status }) => status?.phase === 'Failed' && status.reason === 'Evicted'),
    (pod) => refKey(workloadOf(pod, state)),
  ).values(),
];

/** What the evictions of one workload come to; nothing for none. */
export function evictionOf(pods: readonly Pod[], state: EvictionState): Finding[] {
  const last = pods.toSorted((a, b) => evictedAt(a) - evictedAt(b)).at(-1);
  if (last === undefined) return [];
  const message = last.status?.message ?? '';
  const groups = RESOURCE.exec(message)?.groups;
  const resource =
    groups?.low ??
    REFUSED_FOR[groups?.condition ?? ''] ??
    (groups?.limit === undefined ? 'resources' : 'ephemeral-storage');
  const age = state.now - evictedAt(last);
  const present = age <= PRESENT_MS && (goesOn(pods, age) || !hasRecovered(pods, state));
  return [
    {
      code: present ? (resource.startsWith('ephemeral') ? 'PodsEvictedForDisk' : 'PodsEvicted') : 'PodsEvictedBefore',
      subject: workloadOf(last, state),
      confidence: 'confirmed',
      params: { count: pods.length, resource, node: last.spec?.nodeName, message: message.slice(0, 300) },
      evidence: [statusEvidence(last, 'status.reason', 'Evicted'), statusEvidence(last, 'status.message', message)],
      since: new Date(evictedAt(last) || state.now).toISOString(),
      affects: present ? affectedBy(pods, 'runs', state) : [],
    },
  ];
}

const evictedAt = ({ status, metadata }: Pod): number =>
  Date.parse(
    status?.conditions?.find(({ type }) => type === 'DisruptionTarget')?.lastTransitionTime ??
      status?.startTime ??
      metadata.creationTimestamp ??
      '',
  ) || 0;

/** One after the other, and the last a short while ago: the pods that are ready now only wait for their turn. */
function goesOn(pods: readonly Pod[], age: number): boolean {
  const times = pods.map(evictedAt).sort((a, b) => a - b);
  const rhythm = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / Math.max(1, times.length - 1);
  return pods.length >= 3 && age < Math.max(SETTLED_MS, 2 * rhythm);
}
const SETTLED_MS = 30 * 60_000;

/** Every other pod of the workload runs and is ready, and has for longer than the last eviction is ago by chance. */
function hasRecovered(evicted: readonly Pod[], state: EvictionState): boolean {
  const [first] = evicted;
  if (first === undefined) return true;
  const alive = podsOf(workloadOf(first, state), state).filter(
    ({ status, metadata }) => status?.phase !== 'Failed' && metadata.deletionTimestamp === undefined,
  );
  return (
    alive.length > 0 &&
    alive.every((pod) => isReady(pod) && state.now - Date.parse(pod.status?.startTime ?? '') > SETTLED_MS)
  );
}
