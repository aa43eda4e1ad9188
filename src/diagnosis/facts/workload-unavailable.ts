/** Workloads with fewer ready replicas than they want. A symptom: other rules say why. */
import type { DaemonSet, Deployment, KubeObject, StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { deploymentVerdict } from '../../semantics/rollout.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isPlaceholder } from '../objects/onPurpose.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';

export default defineFact({
  id: 'workload-unavailable',
  needs: WORKLOAD_KINDS,
  find(state) {
    // Others may have been read to look for an operator: they are no part of the question.
    const isAsked = ({ metadata: { namespace = '' } }: KubeObject): boolean =>
      state.focus.namespaces?.includes(namespace) !== false;
    const deployments = state.list('deployments').filter(isAsked);
    const sets = [...state.list('statefulsets'), ...state.list('daemonsets')].filter(isAsked);
    return [
      // A rollout within its time is no trouble, whatever it lacks for the moment.
      ...deployments.flatMap((one) =>
        deploymentVerdict(one, state.now).pass || waitsForRoom(one, state) ? [] : ofDeployment(one),
      ),
      ...sets.flatMap((one) => {
        if (isStarting(one, state)) return [];
        return one.kind === 'DaemonSet' ? ofDaemonSet(one as DaemonSet) : ofStatefulSet(one as StatefulSet);
      }),
    ];
  },
});

/** How long a pod may take to become ready before that is a symptom; Deployments say it themselves. */
const STARTS_WITHIN_MS = 3 * 60_000;

/** Whether every pod that is not ready was made a moment ago. */
function isStarting(workload: StatefulSet | DaemonSet, state: State<(typeof WORKLOAD_KINDS)[number]>): boolean {
  const unready = podsOf(refOf(workload), state).filter((pod) => !isReady(pod));
  return (
    unready.length > 0 &&
    unready.every(({ metadata }) => state.now - Date.parse(metadata.creationTimestamp ?? '') < STARTS_WITHIN_MS)
  );
}

/** Whether every pod that is not ready is one that gives way to others. */
function waitsForRoom(deployment: Deployment, state: State<(typeof WORKLOAD_KINDS)[number]>): boolean {
  const unready = podsOf(refOf(deployment), state).filter((pod) => !isReady(pod));
  return unready.length > 0 && unready.every((pod) => pod.status?.phase === 'Pending' && isPlaceholder(pod));
}

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
