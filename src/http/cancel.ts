/** A signal for the work of one request: it ends when the client leaves, when the server stops, or when time is up. */
import type { Response } from 'express';

/** `seconds`: what one request may take, such as `limits.ask_seconds`; undefined: whoever works minds the time. */
export function cancelSignal(response: Response, stop: AbortSignal, seconds?: number): AbortSignal {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort(new Error('The client has left.'));
  });
  const time = seconds === undefined ? [] : [AbortSignal.timeout(seconds * 1000)];
  return AbortSignal.any([left.signal, stop, ...time]);
}

/** Whether a signal ended for want of time. */
export function ranOutOfTime(signal: AbortSignal): boolean {
  return signal.reason instanceof DOMException && signal.reason.name === 'TimeoutError';
}
