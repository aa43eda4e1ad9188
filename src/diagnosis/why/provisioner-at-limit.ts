/** Why no node is added for a pod that fits on none: what makes nodes has reached the limit that was set for it. */
import { refOf } from '../../cluster/objects.ts';
import { eventEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';

/** Source: Karpenter's scheduler, in its events on the pod. */
const AT_LIMIT = /exceeds? limits? for nodepool[^A-Za-z0-9]+(?<pool>[\w.-]+)/i;

export default defineWhy({
  id: 'provisioner-at-limit',
  needs: [...WORKLOAD_KINDS, 'events'],
  explains: ['InsufficientResources', 'NodeSelectorUnmatched', 'TaintNotTolerated'],
  why({ subject, since }, state) {
    const pod = podsOf(subject, state).find(({ status, spec }) => status?.phase === 'Pending' && !spec?.nodeName);
    if (pod === undefined) return [];
    const ref = refOf(pod);
    const event = state.events(ref).findLast(({ message }) => AT_LIMIT.test(message ?? ''));
    const pool = AT_LIMIT.exec(event?.message ?? '')?.groups?.pool;
    if (event === undefined || pool === undefined) return [];
    const nodePool = { apiVersion: 'karpenter.sh/v1', kind: 'NodePool', name: pool };
    const step: Step = {
      cause: {
        code: 'NodePoolAtLimit',
        subject: nodePool,
        confidence: 'confirmed',
        params: { pool },
        evidence: [eventEvidence(event)],
        since,
        affects: [{ ref: subject, relation: 'scheduledBy' }],
      },
      chain: [{ from: subject, relation: 'scheduledBy', to: nodePool }],
    };
    return [step];
  },
});
