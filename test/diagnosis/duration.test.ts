/** How far back a question looks. */
import { expect, it } from 'vitest';
import { stretchIn } from '../../src/diagnosis/duration.ts';

const DAY = 24 * 3_600_000;

it.each([
  ['prices have not been updated for 3 days', 3],
  ['broken for two weeks now', 14],
  ['no backup since last week', 8],
  ['电子价签价格两天没更新了', 2],
  ['一个月没有备份', 31],
  ['it failed yesterday and works 5 days out of 7 days', 7],
  ['pods crash', undefined],
  ['took 5 seconds', undefined],
])('%s', (text, days) => {
  expect(stretchIn(text)).toBe(days === undefined ? undefined : days * DAY);
});
