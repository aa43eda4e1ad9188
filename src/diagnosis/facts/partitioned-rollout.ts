/** A StatefulSet of which only the pods from a partition on were updated: two revisions serve side by side. */
import type { StatefulSet } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isExplained } from '../objects/onPurpose.ts';

/** Canaries are on purpose: what people ask about is another matter. */
const ASKED = /roll(?:ed)? ?out|release|version|updat|upgrad|deploy|fix|half|some|old|发布|版本|升级|更新|一半|部分|旧/;

export default defineFact({
  id: 'partitioned-rollout',
  needs: ['statefulsets'],
  find: (state) =>
    ASKED.test(state.focus.text) ? state.list('statefulsets').flatMap((set) => partitioned(set) ?? []) : [],
});

function partitioned(set: StatefulSet): Finding | undefined {
  const partition = set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0;
  const { currentRevision, updateRevision, updatedReplicas = 0 } = set.status ?? {};
  const replicas = set.spec?.replicas ?? 1;
  if (isExplained(set)) return undefined;
  if (partition === 0 || currentRevision === updateRevision || updatedReplicas >= replicas) return undefined;
  return {
    code: 'RolloutPartitioned',
    subject: refOf(set),
    confidence: 'confirmed',
    params: { partition, updated: updatedReplicas, replicas, old: currentRevision, new: updateRevision },
    evidence: [
      specEvidence(set, 'spec.updateStrategy.rollingUpdate.partition', partition),
      statusEvidence(set, 'status.currentRevision', currentRevision),
      statusEvidence(set, 'status.updateRevision', updateRevision),
    ],
  };
}
