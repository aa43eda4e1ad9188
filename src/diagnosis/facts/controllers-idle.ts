/** Workloads whose controllers do not act on them: an edit that was not observed, or pods that are not made anew. */
import type { DaemonSet, Deployment, StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { CONTROL_PLANE_KINDS, componentDown } from '../scheduling/controlPlane.ts';
import type { State } from '../state.ts';

const NEEDS = [...WORKLOAD_KINDS, ...CONTROL_PLANE_KINDS] as const;
type IdleState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'controllers-idle',
  needs: NEEDS,
  find(state) {
    const idle = [...state.list('deployments'), ...state.list('statefulsets'), ...state.list('daemonsets')].filter(
      (one) => isUnobserved(one) || lacksPods(one, state),
    );
    const [first] = idle;
    if (first === undefined) return [];
    const cause = componentDown('kube-controller-manager', state);
    if (cause === undefined) return [];
    const affects = idle.map((one) => ({ ref: refOf(one), relation: 'controlledBy' as const }));
    const observed = statusEvidence(first, 'status.observedGeneration', first.status?.observedGeneration ?? 0);
    return [{ ...cause, evidence: [...cause.evidence, ...(isUnobserved(first) ? [observed] : [])], affects }];
  },
});

const isUnobserved = ({ metadata, status }: Deployment | StatefulSet | DaemonSet): boolean =>
  metadata.generation !== undefined && metadata.generation > (status?.observedGeneration ?? 0);

/** Fewer pods than its status counts: somebody deleted them, and nobody makes new ones. */
function lacksPods(workload: Deployment | StatefulSet | DaemonSet, state: IdleState): boolean {
  const { replicas } = (workload.status ?? {}) as { replicas?: number };
  if (workload.kind === 'DaemonSet' || replicas === undefined) return false;
  const { namespace } = workload.metadata;
  return state.complete('pods', namespace) && podsOf(refOf(workload), state).length < replicas;
}
