/** Why a clustered server takes no writes: one of its members is down, and it may not go on without. */
import type { StatefulSet } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineWhy } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS, workloadObject } from '../objects/workloads.ts';

/** What servers say that lack members, rather than space or rights. */
const LACKS_MEMBERS = /replicas|quorum|primary|master|leader|coordinator|CLUSTERDOWN/i;

export default defineWhy({
  id: 'member-down',
  needs: WORKLOAD_KINDS,
  explains: ['ServerLimitReached', 'ServerReadOnly'],
  why({ subject, params, evidence }, state) {
    if (subject.kind !== 'StatefulSet') return [];
    const said = [params?.thing, params?.said, ...evidence.map(({ quote }) => quote)].join('\n');
    const set = workloadObject(subject, state) as StatefulSet | undefined;
    const [ready, desired] = [set?.status?.readyReplicas ?? 0, set?.spec?.replicas ?? 1];
    if (set === undefined || ready >= desired || !LACKS_MEMBERS.test(said)) return [];
    // Its pods are what the rules about containers need to say why.
    podsOf(subject, state);
    return [
      {
        cause: {
          code: 'WorkloadUnavailable',
          subject,
          confidence: 'possible',
          params: { ready, desired },
          evidence: [statusEvidence(set, 'status.readyReplicas', ready)],
        },
        chain: [],
      },
    ];
  },
});
