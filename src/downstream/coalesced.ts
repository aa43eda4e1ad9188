/** One run for all that is asked in a row, and none beside another. */

/** So many times the pause is the longest that a run is put off, however much more is asked. */
const MOST_PAUSES = 10;

/** Makes the function that asks for a run, once nothing was asked for `ms`. Errors of the work are its own to tell. */
export function coalesced(ms: number, work: () => unknown): () => void {
  let timer: NodeJS.Timeout | undefined;
  let first = 0;
  let running = false;
  const run = async () => {
    timer = undefined;
    if (running) return ask();
    running = true;
    try {
      await work();
    } catch {
      // What was asked for is tried again with the next change.
    } finally {
      running = false;
    }
  };
  const ask = (): void => {
    const now = performance.now();
    if (timer === undefined) first = now;
    clearTimeout(timer);
    const left = first + ms * MOST_PAUSES - now;
    timer = setTimeout(run, Math.max(0, Math.min(ms, left))).unref();
  };
  return ask;
}
