/**
 * One signal of two. `AbortSignal.any` holds on to all who listen until the next full collection, which every request
 * then makes longer; this one lets go when the request has ended.
 */

export interface Joined {
  signal: AbortSignal;
  /** From then on the signal no longer comes. */
  end: () => void;
}

export function joined(...signals: readonly AbortSignal[]): Joined {
  const ends = new AbortController();
  const stops = signals.map((signal) => {
    const stop = () => ends.abort(signal.reason);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    return () => signal.removeEventListener('abort', stop);
  });
  return {
    signal: ends.signal,
    end() {
      for (const stop of stops) stop();
    },
  };
}
