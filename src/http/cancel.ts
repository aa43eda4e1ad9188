/** A signal for the work of one request: it ends when the client leaves, when the server stops, or when time is up. */
import type { Response } from 'express';

/** Seconds that one request may take are given by `limits.ask_seconds`. */
export function cancelSignal(response: Response, stop: AbortSignal, seconds: number): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('The client has left.'));
  });
  return AbortSignal.any([left.signal, stop, AbortSignal.timeout(seconds * 1000)]);
}

/** Whether a signal ended for want of time. */
export function ranOutOfTime(signal: AbortSignal): boolean {
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
}
