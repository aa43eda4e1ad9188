/** How many requests one server gets at a time; the rest wait in line, up to a number. */

export interface Slots {
  /**
   * Runs the work when there is room.
   * @throws Error where the line is full, the signal's reason where the caller left it.
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface SlotsOptions {
  atOnce: () => number;
  waiting: number;
  /** The sentence for a caller who finds the line full. */
  full: string;
}

/** Makes free slots; who waits is served in the order of coming. */
export function createSlots({ atOnce, waiting, full }: SlotsOptions): Slots {
  let busy = 0;
  const line: (() => void)[] = [];
  const leave = () => {
    busy -= 1;
    if (busy < atOnce()) line.shift()?.();
  };
  const enter = (signal: AbortSignal): Promise<void> | undefined => {
    signal.throwIfAborted();
    if (busy < atOnce()) {
      busy += 1;
      return undefined;
    }
    if (line.length >= waiting) throw new Error(full);
    return new Promise((resolve, reject) => {
      const give = () => {
        signal.removeEventListener('abort', quit);
        busy += 1;
        resolve();
      };
      const quit = () => {
        line.splice(line.indexOf(give), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', quit, { once: true });
      line.push(give);
    });
  };
  return {
    async run(work, signal) {
      await enter(signal);
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
