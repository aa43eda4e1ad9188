/** CronJobs that do not run when they should: a bad schedule or zone, missed runs, a run that never ends, suspended. */
import type { CronJob } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { cronState, cronVerdict, scheduleOf } from '../../semantics/cronSchedule.ts';
import { editsOf } from '../change/edits.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { loggingContainers, logRecords } from '../log/read.ts';
import { isExplained } from '../objects/onPurpose.ts';
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
  const code =
    verdict.reason === 'Suspended'
      ? isMissed(cronJob, state) && (!isExplained(cronJob) || STALE.test(state.focus.text))
        ? 'CronJobSuspended'
        : 'CronJobIsSuspended'
      : CODE[verdict.reason];
  if (code === undefined || (code === 'CronJobBlocked' && progresses(cronJob, state))) return [];
  if (code === 'CronRunsMissed' && isMinor(cronJob, state)) return [];
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
      ...(isNear(cronJob, state) && misses(state.focus.text) ? { answers: true } : {}),
    },
  ];
}

/** Suspended is a decision of somebody's: a cause for who asks about this CronJob, or misses near it what used to come. */
function isMissed(cronJob: CronJob, state: CronState): boolean {
  const { focus, now } = state;
  if (focus.objects.some(({ ref }) => refKey(ref) === refKey(refOf(cronJob)))) return true;
  const last = Date.parse(cronJob.status?.lastScheduleTime ?? '');
  const near = focus.objects.some(({ ref }) => ref.namespace === cronJob.metadata.namespace);
  const suspended = editsOf(cronJob).find(({ fields }) => fields.some((field) => field.endsWith('suspend')));
  const lately = suspended !== undefined && now - Date.parse(suspended.at) < LATELY_MS;
  return (near && lately) || (isNear(cronJob, state) && misses(focus.text) && now - last < RECENT_MS);
}

/** Whether the question is about its namespace, or about something in it. */
const isNear = ({ metadata: { namespace = '' } }: CronJob, { focus }: CronState): boolean =>
  (focus.namespaces === undefined && STALE.test(focus.text)) ||
  focus.namespaces?.includes(namespace) === true ||
  focus.objects.some(({ ref }) => ref.namespace === namespace);

/** A run or two that were missed matter to who asks about them. */
function isMinor(cronJob: CronJob, state: CronState): boolean {
  const parsed = scheduleOf(cronJob.spec?.schedule, cronJob.spec?.timeZone);
  const { missed } = parsed.ok ? cronState(cronJob, parsed.schedule, state.now) : { missed: 0 };
  const named = state.focus.objects.some(({ ref }) => refKey(ref) === refKey(refOf(cronJob)));
  return missed < FEW && !named && !(isNear(cronJob, state) && misses(state.focus.text));
}
const FEW = 3;

const misses = (text: string): boolean => MISSES.test(text) || STALE.test(text);

/** What it left undone does harm: then it does not matter why somebody suspended it. */
const STALE =
  /\b(?:frozen|stale|out(?:dated| of date))\b|\bold (?:data|numbers|figures|values|prices|rates)\b|不更新|停在|(?:是|还)旧的?|陈旧|旧(?:数据|价)|过期(?:的)?数据/;
/** Something that came regularly does not come. */
const MISSES =
  /no (?:longer |more )?(?:reports?|e?mails?|backups?|exports?|invoices?|updates?|statements?|data)\b|not (?:been )?(?:received|sent|arriv\w+|generated|refreshed|updated)|did ?n[o']t (?:get|receive|arrive|come)|stopped (?:coming|arriving|updating)|没(?:有)?(?:收到|发|更新|生成|跑|出来)|收不到|未(?:收到|更新|生成)/;
/** What was suspended for an hour and forgotten is missed within days. */
const LATELY_MS = 3 * 24 * 3_600_000;
/** Who misses something asks within weeks. */
const RECENT_MS = 31 * 24 * 3_600_000;

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
