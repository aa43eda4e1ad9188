/** How one connection ends, whoever ends it, and who hears of that. */
import type { Client } from '@modelcontextprotocol/client';
import { createListeners } from './listeners.ts';
import type { Way } from './transport.ts';

export interface Watched {
  /** Resolves with the reason when it has ended. */
  lost: Promise<Error>;
  /** The same for one call: what is no longer waited for leaves nothing behind. */
  onLost: (listener: (reason: Error) => void) => () => void;
  /** Ends it at once for all who wait; the server is told where it listens. */
  drop: (reason: Error) => void;
  /** Resolves when the server has been told, or does not listen. */
  close: () => Promise<void>;
  /** Called where something went wrong outside of any call. */
  onTrouble: (listener: () => void) => void;
}

/** To be called before it is opened. */
export function watch(client: Client, way: Way): Watched {
  const { promise: lost, resolve } = Promise.withResolvers<Error>();
  let trouble = () => {};
  let closing: Promise<void> | undefined;
  client.onclose = () => resolve(new Error(ended(way)));
  client.onerror = () => {
    // What goes wrong at the end is no news.
    if (closing === undefined) trouble();
  };
  const close = () => {
    closing ??= way.leave().then(() => client.close().catch(() => {}));
    return closing;
  };
  const drop = (reason: Error) => {
    resolve(reason);
    way.kill();
    void close();
  };
  const waiting = createListeners<[Error]>();
  lost.then(waiting.call);
  return { lost, onLost: waiting.add, drop, close, onTrouble: (listener) => (trouble = listener) };
}

function ended(way: Way): string {
  const complaint = way.complaint();
  return complaint === '' ? 'The connection has ended.' : `The connection has ended; the server said: ${complaint}`;
}
