/** How long to wait before the next attempt: longer each time, and never at the same moment as others. */

export interface BackoffOptions {
  firstMs: number;
  maxMs: number;
  /** 0 ≤ x < 1. */
  random: () => number;
}

/** The wait before attempt `n` (1: after the first failure), in milliseconds: between half and the whole of 2ⁿ⁻¹ · first. */
export function backoff(attempt: number, { firstMs, maxMs, random }: BackoffOptions): number {
  const whole = Math.min(maxMs, firstMs * 2 ** (attempt - 1));
  return Math.round(whole * (0.5 + random() / 2));
}
