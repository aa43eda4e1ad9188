/** At most so many at a time; the rest wait in the order in which they came. */

export interface Slots {
  /** Runs `work` in a slot. A caller whose signal aborts while it waits leaves the queue with the signal's reason. */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createSlots(size: number): Slots {
  let free = size;
  const queue: (() => void)[] = [];
  const enter = async (signal: AbortSignal) => {
    signal.throwIfAborted();
    if (free > 0) {
      free -= 1;
      return;
    }
    const turn = Promise.withResolvers<void>();
    const leave = () => {
      const place = queue.indexOf(turn.resolve);
      if (place < 0) return;
      queue.splice(place, 1);
      turn.reject(signal.reason);
    };
    queue.push(turn.resolve);
    signal.addEventListener('abort', leave, { once: true });
    await turn.promise.finally(() => signal.removeEventListener('abort', leave));
  };
  const exit = () => {
    const next = queue.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        exit();
      }
    },
  };
}
