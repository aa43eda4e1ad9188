import { describe, expect, it } from 'vitest';
import type { CronJob } from '../../src/cluster/objects.ts';
import { cronState, cronVerdict, scheduleOf } from '../../src/semantics/cronSchedule.ts';

const at = (text: string): number => Date.parse(text);

function next(schedule: string, after: string, zone?: string): string | undefined {
  const parsed = scheduleOf(schedule, zone);
  if (!parsed.ok) throw new Error(parsed.reason);
  const run = parsed.schedule.next(at(after));
  return run === undefined ? undefined : new Date(run).toISOString();
}

describe('next run', () => {
  it.each([
    ['*/15 * * * *', '2026-03-01T10:07:00Z', undefined, '2026-03-01T10:15:00.000Z'],
    ['0 9 * * mon-fri', '2026-03-06T10:00:00Z', undefined, '2026-03-09T09:00:00.000Z'],
    // Both days restricted: either matches. 13 March 2026 is a Friday, the 15th no Friday.
    ['0 0 15 * fri', '2026-03-12T00:00:00Z', undefined, '2026-03-13T00:00:00.000Z'],
    ['0 0 15 * fri', '2026-03-13T00:00:00Z', undefined, '2026-03-15T00:00:00.000Z'],
    ['30 2 * * *', '2026-07-01T00:00:00Z', 'Europe/Berlin', '2026-07-01T00:30:00.000Z'],
    ['30 2 * * *', '2026-12-01T00:00:00Z', 'Europe/Berlin', '2026-12-01T01:30:00.000Z'],
    ['@daily', '2026-03-01T10:00:00Z', 'Asia/Shanghai', '2026-03-01T16:00:00.000Z'],
    ['@every 90m', '2026-03-01T10:00:00Z', undefined, '2026-03-01T11:30:00.000Z'],
    ['0 0 30 2 *', '2026-03-01T10:00:00Z', undefined, undefined],
  ])('%s after %s (%s)', (schedule, after, zone, expected) => {
    expect(next(schedule, after, zone)).toBe(expected);
  });
});

function cronJob(spec: Partial<NonNullable<CronJob['spec']>>, last?: string, active: string[] = []): CronJob {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', namespace: 'shop', creationTimestamp: '2026-03-01T00:00:00Z' },
    spec: { schedule: '0 * * * *', jobTemplate: {}, ...spec },
    status: { lastScheduleTime: last, active: active.map((name) => ({ name })) },
  };
}

describe('verdict', () => {
  const now = at('2026-03-01T10:30:00Z');
  it.each<[string, CronJob, string | undefined]>([
    ['ran at the last hour', cronJob({}, '2026-03-01T10:00:00Z'), undefined],
    ['missed runs', cronJob({}, '2026-03-01T07:00:00Z'), 'MissedRuns'],
    ['never ran since it was made', cronJob({}), 'MissedRuns'],
    ['is suspended', cronJob({ suspend: true }, '2026-03-01T07:00:00Z'), 'Suspended'],
    [
      'still runs and may not run twice',
      cronJob({ concurrencyPolicy: 'Forbid' }, '2026-03-01T07:00:00Z', ['report-1']),
      'StillRunning',
    ],
    ['may run twice', cronJob({ concurrencyPolicy: 'Allow' }, '2026-03-01T10:00:00Z', ['report-1']), undefined],
    ['has a broken schedule', cronJob({ schedule: '0 25 * * *' }), 'InvalidSchedule'],
    ['has an unknown time zone', cronJob({ timeZone: 'Mars/Base' }), 'UnknownTimeZone'],
    ['never comes round', cronJob({ schedule: '0 0 31 2 *' }), 'NeverRuns'],
    [
      'has a deadline below the controller’s pace',
      cronJob({ startingDeadlineSeconds: 5 }, '2026-03-01T10:00:00Z'),
      'DeadlineTooShort',
    ],
  ])('%s', (_, job, reason) => {
    const verdict = cronVerdict(job, now);
    expect(verdict.pass ? undefined : verdict.reason).toBe(reason);
  });

  it('does not call a run missed that is due this minute', () => {
    expect(cronVerdict(cronJob({}, '2026-03-01T09:00:00Z'), at('2026-03-01T10:00:20Z')).pass).toBe(true);
  });

  it('counts what was due, and stops counting', () => {
    const every = scheduleOf('* * * * *');
    if (!every.ok) throw new Error(every.reason);
    expect(cronState(cronJob({}, '2026-03-01T10:00:00Z'), every.schedule, now)).toMatchObject({ missed: 30, due: now });
    expect(cronState(cronJob({}, '2026-02-01T10:00:00Z'), every.schedule, now)).toMatchObject({
      missed: 101,
      due: now,
    });
  });
});
