/** Members of a release or delivery that are in trouble, as symptoms that other rules explain. */
import type { ObjectRef } from '../../cluster/objects.ts';
import { recordIn, recordsIn } from '../../semantics/lenient.ts';
import { deploymentVerdict } from '../../semantics/rollout.ts';
import type { Finding } from '../finding.ts';
import { type WORKLOAD_KINDS, workloadObject } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';

type MemberState = State<(typeof WORKLOAD_KINDS)[number]>;

/** The finding for a workload whose replicas are not there, or a Job that failed; undefined for one that is well. */
export function memberTrouble(ref: ObjectRef, state: MemberState): Finding | undefined {
  const workload = workloadObject(ref, state);
  if (workload === undefined) return undefined;
  const status = recordIn(workload.status);
  if (ref.kind === 'Job') {
    const failed = recordsIn(status.conditions).some((one) => one.type === 'Failed' && one.status === 'True');
    return failed ? { code: 'JobFailed', subject: ref, confidence: 'possible', evidence: [] } : undefined;
  }
  const wanted = Number(recordIn(workload.spec).replicas ?? status.desiredNumberScheduled ?? 1);
  const ready = Number(status.readyReplicas ?? status.numberReady ?? 0);
  const deployment = ref.kind === 'Deployment' ? known(state.find('deployments', ref.namespace, ref.name)) : undefined;
  const isWell = deployment === undefined ? ready >= wanted : deploymentVerdict(deployment, state.now).pass;
  return isWell ? undefined : { code: 'WorkloadUnavailable', subject: ref, confidence: 'possible', evidence: [] };
}
