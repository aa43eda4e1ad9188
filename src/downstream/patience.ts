/** How long one call is waited for: progress begins the time anew, and it stands still while a person is asked. */
import { SdkError, SdkErrorCode } from '@modelcontextprotocol/client';

export interface Patience {
  /** Comes when the caller no longer waits, or with a time-out error of the client. */
  signal: AbortSignal;
  /** Something came: the time begins anew. */
  renew: () => void;
  /** The time stands still from `true` to `false`. */
  waits: (waiting: boolean) => void;
  end: () => void;
}

/** However much progress a call reports, after this many time-outs it ends. */
const MOST_TIMEOUTS = 20;

/** Begins to wait. `timeout` in milliseconds. */
export function createPatience(timeout: number, caller: AbortSignal): Patience {
  const ends = new AbortController();
  const tooLong = () => ends.abort(new SdkError(SdkErrorCode.RequestTimeout, 'Request timed out', { timeout }));
  const gone = () => ends.abort(caller.reason);
  let left = timeout * MOST_TIMEOUTS;
  let since = performance.now();
  let asked = 0;
  let timer = setTimeout(tooLong, timeout);
  if (caller.aborted) gone();
  caller.addEventListener('abort', gone, { once: true });
  const stop = () => {
    clearTimeout(timer);
    left -= performance.now() - since;
  };
  const start = () => {
    since = performance.now();
    timer = setTimeout(tooLong, Math.max(0, Math.min(timeout, left)));
  };
  return {
    signal: ends.signal,
    renew() {
      if (asked > 0) return;
      stop();
      start();
    },
    waits(waiting) {
      if (waiting && asked === 0) stop();
      asked += waiting ? 1 : -1;
      if (asked === 0) start();
    },
    end() {
      clearTimeout(timer);
      caller.removeEventListener('abort', gone);
    },
  };
}
