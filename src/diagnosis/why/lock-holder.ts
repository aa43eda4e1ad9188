/** Who holds the lock that others wait for: a neighbour whose own log says that it took one, or keeps a transaction open. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { stringsIn } from '../../semantics/lenient.ts';
import { logEvidence, statusEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { containerField, containerViews } from '../objects/containers.ts';
import { RELATED_KINDS } from '../objects/related.ts';
import { podsOf, workloadOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';

const HOLDS =
  /\b(?:acquired|holding|holds|took|taken|obtained|got)\b.{0,40}\block\b|\bACCESS EXCLUSIVE\b|\btransaction (?:is )?(?:still |left )?open\b|idle in transaction|\bLOCK TABLES?\b|\bREAD LOCK\b|\btables? locked\b|\b(?:CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)|ALTER TABLE|VACUUM \(?FULL|REINDEX|CLUSTER|TRUNCATE|OPTIMIZE TABLE)\b/i;
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
    const holders = holdersIn(subject, state);
    return neighbours.flatMap(({ pod, workload }) =>
      loggingContainers(pod).flatMap((container): Step[] => {
        const records = (logRecords(state, pod, container, { priority: 2 }) ?? []).filter(
          (record) => !TELLS_OF_OTHERS.test(record.text) && isNear(record, began, state.now),
        );
        const held =
          records.findLast(({ text }) => holders.has(PROCESS.exec(text)?.[1] ?? '')) ??
          records.findLast(({ text }) => HOLDS.test(text));
        const started = held === undefined ? lockingCommand(pod, container, began) : undefined;
        if (started !== undefined) return [holder(subject, workload, started.command, started.evidence)];
        if (held === undefined || held.level === 'error') return [];
        const at = held.at === undefined ? undefined : new Date(held.at).toISOString();
        return [holder(subject, workload, held.text, [logEvidence(pod, container, held.raw, at)], at)];
      }),
    );
  },
});

const holder = (from: ObjectRef, to: ObjectRef, said: string, evidence: Evidence[], at?: string): Step => ({
  cause: {
    code: 'LockHeld',
    subject: to,
    confidence: 'likely',
    params: { said: said.slice(0, 160) },
    evidence,
    ...(at === undefined ? {} : { since: at }),
  },
  chain: [{ from, relation: 'blockedBy', to }],
});

/** A container that runs, was started shortly before anybody waited, and whose command takes a lock. */
function lockingCommand(pod: Pod, name: string, began: number): { command: string; evidence: Evidence[] } | undefined {
  const view = containerViews(pod).find((one) => one.name === name);
  const started = Date.parse(view?.status.state?.running?.startedAt ?? '');
  if (view === undefined || !(started > began - WITHIN_MS && started <= began)) return undefined;
  for (const field of ['command', 'args'] as const) {
    const index = stringsIn(view.spec?.[field]).findIndex((word) => HOLDS.test(word));
    const command = view.spec?.[field]?.[index];
    if (command === undefined) continue;
    const at = view.status.state?.running?.startedAt;
    return {
      command,
      evidence: [
        containerField(view, `${field}[${index}]`, command),
        statusEvidence(pod, `${view.path}.state.running.startedAt`, at, at),
      ],
    };
  }
  return undefined;
}

/** The processes that the database's own log says hold a lock. */
const holdersIn = (server: ObjectRef, state: State<(typeof RELATED_KINDS)[number]>): Set<string> =>
  new Set(
    podsOf(server, state)
      .slice(0, 2)
      .flatMap((pod) =>
        loggingContainers(pod).flatMap((container) => logRecords(state, pod, container, { priority: 2 }) ?? []),
      )
      .flatMap(({ text, more }) => [text, ...more])
      .flatMap((line) => [...(HOLDERS.exec(line)?.[1]?.matchAll(/\d+/g) ?? [])].map(([id]) => id)),
  );
const HOLDERS = /\bprocess(?:es)? holding the lock: ((?:\d+(?:, )?)+)/i;
const PROCESS = /\b(?:backend_?)?pid[ =:"]+(\d+)/i;

const isNear = ({ at }: LogRecord, began: number, now: number): boolean =>
  at === undefined || (at > began - WITHIN_MS && at <= now);
