/** Why an application begins to fail by itself: a workload beside it was scaled just before, and there are too few of it now. */
import { refKey, refOf } from '../../cluster/objects.ts';
import { editsOf } from '../change/edits.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';
import { nameOf } from '../words/fill.ts';

/** Pods that go take their connections and slots with them within minutes. */
const WITHIN_MS = 15 * 60_000;

export default defineWhy({
  id: 'scaled-before',
  needs: WORKLOAD_KINDS,
  explains: ['ApplicationFailing', 'ServerLimitReached', 'QueueBacklog'],
  why({ subject, since }, state) {
    const onset = Date.parse(since ?? '');
    if (Number.isNaN(onset)) return [];
    const beside = [...state.list('deployments', subject.namespace), ...state.list('statefulsets', subject.namespace)];
    return beside
      .filter((one) => one.metadata.namespace === subject.namespace && refKey(refOf(one)) !== refKey(subject))
      .flatMap((one): Step[] => {
        const edit = editsOf(one).find(({ fields }) => fields.length === 1 && fields[0] === 'spec.replicas');
        const before = edit === undefined ? Number.NaN : onset - Date.parse(edit.at);
        if (edit === undefined || !(before >= 0 && before <= WITHIN_MS)) return [];
        const ref = refOf(one);
        return [
          {
            cause: {
              code: 'ScaledBefore',
              subject: ref,
              confidence: 'possible',
              params: {
                at: edit.at,
                by: edit.by,
                replicas: one.spec?.replicas,
                minutes: Math.round(before / 60_000),
                workload: nameOf(subject),
              },
              evidence: [
                specEvidence(one, 'spec.replicas', one.spec?.replicas),
                statusEvidence(one, 'metadata.managedFields.time', edit.at, edit.at),
              ],
              since: edit.at,
              affects: [{ ref: subject, relation: 'uses' }],
            },
            chain: [{ from: subject, relation: 'uses', to: ref }],
          },
        ];
      });
  },
});
