/** The figures of the score program. */
import { expect, it } from 'vitest';
import { figuresOf, outcomeOf, shareOf } from '../../scripts/score/figures.ts';
import type { Judgement } from '../support/judge.ts';

const judgement = (over: Partial<Judgement>): Judgement => ({
  solved: true,
  faults: [],
  unnamedSymptoms: [],
  expected: 1,
  found: 1,
  reported: 1,
  acceptable: 1,
  overclaims: 0,
  ...over,
});
const solved = judgement({});
const healthy = judgement({ expected: 0, found: 0, reported: 0, acceptable: 0 });
const honest = judgement({ solved: false, found: 0, acceptable: 0 });
const wrong = judgement({ solved: false, found: 0, reported: 2, acceptable: 0, overclaims: 1 });

it('tells a wrong answer from one that only does not know', () => {
  expect([solved, healthy, honest, wrong].map(outcomeOf)).toEqual(['solved', 'solved', 'honest', 'wrong']);
});

it('counts what was said and what should have been', () => {
  const { outcomes, precision, recall } = figuresOf([solved, healthy, honest, wrong]);
  expect(outcomes).toEqual({ solved: 2, honest: 1, wrong: 1 });
  expect([precision.hits, precision.of]).toEqual([1, 4]);
  expect([recall.hits, recall.of]).toEqual([1, 3]);
});

it.each([
  // Source: Newcombe, Two-sided confidence intervals for the single proportion (1998), table I, method 3.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('gives %i of %i the interval of Wilson', (hits, of, low, high) => {
  const interval = shareOf(hits, of);
  expect(interval.low).toBeCloseTo(low, 3);
  expect(interval.high).toBeCloseTo(high, 3);
});

it('has no share of nothing', () => {
  expect(shareOf(0, 0).share).toBeNull();
});
