/** Why a budget has no pod to spare: some of its pods are not ready, for a reason of their own. */
import { refKey } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { budgetPods } from '../../semantics/pdb.ts';
import { statusEvidence } from '../evidence.ts';
import { defineWhy } from '../finding.ts';
import { WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import { known } from '../state.ts';

export default defineWhy({
  id: 'drain-blocked',
  needs: [...WORKLOAD_KINDS, 'poddisruptionbudgets'],
  explains: ['DrainBlockedByBudget'],
  why({ subject }, state) {
    const budget = known(state.find('poddisruptionbudgets', subject.namespace, subject.name));
    const { currentHealthy = 0, expectedPods = 0, desiredHealthy = 0 } = budget?.status ?? {};
    // A budget that demands all of its pods blocks whether they are ready or not.
    if (budget === undefined || currentHealthy >= expectedPods || desiredHealthy >= expectedPods) return [];
    const unready = budgetPods(budget, state.list('pods', subject.namespace)).filter((pod) => !isReady(pod));
    const workloads = new Map(unready.map((pod) => [refKey(workloadOf(pod, state)), workloadOf(pod, state)]));
    return [...workloads.values()].map((workload) => ({
      cause: {
        code: 'WorkloadUnavailable' as const,
        subject: workload,
        confidence: 'possible' as const,
        params: {},
        evidence: [statusEvidence(budget, 'status.currentHealthy', currentHealthy)],
      },
      chain: [{ from: subject, relation: 'selects', to: workload }],
    }));
  },
});
