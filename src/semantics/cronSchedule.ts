/** When a CronJob runs: next, last due, missed, and what keeps it from running. */
import { Cron } from 'croner';
import type { CronJob } from '../cluster/objects.ts';
import { type CronPattern, parseCron } from './cronPattern.ts';
import { objectsIn } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

/** A schedule that can be asked for its runs; instants are epoch milliseconds. */
export interface Schedule {
  /** The first run after an instant; undefined where there is none (30 February). */
  next(after: number): number | undefined;
  /** The last run at or before an instant. */
  previous(at: number, since: number): number | undefined;
}

export type ScheduleParse =
  | { ok: true; schedule: Schedule }
  | { ok: false; field: 'schedule' | 'timeZone'; reason: string };

/** Whether the IANA database knows a time zone. */
function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '' && !/^[+-]/.test(name);
  } catch {
    return false;
  }
}

/** A CronJob's schedule in its time zone; without one the controller manager's own, which is taken to be UTC. */
export function scheduleOf(text: unknown, timeZone?: string | null): ScheduleParse {
  const parsed = parseCron(text);
  if (!parsed.ok) return { ok: false, field: 'schedule', reason: parsed.reason };
  const zone = timeZone || parsed.timeZone || 'Etc/UTC';
  if (!isTimeZone(zone)) return { ok: false, field: 'timeZone', reason: `unknown time zone ${zone}` };
  return { ok: true, schedule: scheduler(parsed.pattern, zone) };
}

function scheduler(pattern: CronPattern, zone: string): Schedule {
  if (pattern.type === 'every') {
    const step = pattern.seconds * 1000;
    return {
      next: (after) => Math.floor(after / 1000) * 1000 + step,
      previous: (at, since) => (at - since < step ? undefined : since + Math.floor((at - since) / step) * step),
    };
  }
  const [minute, hour, day, month, weekday] = pattern.fields;
  // Where both days are restricted, either may match; a list without values then leaves it to the other.
  const dayless = (day?.length === 0 && !weekday?.length) || (weekday?.length === 0 && !day?.length);
  if ([minute, hour, month].some((values) => values?.length === 0) || dayless) {
    return { next: () => undefined, previous: () => undefined };
  }
  const text = pattern.fields.map((values) => (values?.length ? values.join(',') : '*')).join(' ');
  const cron = new Cron(text, { timezone: zone, paused: true });
  return {
    next: (after) => cron.nextRun(new Date(after))?.getTime(),
    previous: (at) => cron.previousRuns(1, new Date(at + 1))[0]?.getTime(),
  };
}

/** The state of a CronJob's schedule at an instant. */
export interface CronState {
  /** The next run after now; undefined while suspended or where the schedule never comes round. */
  next?: number;
  /** The latest time, at or before now, at which a run was due since it was last scheduled (or made). */
  due?: number;
  /** How many runs were due since then; counted up to 101. */
  missed: number;
}

const COUNTED = 101;

/** Runs that were due after the last one that was scheduled, and the next one. */
export function cronState(cronJob: CronJob, schedule: Schedule, now: number): CronState {
  const { metadata, spec, status } = cronJob;
  const made = Date.parse(metadata.creationTimestamp ?? '');
  const last = Date.parse(status?.lastScheduleTime ?? '');
  const since = Number.isFinite(last) ? last : made;
  const next = spec?.suspend === true ? undefined : schedule.next(now);
  if (!Number.isFinite(since) || since > now) return { next, missed: 0 };
  let missed = 0;
  for (let run = schedule.next(since); run !== undefined && run <= now && missed < COUNTED; run = schedule.next(run))
    missed += 1;
  const due = missed === 0 ? undefined : schedule.previous(now, since);
  return { next, missed, ...(due !== undefined && { due }) };
}

/** How late the controller may be before a run counts as missed, in milliseconds (it looks every ten seconds). */
const TOLERANCE = 60_000;

/** Whether the CronJob runs as it should at `now`; the reason that it does not. */
export function cronVerdict(cronJob: CronJob, now: number): Verdict {
  const { spec, status } = cronJob;
  const parsed = scheduleOf(spec?.schedule, spec?.timeZone);
  if (!parsed.ok) {
    const by = decided(cronJob, `spec.${parsed.field}`, spec?.[parsed.field]);
    return fail(parsed.field === 'schedule' ? 'InvalidSchedule' : 'UnknownTimeZone', parsed.reason, by);
  }
  if (spec?.suspend === true)
    return fail('Suspended', 'the CronJob is suspended', decided(cronJob, 'spec.suspend', true));
  if (parsed.schedule.next(now) === undefined) {
    return fail('NeverRuns', 'no date matches the schedule', decided(cronJob, 'spec.schedule', spec?.schedule));
  }
  const { due, missed } = cronState(cronJob, parsed.schedule, now);
  const deadline = spec?.startingDeadlineSeconds;
  if (typeof deadline === 'number' && deadline < 10) {
    const words = `the controller looks every ten seconds, so a starting deadline of ${deadline} s is mostly missed`;
    return fail('DeadlineTooShort', words, decided(cronJob, 'spec.startingDeadlineSeconds', deadline));
  }
  if (due === undefined || (missed <= 1 && now - due < TOLERANCE)) return PASS;
  const active = objectsIn(status?.active).map(({ name }) => name);
  if (spec?.concurrencyPolicy === 'Forbid' && active.length > 0) {
    return fail(
      'StillRunning',
      `${missed} runs were due and not started, as ${active.join(', ')} still runs`,
      decided(cronJob, 'spec.concurrencyPolicy', 'Forbid'),
      decided(cronJob, 'status.active', active.join(', ')),
    );
  }
  return fail(
    'MissedRuns',
    `${missed === COUNTED ? 'over 100' : missed} runs were due since the last one, the latest at ${new Date(due).toISOString()}`,
    decided(cronJob, 'status.lastScheduleTime', status?.lastScheduleTime),
    decided(cronJob, 'spec.schedule', spec?.schedule),
  );
}
