/** Workloads with fewer ready replicas than they want. A symptom: other rules say why. */
import type { DaemonSet, Deployment, StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';

export default defineFact({
  id: 'workload-unavailable',
  needs: ['deployments', 'statefulsets', 'daemonsets'],
  find: (state) => [
    ...state.list('deployments').flatMap(ofDeployment),
    ...state.list('statefulsets').flatMap(ofStatefulSet),
    ...state.list('daemonsets').flatMap(ofDaemonSet),
  ],
});

function ofDeployment(deployment: Deployment): Finding[] {
  const { spec, status } = deployment;
  return lacking(
    deployment,
    'status.readyReplicas',
    status?.readyReplicas ?? 0,
    spec?.replicas ?? 1,
    status?.updatedReplicas,
  );
}

function ofStatefulSet(set: StatefulSet): Finding[] {
  return lacking(set, 'status.readyReplicas', set.status?.readyReplicas ?? 0, set.spec?.replicas ?? 1, undefined);
}

function ofDaemonSet(set: DaemonSet): Finding[] {
  return lacking(
    set,
    'status.numberReady',
    set.status?.numberReady ?? 0,
    set.status?.desiredNumberScheduled ?? 0,
    undefined,
  );
}

function lacking(
  workload: Deployment | StatefulSet | DaemonSet,
  path: string,
  ready: number,
  desired: number,
  updated: number | undefined,
): Finding[] {
  if (ready >= desired) return [];
  return [
    {
      code: 'WorkloadUnavailable',
      subject: refOf(workload),
      confidence: 'possible',
      params: { ready, desired, updated },
      evidence: [statusEvidence(workload, path, ready), ...conditionEvidence(workload)],
    },
  ];
}

function conditionEvidence(workload: Deployment | StatefulSet | DaemonSet) {
  return (workload.status?.conditions ?? [])
    .filter(
      ({ type, status, message }) =>
        status === 'False' && message !== undefined && ['Available', 'Progressing'].includes(type),
    )
    .map(({ type, message, lastTransitionTime }) =>
      statusEvidence(workload, `status.conditions[${type}].message`, message, lastTransitionTime),
    );
}
