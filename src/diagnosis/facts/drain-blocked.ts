/** Disruption budgets that let no pod be evicted while its node is being drained. */
import { type ObjectRef, type Pod, type PodDisruptionBudget, refKey, refOf } from '../../cluster/objects.ts';
import { budgetPods, pdbVerdict } from '../../semantics/pdb.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';

/** A budget that allows nothing is somebody's decision, until the question is about evictions. */
const ASKED =
  /drain|evict|cordon|upgrade|maintenance|disruption|\bpdb\b|retire|consolidat|scale ?down|(?:replace|remove|delete|recycle|rotate)\b.{0,30}\bnodes?\b|karpenter|autoscaler|schedulingdisabled|reboot|patch(?:es|ing)?\b|驱逐|排空|升级|维护|下线|下架|替换节点|回收|缩容|缩不|补丁|重启(?:窗口|节点)|节点.{0,6}重启/i;
/** Pods being moved now, rather than a budget being looked at. */
const MOVING = /drain|evict|upgrade|maintenance|驱逐|排空|升级|维护|下线/i;
/** What autoscalers say of a node that they would remove. Source: the events of Karpenter and cluster-autoscaler. */
const REFUSED = /disruptionblocked|unconsolidatable|scaledown|evict|drain/i;
const NEEDS = [...WORKLOAD_KINDS, 'nodes', 'poddisruptionbudgets'] as const;

export default defineFact({
  id: 'drain-blocked',
  needs: NEEDS,
  find(state) {
    if (!ASKED.test(state.focus.text)) return [];
    const namespaces =
      state.focus.namespaces ??
      [...new Set(state.list('pods').flatMap(({ metadata }) => metadata.namespace ?? []))].sort();
    return namespaces.flatMap((namespace) => [...blocked(namespace, state), ...overlapping(namespace, state)]);
  },
});

/** The eviction API takes no pod that two budgets select, whatever they allow. Source: registry/core/pod/rest/eviction.go. */
function overlapping(namespace: string, state: State<(typeof NEEDS)[number]>): Finding[] {
  const budgets = state.list('poddisruptionbudgets', namespace);
  const pods = state
    .list('pods', namespace)
    .filter(({ spec }) => known(state.find('nodes', undefined, spec?.nodeName ?? ''))?.spec?.unschedulable === true);
  return pods.slice(0, 20).flatMap((pod): Finding[] => {
    const [first, ...others] = budgets.filter((budget) => budgetPods(budget, [pod]).length > 0);
    if (first === undefined || others.length === 0) return [];
    const all = [first, ...others];
    return [
      {
        code: 'PodInSeveralBudgets',
        subject: refOf(first),
        confidence: 'confirmed',
        params: {
          pod: pod.metadata.name,
          node: pod.spec?.nodeName,
          budgets: all.map(({ metadata }) => metadata.name).join(', '),
        },
        evidence: [
          ...all.flatMap((budget) =>
            Object.entries(budget.spec?.selector?.matchLabels ?? {}).map(([key, value]) =>
              specEvidence(budget, `spec.selector.matchLabels.${key}`, value),
            ),
          ),
          specEvidence(pod, 'spec.nodeName', pod.spec?.nodeName),
        ],
        affects: affectedBy([pod], 'limitedBy', state),
      },
    ];
  });
}

/** Whether an autoscaler says on the pod's node that this budget keeps it from removing the node. */
function isRefused({ spec }: Pod, { metadata }: PodDisruptionBudget, state: State<(typeof NEEDS)[number]>): boolean {
  if (spec?.nodeName === undefined) return false;
  const budget = `${metadata.namespace}/${metadata.name}`;
  return state
    .events({ kind: 'Node', name: spec.nodeName })
    .some(({ reason, message }) => REFUSED.test(reason ?? '') && (message ?? '').includes(budget));
}

function blocked(namespace: string, state: State<(typeof NEEDS)[number]>): Finding[] {
  const isNamed = (workload: ObjectRef): boolean =>
    state.focus.objects.some(({ ref }) => refKey(ref) === refKey(workload));
  return state.list('poddisruptionbudgets', namespace).flatMap((budget): Finding[] => {
    const pods = budgetPods(budget, state.list('pods', namespace));
    const verdict = pdbVerdict(budget, pods);
    const draining = pods.filter(
      ({ spec }) => known(state.find('nodes', undefined, spec?.nodeName ?? ''))?.spec?.unschedulable === true,
    );
    // Asked about by name, its pods are what cannot be evicted, on whichever node the drain is now.
    const named = MOVING.test(state.focus.text) ? pods.filter((pod) => isNamed(workloadOf(pod, state))) : [];
    const refused = pods.filter((pod) => isRefused(pod, budget, state));
    const held = draining.length > 0 ? draining : refused.length > 0 ? refused : named;
    if (verdict.pass || held.length === 0) return [];
    const nodes = [...new Set(held.flatMap(({ spec }) => spec?.nodeName ?? []))].sort();
    const fields = (['minAvailable', 'maxUnavailable'] as const).flatMap((field) =>
      budget.spec?.[field] === undefined ? [] : [specEvidence(budget, `spec.${field}`, budget.spec[field])],
    );
    return [
      {
        code: 'DrainBlockedByBudget',
        subject: refOf(budget),
        answers: true,
        confidence: draining.length + refused.length > 0 ? 'confirmed' : 'likely',
        params: {
          pods: held.map(({ metadata }) => metadata.name).join(', '),
          nodes: nodes.join(', '),
          healthy: budget.status?.currentHealthy,
          desired: budget.status?.desiredHealthy,
        },
        evidence: [
          statusEvidence(budget, 'status.disruptionsAllowed', budget.status?.disruptionsAllowed ?? 0),
          ...fields,
        ],
        // Where pods are down, that is why the budget has none to spare, and not the other way round.
        affects: verdict.reason === 'TooFewHealthy' ? [] : affectedBy(held, 'limitedBy', state),
      },
    ];
  });
}
