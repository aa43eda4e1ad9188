/** How many requests one server gets at a time; the rest wait in line, up to a number. */

export interface Slots {
  /**
   * Runs the work when there is room.
   * @throws Error where the line is full or does not move, the signal's reason where the caller left it.
   */
  run<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export interface SlotsOptions {
  atOnce: () => number;
  waiting: number;
  /** The sentence for a caller who finds the line full. */
  full: string;
  /** Milliseconds after which a caller who waits is sent away: what keeps a server busy may be a person who is asked. */
  patienceMs: number;
  /** The sentence for that caller. */
  late: () => string;
}

type Line = (() => void)[];

/** Makes free slots; who waits is served in the order of coming. */
export function createSlots(options: SlotsOptions): Slots {
  const { atOnce, waiting, full } = options;
  const line: Line = [];
  let busy = 0;
  const enter = async (signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    if (busy >= atOnce()) {
      if (line.length >= waiting) throw new Error(full);
      await turnIn(line, signal, options);
    } else busy += 1;
  };
  const leave = () => {
    const next = busy <= atOnce() ? line.shift() : undefined;
    // Whoever comes next takes the place over.
    if (next === undefined) busy -= 1;
    else next();
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

/** Waits at the end of the line. */
function turnIn(line: Line, signal: AbortSignal, { patienceMs, late }: SlotsOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', quit);
    };
    const give = () => {
      end();
      resolve();
    };
    const goWith = (reason: unknown) => {
      end();
      line.splice(line.indexOf(give), 1);
      reject(reason);
    };
    const quit = () => goWith(signal.reason);
    const timer = setTimeout(() => goWith(new Error(late())), patienceMs);
    signal.addEventListener('abort', quit, { once: true });
    line.push(give);
  });
}
