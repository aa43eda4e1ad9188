/** A circuit breaker: after some failures in a row nothing more is tried for a while, then one call tries. */

export type BreakerState = 'closed' | 'open' | 'half-open';

export interface Breaker {
  state: () => BreakerState;
  /** Whether a call may go out now; in the half-open state only the first one may. */
  admit: () => boolean;
  /** An answer came, whatever it says: the server works. */
  succeeded: () => void;
  failed: () => void;
  /** The call that was let in neither failed nor succeeded, such as one that was cancelled. */
  dropped: () => void;
}

export interface BreakerOptions {
  /** Failures in a row that open it. */
  threshold: number;
  /** Milliseconds until one call may try again. */
  coolDownMs: number;
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
}

/** Makes a closed breaker. */
export function createBreaker({ threshold, coolDownMs, clock }: BreakerOptions): Breaker {
  let failures = 0;
  let openedAt: number | undefined;
  let trying = false;
  const state = (): BreakerState => {
    if (openedAt === undefined) return 'closed';
    return clock() - openedAt < coolDownMs ? 'open' : 'half-open';
  };
  return {
    state,
    admit() {
      const now = state();
      if (now !== 'half-open') return now === 'closed';
      if (trying) return false;
      trying = true;
      return true;
    },
    succeeded() {
      failures = 0;
      openedAt = undefined;
      trying = false;
    },
    failed() {
      failures += 1;
      trying = false;
      if (openedAt !== undefined || failures >= threshold) openedAt = clock();
    },
    dropped() {
      trying = false;
    },
  };
}
