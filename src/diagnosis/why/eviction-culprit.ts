/** Why pods were evicted that used little: another workload on their node, evicted with them, used up what the node ran low on. */
import type { Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { parseQuantity, unitsAsNumber } from '../../semantics/quantity.ts';
import { evictionOf, evictions } from '../facts/evictions.ts';
import { defineWhy } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';

/** Source: kubelet `eviction/helpers.go`, `containerMessageFmt`. */
const USED = /was using (?<used>[\w.]+), request is/g;
/** Who used so many times more is to blame, rather than as well. */
const FAR_MORE = 5;

export default defineWhy({
  id: 'eviction-culprit',
  needs: WORKLOAD_KINDS,
  explains: ['PodsEvictedForDisk', 'PodsEvicted'],
  why({ subject }, state) {
    const own = podsOf(subject, state).filter(isEvicted);
    const nodes = new Set(own.map(({ spec }) => spec?.nodeName));
    const most = Math.max(0, ...own.map(usedBy));
    if (most === 0) return [];
    return evictions(state)
      .filter((pods) => pods.some((pod) => nodes.has(pod.spec?.nodeName) && usedBy(pod) > FAR_MORE * most))
      .filter(([pod]) => pod !== undefined && refKey(workloadOf(pod, state)) !== refKey(subject))
      .flatMap((pods) => evictionOf(pods, state))
      .map((cause) => ({ cause, chain: [{ from: subject, relation: 'sharesWith' as const, to: cause.subject }] }));
  },
});

const isEvicted = ({ status }: Pod): boolean => status?.phase === 'Failed' && status.reason === 'Evicted';

/** What its containers used of the resource that was low, in its unit (bytes). */
function usedBy({ status }: Pod): number {
  return [...(status?.message ?? '').matchAll(USED)].reduce((sum, { groups }) => {
    const quantity = parseQuantity(groups?.used);
    return sum + (quantity === undefined ? 0 : unitsAsNumber(quantity));
  }, 0);
}
