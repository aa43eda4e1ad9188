/** Pods that wait for other reasons than the nodes: a scheduler of its own mind, or none at all. */
import type { Pod } from '../../cluster/objects.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { affectedBy, type WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';

type WorkloadState = State<(typeof WORKLOAD_KINDS)[number]>;

/** By a plug-in that Kubernetes does not bring, or while binding: the scheduler's words are all there is. */
export function refusedOtherwise(
  pods: readonly Pod[],
  message: string,
  evidence: Evidence[],
  state: WorkloadState,
): Finding {
  const pod = pods[0] as Pod;
  return {
    code: 'SchedulingRefused',
    subject: workloadOf(pod, state),
    confidence: 'confirmed',
    params: {
      pod: pod.metadata.name,
      message: message.replace(/[.,]? *(?:still not schedulable, )?preemption: .*$/s, '').slice(0, 300),
    },
    evidence,
    since: pod.metadata.creationTimestamp,
    affects: affectedBy(pods, 'scheduledBy', state),
  };
}

/** Long enough for any scheduler that runs to have said something. */
const SILENT_MS = 5 * 60_000;

/** No condition and no event: nobody schedules it. */
export function notScheduled(pods: readonly Pod[], state: WorkloadState): Finding[] {
  const [pod] = pods;
  if (pod === undefined || state.now - Date.parse(pod.metadata.creationTimestamp ?? '') < SILENT_MS) return [];
  const scheduler = pod.spec?.schedulerName ?? 'default-scheduler';
  return [
    {
      code: 'NotScheduled',
      subject: workloadOf(pod, state),
      confidence: 'likely',
      params: { scheduler, pod: pod.metadata.name },
      evidence: [statusEvidence(pod, 'status.phase', 'Pending'), specEvidence(pod, 'spec.schedulerName', scheduler)],
      since: pod.metadata.creationTimestamp,
      affects: affectedBy(pods, 'scheduledBy', state),
    },
  ];
}
