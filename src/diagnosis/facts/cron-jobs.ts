/** CronJobs that do not run when they should: a bad schedule or zone, missed runs, a run that never ends, suspended. */
import type { CronJob } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { cronVerdict } from '../../semantics/cronSchedule.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import type { Code } from '../words/codes.ts';

const CODE: Readonly<Record<string, Code>> = {
  InvalidSchedule: 'CronScheduleInvalid',
  UnknownTimeZone: 'CronScheduleInvalid',
  NeverRuns: 'CronScheduleInvalid',
  DeadlineTooShort: 'CronRunsMissed',
  MissedRuns: 'CronRunsMissed',
  StillRunning: 'CronJobBlocked',
};

const NEEDS = [...new Set([...WORKLOAD_KINDS, 'cronjobs'] as const)];
type CronState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'cron-jobs',
  needs: NEEDS,
  find: (state) => state.list('cronjobs').flatMap((cronJob) => findingOf(cronJob, state)),
});

function findingOf(cronJob: CronJob, state: CronState): Finding[] {
  const verdict = cronVerdict(cronJob, state.now);
  if (verdict.pass) return [];
  const subject = refOf(cronJob);
  // Suspended is a decision of somebody's: a cause only for who asks about this CronJob.
  const asked = state.focus.objects.some(({ ref }) => refKey(ref) === refKey(subject));
  const code =
    verdict.reason === 'Suspended'
      ? asked && !isExplained(cronJob)
        ? 'CronJobSuspended'
        : 'CronJobIsSuspended'
      : CODE[verdict.reason];
  if (code === undefined || (code === 'CronJobBlocked' && progresses(cronJob, state))) return [];
  const { schedule, timeZone, concurrencyPolicy } = cronJob.spec ?? {};
  return [
    {
      code,
      subject,
      confidence: code === 'CronRunsMissed' ? 'likely' : 'confirmed',
      params: {
        schedule,
        timeZone: timeZone ?? undefined,
        policy: concurrencyPolicy,
        detail: verdict.detail,
        last: cronJob.status?.lastScheduleTime,
        active: cronJob.status?.active?.[0]?.name,
      },
      evidence: verdict.by
        .filter(({ value }) => value !== '')
        .map(({ object, path, value }) =>
          path.startsWith('spec') ? specEvidence(object, path, value) : statusEvidence(object, path, value),
        ),
      since: cronJob.status?.lastScheduleTime,
    },
  ];
}

/** A run that takes long and tells in its log that it gets on is no run that never ends. */
function progresses({ metadata, status }: CronJob, state: CronState): boolean {
  const name = status?.active?.[0]?.name;
  if (name === undefined) return false;
  const job = { apiVersion: 'batch/v1', kind: 'Job', namespace: metadata.namespace, name };
  return podsOf(job, state).some((pod) =>
    loggingContainers(pod).some((container) => {
      const last = (logRecords(state, pod, container, { priority: 2 }) ?? []).at(-1);
      return (
        last?.at !== undefined &&
        state.now - last.at < TELLS_WITHIN_MS &&
        last.level === 'info' &&
        !WAITS.test(last.text)
      );
    }),
  );
}

const TELLS_WITHIN_MS = 5 * 60_000;
const WAITS = /wait|retry|lock|time(?:d )?out|block|stuck|sleep|attempt|等待|重试|阻塞|超时/i;

/** Whether somebody wrote on the object why it does not run: then it is on purpose. */
function isExplained({ metadata }: CronJob): boolean {
  return Object.entries(metadata.annotations ?? {}).some(
    ([key, value]) =>
      !/last-applied|^kubectl|^meta\.helm/.test(key) &&
      /suspend|pause|disabled|on hold|reason|暂停|停用|挂起/i.test(`${key} ${value}`),
  );
}
