/** Disruption budgets that let no pod be evicted while its node is being drained. */
import { refOf } from '../../cluster/objects.ts';
import { budgetPods, pdbVerdict } from '../../semantics/pdb.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';

/** A budget that allows nothing is somebody's decision, until the question is about evictions. */
const ASKED = /drain|evict|cordon|upgrade|maintenance|disruption|\bpdb\b|驱逐|排空|升级|维护|下线/i;
const NEEDS = [...WORKLOAD_KINDS, 'nodes', 'poddisruptionbudgets'] as const;

export default defineFact({
  id: 'drain-blocked',
  needs: NEEDS,
  find(state) {
    if (!ASKED.test(state.focus.text)) return [];
    const namespaces =
      state.focus.namespaces ??
      [...new Set(state.list('pods').flatMap(({ metadata }) => metadata.namespace ?? []))].sort();
    return namespaces.flatMap((namespace) => blocked(namespace, state));
  },
});

function blocked(namespace: string, state: State<(typeof NEEDS)[number]>): Finding[] {
  return state.list('poddisruptionbudgets', namespace).flatMap((budget): Finding[] => {
    const pods = budgetPods(budget, state.list('pods', namespace));
    const verdict = pdbVerdict(budget, pods);
    const draining = pods.filter(
      ({ spec }) => known(state.find('nodes', undefined, spec?.nodeName ?? ''))?.spec?.unschedulable === true,
    );
    if (verdict.pass || draining.length === 0) return [];
    const nodes = [...new Set(draining.flatMap(({ spec }) => spec?.nodeName ?? []))].sort();
    const fields = (['minAvailable', 'maxUnavailable'] as const).flatMap((field) =>
      budget.spec?.[field] === undefined ? [] : [specEvidence(budget, `spec.${field}`, budget.spec[field])],
    );
    return [
      {
        code: 'DrainBlockedByBudget',
        subject: refOf(budget),
        confidence: 'confirmed',
        params: {
          pods: draining.map(({ metadata }) => metadata.name).join(', '),
          nodes: nodes.join(', '),
          healthy: budget.status?.currentHealthy,
          desired: budget.status?.desiredHealthy,
        },
        evidence: [
          statusEvidence(budget, 'status.disruptionsAllowed', budget.status?.disruptionsAllowed ?? 0),
          ...fields,
        ],
        affects: affectedBy(draining, 'limitedBy', state),
      },
    ];
  });
}
