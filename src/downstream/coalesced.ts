/** One run for all that is asked within a time, and none beside another. */

/** Makes the function that asks for a run. Errors of the work are its own to tell. */
export function coalesced(ms: number, work: () => unknown): () => void {
  let waiting = false;
  let running = false;
  const run = async () => {
    waiting = false;
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
    if (waiting) return;
    waiting = true;
    setTimeout(run, ms).unref();
  };
  return ask;
}
