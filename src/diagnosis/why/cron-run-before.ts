/** Why errors come in bursts: each begins as a CronJob beside the workload runs, and between its runs there are none. */
import type { CronJob } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { scheduleOf } from '../../semantics/cronSchedule.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { logEvidence, specEvidence } from '../evidence.ts';
import { defineWhy, type Step } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import type { LogRecord } from '../log/records.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { nameOf } from '../words/fill.ts';

/** So long without an error, and a burst is over. */
const QUIET_MS = 5 * 60_000;
/** A run does its harm within so long. */
const WITHIN_MS = 3 * 60_000;
/** One that runs more often is there at every burst by chance. */
const MIN_INTERVAL_MS = 15 * 60_000;
/** Once may be chance. */
const MIN_BURSTS = 2;

export default defineWhy({
  id: 'cron-run-before',
  needs: [...WORKLOAD_KINDS, 'cronjobs'],
  explains: ['ConnectionPoolExhausted', 'ServerLimitReached', 'LockContention', 'ApplicationFailing'],
  why({ subject }, state) {
    const [pod] = podsOf(subject, state);
    const container = pod && loggingContainers(pod)[0];
    if (pod === undefined || container === undefined) return [];
    const bursts = burstsIn(logRecords(state, pod, container, { priority: 1 }) ?? []);
    const [first] = bursts;
    if (first === undefined || bursts.length < MIN_BURSTS) return [];
    return state
      .list('cronjobs', subject.namespace)
      .filter((one) => one.metadata.namespace === subject.namespace && one.spec?.suspend !== true)
      .filter((one) => refKey(refOf(one)) !== refKey(subject) && runsBeforeEach(bursts, one))
      .map((cronJob): Step => {
        const ref = refOf(cronJob);
        const job = objectsIn(cronJob.spec?.jobTemplate?.spec?.template?.spec?.containers)[0];
        const does = [...(job?.command ?? []), ...(job?.args ?? [])].join(' ');
        return {
          cause: {
            code: 'ErrorsFollowCronJob',
            subject: ref,
            about: nameOf(subject),
            confidence: 'likely',
            params: {
              workload: nameOf(subject),
              bursts: bursts.length,
              schedule: cronJob.spec?.schedule,
              does: does.slice(0, 200) || undefined,
            },
            evidence: [
              specEvidence(ref, 'spec.schedule', cronJob.spec?.schedule),
              ...bursts.slice(-3).map(({ raw, at }) => logEvidence(pod, container, raw, isoOf(at))),
            ],
            since: isoOf(first.at),
          },
          chain: [{ from: subject, relation: 'uses', to: ref }],
        };
      });
  },
});

const isoOf = (at: number | undefined) => (at === undefined ? undefined : new Date(at).toISOString());

/** The first record of each burst of errors, but for one that was under way when the log that is known begins. */
function burstsIn(records: readonly LogRecord[]): LogRecord[] {
  const errors = records.filter(({ level, at }) => level === 'error' && at !== undefined);
  const begin = records.find(({ at }) => at !== undefined)?.at ?? 0;
  return errors.filter(({ at = 0 }, index) => at - (errors[index - 1]?.at ?? begin) >= QUIET_MS);
}

function runsBeforeEach(bursts: readonly LogRecord[], { spec }: CronJob): boolean {
  const parsed = scheduleOf(spec?.schedule, spec?.timeZone);
  if (!parsed.ok) return false;
  const { schedule } = parsed;
  return bursts.every(({ at = 0 }) => {
    const run = schedule.next(at - WITHIN_MS);
    const after = run === undefined ? undefined : schedule.next(run);
    return run !== undefined && run <= at && after !== undefined && after - run >= MIN_INTERVAL_MS;
  });
}
