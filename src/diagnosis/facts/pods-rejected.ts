/** Pods that the scheduler placed and the kubelet turned away, and that nothing has taken the place of. */
import type { Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, podsOf, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';

type RejectedState = State<(typeof WORKLOAD_KINDS)[number]>;

/** Source: kubelet `lifecycle/predicate.go`, `sysctl/allowlist.go`, `cm/admission/errors.go`, `cm/topologymanager`. */
const REASON =
  /^(?:OutOf\w+|UnexpectedAdmissionError|TopologyAffinityError|SMTAlignmentError|SysctlForbidden|AppArmor|PodOSNotSupported|PodOSSelectorNodeLabelDoesNotMatch|VolumeAttachmentLimitExceeded|NodeAffinity|NodeName|NodePorts|TaintToleration)$/;
/** One that was turned away longer ago is a leftover, as of a node that was restarted. */
const PRESENT_MS = 2 * 3_600_000;

export default defineFact({
  id: 'pods-rejected',
  needs: WORKLOAD_KINDS,
  find(state) {
    const rejected = state
      .list('pods')
      .filter(({ status }) => status?.phase === 'Failed' && REASON.test(status.reason ?? ''));
    const groups = Map.groupBy(rejected, (pod) => refKey(workloadOf(pod, state)));
    return [...groups.values()].flatMap((pods) => findingOf(pods, state));
  },
});

function findingOf(pods: readonly Pod[], state: RejectedState): Finding[] {
  const last = pods.toSorted((a, b) => madeAt(a) - madeAt(b)).at(-1);
  if (last === undefined || state.now - madeAt(last) > PRESENT_MS || isReplaced(last, state)) return [];
  const { reason, message = '' } = last.status ?? {};
  return [
    {
      code: 'PodsRejected',
      subject: workloadOf(last, state),
      confidence: 'confirmed',
      params: {
        count: pods.length,
        reason,
        node: last.spec?.nodeName,
        message: message.replace(/^Pod (?:was rejected: )?/, '').slice(0, 300) || reason,
      },
      evidence: [
        statusEvidence(last, 'status.reason', reason),
        ...(message === '' ? [] : [statusEvidence(last, 'status.message', message)]),
      ],
      since: last.metadata.creationTimestamp,
      affects: affectedBy(pods, 'runs', state),
    },
  ];
}

const madeAt = ({ metadata }: Pod): number => Date.parse(metadata.creationTimestamp ?? '') || 0;

/** The controller made another one since, which was not turned away; of a DaemonSet's pods, on the same node. */
function isReplaced(rejected: Pod, state: RejectedState): boolean {
  const workload = workloadOf(rejected, state);
  return podsOf(workload, state).some(
    (pod) =>
      pod.status?.phase !== 'Failed' &&
      madeAt(pod) >= madeAt(rejected) &&
      (workload.kind !== 'DaemonSet' || pod.spec?.nodeName === rejected.spec?.nodeName),
  );
}
