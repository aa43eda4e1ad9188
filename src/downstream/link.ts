/** One server, kept connected: what is lost is connected anew by itself, and calls never wait for what will not come. */
import type { Catalogue } from './catalogue.ts';
import { become, createCore, type LinkParts, type LinkStatus } from './core.ts';
import type { CallOptions, dispatch as Dispatch, Work } from './dispatch.ts';
import { createSlots } from './slots.ts';

export interface Link {
  status: () => LinkStatus;
  /** What the server offered when it was last read; undefined before the first time, and once it is given up. */
  catalogue: () => Catalogue | undefined;
  /** Starts to connect, and keeps at it. */
  start: () => void;
  /** Runs a request when there is room for it. @throws Error as `dispatch`, or where too many wait already. */
  call: <T>(work: Work<T>, options: CallOptions) => Promise<T>;
  close: () => Promise<void>;
}

const AT_ONCE = 16;
const WAITING = 200;

/** Makes a link that is not started. The protocol's code is loaded when it is. */
export function createLink(parts: LinkParts): Link {
  const { name, settings } = parts;
  const core = createCore(parts);
  let started = false;
  let dispatch: typeof Dispatch | undefined;
  const slots = createSlots({
    // A server that asks its callers gets one call at a time, so that it is known who is asked.
    atOnce: () => (core.relay?.asks() === true ? 1 : AT_ONCE),
    waiting: WAITING,
    full: `The MCP server ${name} is busy: ${WAITING} calls wait for it already. Try again in a moment.`,
    patienceMs: settings.config.timeout_seconds * 1000,
    late: () =>
      `The MCP server ${name} is busy${core.relay?.asks() === true ? ' (it asks its callers, so it takes one call at a time)' : ''}: no turn came within ${settings.config.timeout_seconds} s. Try again later.`,
  });
  return {
    status: () => core.status,
    // While it is being connected anew its tools stay, and so they do where only its calls fail.
    catalogue: () => (core.status.state === 'open' && core.live === undefined ? undefined : core.catalogue),
    start() {
      if (started || !settings.enabled) return;
      started = true;
      import('./supervise.ts')
        .then(({ supervise }) => supervise(core))
        .catch((error: unknown) => become(core, 'failed', { lastError: String(error) }));
    },
    async call(work, options) {
      dispatch ??= (await import('./dispatch.ts')).dispatch;
      const send = dispatch;
      return slots.run(() => send(core, work, options), options.signal);
    },
    async close() {
      core.stop.abort(new Error('The program is ending.'));
      await core.live?.close();
    },
  };
}
