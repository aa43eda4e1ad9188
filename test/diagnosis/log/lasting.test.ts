/** When what a log reports is going on now: by how often it came, and for how long it has been silent. */
import { expect, test } from 'vitest';
import type { Pod } from '../../../src/cluster/objects.ts';
import { isLasting } from '../../../src/diagnosis/log/lasting.ts';
import { recordsOf } from '../../../src/diagnosis/log/records.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const READY: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
};
const UNREADY: Pod = { ...READY, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'False' }] } };

/** Reports so many minutes ago, each followed by work that succeeds where `work` says so. */
function lasting(minutesAgo: readonly number[], pod = READY, work = 0): boolean {
  const reports = minutesAgo.map((ago) => `${new Date(NOW - ago * 60_000).toISOString()} ERROR no answer`);
  const after = Array.from({ length: work }, () => `${new Date(NOW - 1000).toISOString()} INFO done`);
  const records = recordsOf([...reports, ...after].join('\n'), 2026);
  return isLasting(
    records.filter(({ level }) => level === 'error'),
    records,
    pod,
    NOW,
  );
}

test.each([
  ['twice, lately', [20, 10], true],
  ['twice, an hour ago', [70, 60], false],
  ['often, and silent for as long as it was heard', [40, 38, 36, 34, 32, 30], false],
  ['often, and a short while ago', [20, 18, 16, 14, 12, 9], true],
  ['once an hour, and not overdue', [240, 180, 120, 60], true],
  ['once an hour, and overdue for long', [1440, 1380, 1320, 1260], false],
  ['once', [5], false],
] as const)('%s', (_, minutesAgo, expected) => {
  expect(lasting(minutesAgo)).toBe(expected);
});

test('once is enough in a pod that is not ready', () => {
  expect(lasting([5], UNREADY)).toBe(true);
});

test('twice is nothing where the work went on', () => {
  expect(lasting([20, 10], READY, 10)).toBe(false);
});
