/** Which schedules and time zones are valid, by the real API server's validation of CronJobs. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scheduleOf } from '../../src/semantics/cronSchedule.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

const part = fc.constantFrom(
  '*',
  '*',
  '?',
  '0',
  '5',
  '59',
  '60',
  '23',
  '24',
  '31',
  '32',
  '12',
  '13',
  '7',
  '6',
  'jan',
  'DEC',
  'mon',
  'sun',
  '*/5',
  '*/0',
  '1-5',
  '5-1',
  '1-5/2',
  '10/5',
  '0-59/15',
  'L',
  '15W',
  '1#2',
  '1,2',
  '1,',
  ',',
  '-1',
  '1-',
  '1--2',
  '*/',
  '1/2/3',
  'x',
  '1.5',
  '*-3',
  'mon-fri',
  '+3',
);
const fields = fc.array(part, { minLength: 4, maxLength: 6 }).map((parts) => parts.join(' '));
const five = fc.array(part, { minLength: 5, maxLength: 5 }).map((parts) => parts.join(' '));
const word = fc.constantFrom(
  '@daily',
  '@midnight',
  '@hourly',
  '@weekly',
  '@monthly',
  '@yearly',
  '@annually',
  '@reboot',
  '@Daily',
  '@every 1h',
  '@every 1h30m',
  '@every 90',
  '@every',
  '@every -1h',
  '@every 1.5h',
  '@every 1x',
  '',
  ' ',
  '0  0   * * *',
  ' 0 0 * * * ',
);
const schedule = fc.oneof(
  { weight: 6, arbitrary: five },
  { weight: 1, arbitrary: fields },
  { weight: 2, arbitrary: word },
);
const timeZone = fc.oneof(
  { weight: 4, arbitrary: fc.constant(undefined) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'Etc/UTC',
      'Europe/Berlin',
      'Asia/Shanghai',
      'Mars/Base',
      'Local',
      'UTC',
      'America/New_York',
      'Europe/Nowhere',
    ),
  },
);

describe.skipIf(kubeboxMissing !== undefined)(
  `cron schedules, valid as for the real API server ${kubeboxMissing ?? ''}`,
  () => {
    let api: RealApi;
    beforeAll(async () => {
      api = await startRealApi(namespace('shop'));
    });
    afterAll(async () => api?.stop());

    it('accepts and refuses the same', async () => {
      const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } };
      const differences: string[] = [];
      const seen = { valid: 0, invalid: 0 };
      const samples = fc.sample(fc.record({ schedule, timeZone }), { seed: 5, numRuns: 600 });
      for (const made of samples) {
        const job = {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          metadata: { name: 'made' },
          spec: { ...made, jobTemplate: { spec: { template } } },
        };
        const { status, body } = await api.send('POST', '/apis/batch/v1/namespaces/shop/cronjobs?dryRun=All', job);
        const mine = scheduleOf(made.schedule, made.timeZone);
        if ((status === 201) !== mine.ok)
          differences.push(`${JSON.stringify(made)}: ${body.message ?? 'valid'} | ${JSON.stringify(mine)}`);
        // The server quotes the parser's complaint; where both refuse the schedule, the words are the same.
        else if (
          !mine.ok &&
          mine.field === 'schedule' &&
          made.schedule.trim() !== '' &&
          !body.message?.includes(mine.reason)
        ) {
          differences.push(`${JSON.stringify(made.schedule)}: ${body.message} | ${mine.reason}`);
        }
        seen[mine.ok ? 'valid' : 'invalid'] += 1;
      }
      expect(differences).toEqual([]);
      expect(Math.min(seen.valid, seen.invalid)).toBeGreaterThan(50);
    });
  },
);
