/** Whether a PodDisruptionBudget lets a pod be evicted. https://kubernetes.io/docs/tasks/run-application/configure-pdb/ */
import type { Pod, PodDisruptionBudget } from '../cluster/objects.ts';
import { scaledValue } from './intOrPercent.ts';
import { selectorMatches } from './labelSelector.ts';
import { objectsIn } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

export interface DisruptionMaths {
  expected: number;
  healthy: number;
  desiredHealthy: number;
  allowed: number;
}

/** Whether a pod counts as healthy: its condition Ready is True. */
function isReady(pod: Pod): boolean {
  return objectsIn(pod.status?.conditions).some(({ type, status }) => type === 'Ready' && status === 'True');
}

/** The pods that a budget is about; a missing selector selects none, an empty one all of the namespace. */
export function budgetPods(pdb: PodDisruptionBudget, pods: readonly Pod[]): Pod[] {
  return pods.filter(
    (pod) =>
      pod.metadata.namespace === pdb.metadata.namespace && selectorMatches(pdb.spec?.selector, pod.metadata.labels),
  );
}

/**
 * What the disruption controller computes. `expected` is the number of pods, or the sum of their controllers' replicas where
 * the caller knows it (a percentage and `maxUnavailable` are of that); both are rounded up.
 */
export function disruptionMaths(pdb: PodDisruptionBudget, pods: readonly Pod[], expected?: number): DisruptionMaths {
  const own = budgetPods(pdb, pods).filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const count = expected ?? own.length;
  const healthy = own.filter((pod) => isReady(pod) && !pod.metadata.deletionTimestamp).length;
  const { minAvailable, maxUnavailable } = pdb.spec ?? {};
  const most = scaledValue(maxUnavailable, count, 'up');
  const desired = most === undefined ? (scaledValue(minAvailable, count, 'up') ?? 0) : Math.max(0, count - most);
  return { expected: count, healthy, desiredHealthy: desired, allowed: Math.max(0, healthy - desired) };
}

/** Whether the budget, by its own status, lets one more pod be evicted; where its status is not there, by its pods. */
export function pdbVerdict(pdb: PodDisruptionBudget, pods: readonly Pod[]): Verdict {
  const { status, spec } = pdb;
  const maths = disruptionMaths(pdb, pods, status?.expectedPods);
  const allowed = status?.disruptionsAllowed ?? maths.allowed;
  const field = spec?.maxUnavailable === undefined ? 'minAvailable' : 'maxUnavailable';
  const bound = decided(pdb, `spec.${field}`, spec?.[field]);
  const expected = status?.expectedPods ?? maths.expected;
  if (allowed > 0 || expected === 0) return PASS;
  const desired = status?.desiredHealthy ?? maths.desiredHealthy;
  const healthy = status?.currentHealthy ?? maths.healthy;
  if (desired >= expected) {
    const words = `the budget demands ${desired} of ${expected} pods, so none can ever be evicted`;
    return fail('BudgetAllowsNone', words, bound, decided(pdb, 'status.expectedPods', expected));
  }
  return fail(
    'TooFewHealthy',
    `${healthy} of ${expected} pods are healthy and the budget demands ${desired}`,
    decided(pdb, 'status.currentHealthy', healthy),
    bound,
  );
}
