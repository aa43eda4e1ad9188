/** Why a workload that runs answers badly: its last rollout, of a short while ago, changed how it runs. A guess, for want of better. */

import { parseQuantity, unitsAsNumber } from '../../semantics/quantity.ts';
import { lastRevision } from '../change/revisions.ts';
import type { FieldChange } from '../change/templateDiff.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy } from '../finding.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';

/** A rollout longer ago has proved itself. */
const RECENT_MS = 12 * 3_600_000;

export default defineWhy({
  id: 'rolled-out-before',
  needs: [...WORKLOAD_KINDS, 'replicasets', 'controllerrevisions'],
  explains: ['WorkloadDegraded'],
  why({ subject }, state) {
    const revision = lastRevision(subject, state);
    const age = state.now - Date.parse(revision?.at ?? '');
    if (revision === undefined || !(age >= 0 && age <= RECENT_MS)) return [];
    const change = revision.changes.find(isCut) ?? revision.changes[0];
    if (change === undefined) return [];
    return [
      {
        cause: {
          code: 'RolloutChanged',
          subject,
          about: change.field,
          confidence: isCut(change) ? 'likely' : 'possible',
          params: {
            field: change.field.replace(/^spec\.template\.spec\./, ''),
            from: short(change.from),
            to: short(change.to),
            revision: revision.revision,
            at: revision.at,
          },
          evidence: change.to === undefined ? [] : [specEvidence(subject, change.field, change.to)],
          since: revision.at,
        },
        chain: [],
      },
    ];
  },
});

const LIMIT = /\.resources\.limits\.(?:cpu|memory)$/;

/** A limit that was lowered to less than half, or set where there was none. */
function isCut({ field, from, to }: FieldChange): boolean {
  const [before, after] = [parseQuantity(from), parseQuantity(to)];
  if (!LIMIT.test(field) || after === undefined) return false;
  return before === undefined || unitsAsNumber(after) * 2 < unitsAsNumber(before);
}

const short = (value: string | undefined): string | undefined =>
  value === undefined || value.length <= 80 ? value : `${value.slice(0, 79)}…`;
