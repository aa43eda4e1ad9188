/** One server, kept connected: what is lost is connected anew by itself, and calls never wait for what will not come. */
import type { ClientPeer } from '../tools/define.ts';
import { backoff } from './backoff.ts';
import { createBreaker } from './breaker.ts';
import type { Catalogue } from './catalogue.ts';
import type { Connection, Memory } from './connect.ts';
import type { FailureKind } from './failure.ts';
import type { Relay } from './relay.ts';
import type { ServerSettings } from './settings.ts';
import { createSlots } from './slots.ts';

export type LinkState = 'connecting' | 'ready' | 'failed' | 'open' | 'disabled';

export interface LinkStatus {
  state: LinkState;
  era: string | null;
  /** Of the last answer, in milliseconds. */
  latencyMs: number | null;
  lastError: string | null;
  /** RFC 3339: since when it is in this state. */
  since: string;
}

export interface CallOptions {
  signal: AbortSignal;
  peer?: ClientPeer;
  /** Whether it may be sent again where it is not known if it has run. */
  repeatable: boolean;
}

export interface Link {
  status: () => LinkStatus;
  /** What the server offered when it was last read; undefined before the first time. */
  catalogue: () => Catalogue | undefined;
  /** Starts to connect, and keeps at it. */
  start: () => void;
  /** @throws Error with one sentence where the server cannot take it or did not answer; what the server itself answered. */
  call: <T>(work: (connection: Connection) => Promise<T>, options: CallOptions) => Promise<T>;
  close: () => Promise<void>;
}

export interface LinkParts {
  name: string;
  version: string;
  settings: ServerSettings;
  /** The state, or what the server offers, has changed. */
  onChange: () => void;
}

const AT_ONCE = 16;
const WAITING = 200;
const FAILURES_TO_OPEN = 5;
const COOL_DOWN_MS = 15_000;
const FIRST_WAIT_MS = 200;
const MAX_WAIT_MS = 30_000;
const HEALTH_MS = 30_000;
/** A connection that lasted this long was a good one: the waits begin anew. */
const STABLE_MS = 10_000;
/** How long a call waits for a connection that is being made. */
const PATIENCE_MS = 5000;

