/** One read for all who want the same thing at the same time, and for those who ask soon after. */

export interface Sharing {
  /**
   * Joins the read under `key`, or starts it. A caller that cancels leaves with its signal's reason; the read itself is
   * cancelled only when nobody waits for it any more. A failed read is not kept.
   */
  read<T>(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Cancels what is running and forgets what was read. */
  close(): void;
}

interface Entry {
  promise: Promise<unknown>;
  abort: AbortController;
  waiting: number;
  settled: boolean;
  timer?: NodeJS.Timeout;
}

/** @param keepMs how long a finished read answers further callers. */
export function createSharing(keepMs: number): Sharing {
  const entries = new Map<string, Entry>();
  const forget = (key: string, entry: Entry) => {
    clearTimeout(entry.timer);
    if (entries.get(key) === entry) entries.delete(key);
  };
  const begin = (key: string, start: (signal: AbortSignal) => Promise<unknown>): Entry => {
    const abort = new AbortController();
    const entry: Entry = { promise: Promise.resolve(), abort, waiting: 0, settled: false };
    entry.promise = start(abort.signal).finally(() => {
      entry.settled = true;
    });
    entry.promise.then(
      () => {
        entry.timer = setTimeout(() => forget(key, entry), keepMs).unref();
      },
      () => forget(key, entry),
    );
    entries.set(key, entry);
    return entry;
  };
  const leave = (key: string, entry: Entry) => {
    entry.waiting -= 1;
    if (entry.waiting > 0 || entry.settled) return;
    forget(key, entry);
    entry.abort.abort(new DOMException('Nobody waits for this read any more.', 'AbortError'));
  };
  return {
    async read<T>(key: string, start: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
      signal?.throwIfAborted();
      const entry = entries.get(key) ?? begin(key, start);
      entry.waiting += 1;
      try {
        // A key always names the same kind of read, so what it holds has the type that its callers expect.
        return (await untilAborted(entry.promise, signal)) as T;
      } finally {
        leave(key, entry);
      }
    },
    close() {
      for (const [key, entry] of entries) {
        forget(key, entry);
        entry.abort.abort(new DOMException('The source was closed.', 'AbortError'));
      }
    },
  };
}

/** The promise's outcome, or the signal's reason, whichever comes first. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
