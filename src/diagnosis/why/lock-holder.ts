/** Who holds the lock that others wait for: a neighbour whose own log says that it took one, or keeps a transaction open. */
import { refKey } from '../../cluster/objects.ts';
import { logEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { workloadOf } from '../objects/workloads.ts';

const HOLDS =
  /\b(?:acquired|holding|holds|took|taken|obtained|got)\b.{0,40}\block\b|\bACCESS EXCLUSIVE\b|\btransaction (?:is )?(?:still |left )?open\b|idle in transaction|\bLOCK TABLES?\b/i;
/** A database that tells which of its processes holds one. */
const TELLS_OF_OTHERS = /\bprocess(?:es)? holding\b/i;
/** A lock taken long before anybody waited was let go. */
const WITHIN_MS = 2 * 3_600_000;
/** Neighbours of a database are few; each costs a log. */
const MAX_PODS = 12;

export default defineWhy({
  id: 'lock-holder',
  needs: RELATED_KINDS,
  explains: ['LockContention'],
  why({ subject, since, affects = [] }, state) {
    const waiting = new Set([subject, ...affects.map(({ ref }) => ref)].map(refKey));
    const began = since === undefined ? state.now : Date.parse(since);
    const neighbours = state
      .list('pods', subject.namespace)
      .map((pod) => ({ pod, workload: workloadOf(pod, state) }))
      .filter(({ workload }) => !waiting.has(refKey(workload)))
      .slice(0, MAX_PODS);
    return neighbours.flatMap(({ pod, workload }) =>
      loggingContainers(pod).flatMap((container): Step[] => {
        const records = logRecords(state, pod, container, { priority: 2 }) ?? [];
        const held = records.findLast(
          (record) => HOLDS.test(record.text) && !TELLS_OF_OTHERS.test(record.text) && isNear(record, began, state.now),
        );
        if (held === undefined || held.level === 'error') return [];
        const at = held.at === undefined ? undefined : new Date(held.at).toISOString();
        return [
          {
            cause: {
              code: 'LockHeld',
              subject: workload,
              confidence: 'likely',
              params: { said: held.text.slice(0, 160) },
              evidence: [logEvidence(pod, container, held.raw, at)],
              since: at,
            },
            chain: [{ from: subject, relation: 'blockedBy', to: workload }],
          },
        ];
      }),
    );
  },
});

const isNear = ({ at }: LogRecord, began: number, now: number): boolean =>
  at === undefined || (at > began - WITHIN_MS && at <= now);
