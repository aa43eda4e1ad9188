/** Pods that were deleted and do not go: held by a finalizer, or because their node does not finish them. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { objectsIn, stringsIn } from '../../semantics/lenient.ts';
import { eventEvidence, specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import { ABSENT, known, type State } from '../state.ts';

const NEEDS = [...WORKLOAD_KINDS, 'nodes'] as const;
/** metadata.deletionTimestamp is the end of the grace period: so long after it a pod ought to be gone. */
const GONE_WITHIN_MS = 5 * 60_000;

export default defineFact({
  id: 'pod-terminating',
  needs: NEEDS,
  find: (state) =>
    state
      .list('pods')
      .filter(
        ({ metadata }) =>
          metadata.deletionTimestamp !== undefined &&
          state.now - Date.parse(metadata.deletionTimestamp) > GONE_WITHIN_MS,
      )
      .map((pod) => findingOf(pod, state)),
});

function findingOf(pod: Pod, state: State<(typeof NEEDS)[number]>): Finding {
  const { deletionTimestamp } = pod.metadata;
  const finalizers = stringsIn(pod.metadata.finalizers);
  const workload = workloadOf(pod, state);
  const base = {
    subject: refOf(pod),
    confidence: 'confirmed' as const,
    since: deletionTimestamp,
    affects: workload.kind === 'Pod' ? [] : [{ ref: workload, relation: 'runs' as const }],
  };
  const deleted = specEvidence(pod, 'metadata.deletionTimestamp', deletionTimestamp, deletionTimestamp);
  // The finalizer of Jobs is the Job controller's own: it goes with its Job's bookkeeping.
  const foreign = finalizers.filter((name) => name !== 'batch.kubernetes.io/job-tracking');
  if (foreign.length > 0 && hasEnded(pod)) {
    const evidence = [...foreign.map((name) => specEvidence(pod, 'metadata.finalizers', name)), deleted];
    return {
      ...base,
      code: 'PodFinalizerBlocks',
      params: { finalizers: foreign.join(', '), since: deletionTimestamp },
      evidence,
    };
  }
  const kill = state
    .events(refOf(pod))
    .findLast(({ reason }) => /^(?:FailedKillPod|FailedPreStopHook|FailedUnmount)$/.test(reason ?? ''));
  return {
    ...base,
    code: 'PodStuckTerminating',
    params: { since: deletionTimestamp, node: pod.spec?.nodeName, why: nodeState(pod, state), said: kill?.message },
    evidence: [deleted, ...(kill === undefined ? [] : [eventEvidence(kill)])],
  };
}

/** All its containers have ended: the kubelet has done its part. */
const hasEnded = ({ status }: Pod): boolean =>
  objectsIn(status?.containerStatuses).every(({ state }) => state?.running === undefined);

function nodeState({ spec }: Pod, state: State<(typeof NEEDS)[number]>): string | undefined {
  if (spec?.nodeName === undefined) return undefined;
  const node = state.find('nodes', undefined, spec.nodeName);
  if (node === ABSENT) return 'does not exist any more';
  const ready = objectsIn(known(node)?.status?.conditions).find(({ type }) => type === 'Ready');
  return ready === undefined || ready.status === 'True' ? undefined : `is not ready (${ready.status})`;
}
