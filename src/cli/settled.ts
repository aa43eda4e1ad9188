/** Waiting for other MCP servers, where something is about to be said of what they offer. */
import type { Downstream } from '../downstream/hub.ts';

/** Resolves when every server has answered or failed once, or the signal comes. */
export function settled(downstream: Downstream, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      const waits = downstream.status().some(({ state }) => state === 'connecting');
      if (waits && !signal.aborted) return;
      stop();
      resolve();
    };
    const stop = downstream.onState(look);
    signal.addEventListener('abort', look, { once: true });
    look();
  });
}
