/** Whose logs a diagnosis reads, and in which order: what was asked first, then what is in trouble, then the rest of the scope. */
import type { Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { type RELATED_KINDS, relatedTo } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';

export interface WantedLog {
  pod: Pod;
  /** Lower is more important. */
  priority: number;
}

const PRIORITY = { named: 0, hinted: 1, troubled: 2, scope: 3 } as const;
/** Replicas do the same work: so many of each workload tell enough. */
const PODS_PER_WORKLOAD = 2;

/** Without a question or a namespace only logs of pods in trouble are wanted: a sweep of a large cluster reads no others. */
export function wantedLogs(state: State<(typeof RELATED_KINDS)[number]>): WantedLog[] {
  return state.memo('log/wanted', () => {
    const focused = focusPriorities(state);
    const narrow = state.focus.text !== '' || state.focus.namespaces !== undefined;
    const perWorkload = new Map<string, number>();
    const wanted: WantedLog[] = [];
    const pods = state.list('pods').filter((pod) => hasStarted(pod) && (narrow || isTroubled(pod)));
    for (const pod of pods.sort(troubledFirst)) {
      const workload = refKey(workloadOf(pod, state));
      const priority = Math.min(
        focused.get(workload) ?? 9,
        isTroubled(pod) ? PRIORITY.troubled : 9,
        narrow && inScope(pod, state) ? PRIORITY.scope : 9,
      );
      const count = perWorkload.get(workload) ?? 0;
      if (priority === 9 || count >= PODS_PER_WORKLOAD) continue;
      perWorkload.set(workload, count + 1);
      wanted.push({ pod, priority });
    }
    return wanted;
  });
}

function focusPriorities(state: State<(typeof RELATED_KINDS)[number]>): Map<string, number> {
  const priorities = new Map<string, number>();
  for (const { ref, strength } of state.focus.objects) {
    for (const one of [ref, ...relatedTo(ref, state)]) {
      priorities.set(refKey(one), Math.min(priorities.get(refKey(one)) ?? 9, PRIORITY[strength]));
    }
  }
  return priorities;
}

const inScope = (pod: Pod, { focus }: State): boolean =>
  focus.namespaces === undefined
    ? pod.metadata.namespace !== 'kube-system'
    : focus.namespaces.includes(pod.metadata.namespace ?? '');

/** Running or finished badly: a container that ran has a log. */
const hasStarted = ({ status }: Pod): boolean => status?.phase === 'Running' || status?.phase === 'Failed';

/** Whether a running pod is not ready, or a pod failed. */
export const isTroubled = (pod: Pod): boolean =>
  pod.status?.phase === 'Failed' ||
  (pod.status?.phase === 'Running' && !isReady(pod) && pod.metadata.deletionTimestamp === undefined);

const troubledFirst = (a: Pod, b: Pod): number =>
  Number(isTroubled(b)) - Number(isTroubled(a)) || a.metadata.name.localeCompare(b.metadata.name);
