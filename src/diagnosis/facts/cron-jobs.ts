/** CronJobs that do not run when they should: a bad schedule or zone, missed runs, a run that never ends, suspended. */
import type { CronJob } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { cronVerdict } from '../../semantics/cronSchedule.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
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

export default defineFact({
  id: 'cron-jobs',
  needs: ['cronjobs'],
  find: (state) => state.list('cronjobs').flatMap((cronJob) => findingOf(cronJob, state)),
});

function findingOf(cronJob: CronJob, state: State): Finding[] {
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
  if (code === undefined) return [];
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

/** Whether somebody wrote on the object why it does not run: then it is on purpose. */
function isExplained({ metadata }: CronJob): boolean {
  return Object.entries(metadata.annotations ?? {}).some(
    ([key, value]) =>
      !/last-applied|^kubectl|^meta\.helm/.test(key) &&
      /suspend|pause|disabled|on hold|reason|暂停|停用|挂起/i.test(`${key} ${value}`),
  );
}