/** Makes a link that is not started. */
export function createLink({ name, version, settings, onChange }: LinkParts): Link {
  const stop = new AbortController();
  const memory: Memory = {};
  const breaker = createBreaker({
    threshold: FAILURES_TO_OPEN,
    coolDownMs: COOL_DOWN_MS,
    clock: () => performance.now(),
  });
  let relay: Relay | undefined;
  let live: Connection | undefined;
  let catalogue: Catalogue | undefined;
  let arrival = Promise.withResolvers<void>();
  let status: LinkStatus = {
    state: settings.enabled ? 'connecting' : 'disabled',
    era: null,
    latencyMs: null,
    lastError: null,
    since: new Date().toISOString(),
  };
  const slots = createSlots({
    atOnce: () => (relay?.asks() === true ? 1 : AT_ONCE),
    waiting: WAITING,
    full: `${name} is busy: ${WAITING} calls wait for it already. Try again in a moment.`,
  });

  const become = (state: LinkState, more: Partial<LinkStatus> = {}) => {
    const since = state === status.state ? status.since : new Date().toISOString();
    status = { ...status, ...more, state, since };
    onChange();
  };

  const supervise = async () => {
    const [{ connect }, { sentenceOf }, { createRelay }] = await Promise.all([
      import('./connect.ts'),
      import('./failure.ts'),
      import('./relay.ts'),
    ]);
    relay = createRelay(name);
    const onCatalogue = () => {
      catalogue = live?.catalogue();
      onChange();
    };
    for (let attempt = 1; !stop.signal.aborted; attempt += 1) {
      let lastError: string;
      try {
        const connection = await connect({ name, version, settings, memory, relay, onCatalogue, signal: stop.signal });
        if (stop.signal.aborted) return await connection.close();
        const lasted = await hold(connection);
        if (lasted.ms > STABLE_MS) attempt = 1;
        lastError = sentenceOf(lasted.reason);
      } catch (error) {
        lastError = sentenceOf(error);
        breaker.failed();
      }
      if (stop.signal.aborted) return;
      become(breaker.state() === 'open' ? 'open' : 'failed', { lastError });
      await pause(backoff(attempt, { firstMs: FIRST_WAIT_MS, maxMs: MAX_WAIT_MS, random: Math.random }), stop.signal);
    }
  };

  /** Resolves when the connection is lost. */
  const hold = async (connection: Connection) => {
    const began = performance.now();
    live = connection;
    catalogue = connection.catalogue();
    if (breaker.state() === 'closed') breaker.succeeded();
    become('ready', { era: connection.revision, lastError: null });
    arrival.resolve();
    const timer = setInterval(connection.check, HEALTH_MS);
    timer.unref();
    const reason = await connection.lost;
    clearInterval(timer);
    live = undefined;
    arrival = Promise.withResolvers<void>();
    return { reason, ms: performance.now() - began };
  };

  const connected = async (signal: AbortSignal): Promise<Connection> => {
    if (live === undefined && status.state !== 'open') {
      await Promise.race([arrival.promise, pause(PATIENCE_MS, AbortSignal.any([signal, stop.signal]))]);
      signal.throwIfAborted();
    }
    if (live !== undefined) return live;
    const why = status.lastError === null ? 'it is being connected' : status.lastError;
    throw new Error(
      `The MCP server ${name} cannot be reached: ${why} It is tried again by itself; see "aiops-copilot doctor".`,
    );
  };

  const once = async <T>(
    work: (connection: Connection) => Promise<T>,
    { signal, peer }: CallOptions,
  ): Promise<Outcome<T>> => {
    const connection = await connected(signal);
    if (!breaker.admit())
      throw new Error(
        `The MCP server ${name} has failed ${FAILURES_TO_OPEN} times in a row and is left alone for a while. Last: ${status.lastError ?? 'no answer in time.'}`,
      );
    const leave = relay?.enter(peer);
    const began = performance.now();
    try {
      const ended = connection.lost.then((reason) => Promise.reject(reason));
      const value = await Promise.race([work(connection), ended]);
      breaker.succeeded();
      status.latencyMs = Math.round(performance.now() - began);
      return { value };
    } catch (error) {
      if (signal.aborted) {
        breaker.dropped();
        throw signal.reason;
      }
      const { kindOf } = await import('./failure.ts');
      const kind = kindOf(error);
      if (kind === 'answer') breaker.succeeded();
      else breaker.failed();
      return { error, kind, connection };
    } finally {
      leave?.();
    }
  };

  const call = async <T>(work: (connection: Connection) => Promise<T>, options: CallOptions): Promise<T> =>
    slots.run(async () => {
      const first = await once(work, options);
      if ('value' in first) return first.value;
      await after(first);
      const again = first.kind === 'unsent' || (first.kind === 'lost' && options.repeatable);
      const last = again ? await once(work, options) : first;
      if ('value' in last) return last.value;
      if (last !== first) await after(last);
      throw await explained(last);
    }, options.signal);

  /** A connection on which a call failed is given up, unless it proves to be alive. */
  const after = async ({ kind, connection, error }: Failed): Promise<void> => {
    const { sentenceOf } = await import('./failure.ts');
    if (kind === 'timeout') connection.check();
    else if (kind !== 'answer') {
      status = { ...status, lastError: sentenceOf(error) };
      connection.drop(error instanceof Error ? error : new Error(String(error)));
      await connection.lost;
      // So that the supervisor has seen it before anything is sent again.
      await new Promise(setImmediate);
    }
  };

  const explained = async ({ kind, error }: Failed): Promise<Error> => {
    const { sentenceOf } = await import('./failure.ts');
    const said = sentenceOf(error);
    if (kind === 'answer') return new Error(`${name} answered: ${said}`, { cause: error });
    if (kind === 'unsent') return new Error(`The MCP server ${name} did not take the call: ${said}`, { cause: error });
    const doubt = options_repeat;
    return new Error(
      kind === 'timeout'
        ? `The MCP server ${name} did not answer within ${settings.config.timeout_seconds} s. ${doubt}`
        : `The MCP server ${name} was lost during the call: ${said} ${doubt}`,
      { cause: error },
    );
  };
  const options_repeat = 'Whether the call took effect is not known: look before you repeat it.';

  return {
    status: () => status,
    catalogue: () => catalogue,
    start() {
      if (!settings.enabled) return;
      supervise().catch((error: unknown) => become('failed', { lastError: String(error) }));
    },
    call,
    async close() {
      stop.abort(new Error('The program is ending.'));
      await live?.close();
    },
  };
}

interface Failed {
  error: unknown;
  kind: FailureKind;
  connection: Connection;
}
type Outcome<T> = { value: T } | Failed;

/** Resolves after a time, or at once when the signal comes. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
