import { createHash } from 'node:crypto';

/** Numbers that depend on a seed alone, so that a case can be made again. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [low, high]. */
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  /** Text of the alphabet that Kubernetes uses for generated names. */
  suffix(length: number): string;
  hex(length: number): string;
  uid(): string;
}

const ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

/** First 32 bits of the SHA-256 of a text. */
export const hash = (text: string): number => createHash('sha256').update(text).digest().readUInt32BE(0);

/** mulberry32 (public domain), seeded by a text. */
export function random(seed: string): Random {
  let state = hash(seed);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const text = (letters: string, length: number): string =>
    Array.from({ length }, () => letters[int(0, letters.length - 1)]).join('');
  const hex = (length: number): string => text('0123456789abcdef', length);
  return {
    next,
    int,
    hex,
    suffix: (length) => text(ALPHABET, length),
    uid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    pick: <T>(list: readonly T[]): T => {
      const one = list[int(0, list.length - 1)];
      if (one === undefined) throw new Error('Nothing to pick from an empty list.');
      return one;
    },
  };
}
