/** Figures over judged cases: how many are solved, how much of what is said is right, how much of what is right is said. */
import type { Judgement } from '../../test/support/judge.ts';

/**
 * solved: the right answer, first; honest: not that, yet nothing wrong is called likely or confirmed; wrong: something wrong is.
 */
export type Outcome = 'solved' | 'honest' | 'wrong';

export const outcomeOf = ({ solved, overclaims }: Judgement): Outcome =>
  solved ? 'solved' : overclaims > 0 ? 'wrong' : 'honest';

/** A share with the interval in which it lies with 95 % confidence. Each null where there was nothing to count. */
export interface Share {
  hits: number;
  of: number;
  share: number | null;
  low: number | null;
  high: number | null;
}

export interface Figures {
  outcomes: Record<Outcome, number>;
  solved: Share;
  /** Of the root causes that are reported, those that are among the expected ones. */
  precision: Share;
  /** Of the root causes that are expected, those that are found. */
  recall: Share;
}

export function figuresOf(judgements: readonly Judgement[]): Figures {
  const sum = (count: (one: Judgement) => number): number => judgements.reduce((total, one) => total + count(one), 0);
  const having = (outcome: Outcome): number => judgements.filter((one) => outcomeOf(one) === outcome).length;
  return {
    outcomes: { solved: having('solved'), honest: having('honest'), wrong: having('wrong') },
    solved: shareOf(having('solved'), judgements.length),
    precision: shareOf(
      sum(({ acceptable }) => acceptable),
      sum(({ reported }) => reported),
    ),
    recall: shareOf(
      sum(({ found }) => found),
      sum(({ expected }) => expected),
    ),
  };
}

const Z = 1.96;

/** Wilson's score interval, which also holds for few cases and for shares near 0 and 1. */
export function shareOf(hits: number, of: number): Share {
  if (of === 0) return { hits, of, share: null, low: null, high: null };
  const share = hits / of;
  const scale = 1 + Z ** 2 / of;
  const centre = (share + Z ** 2 / (2 * of)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  return { hits, of, share, low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
