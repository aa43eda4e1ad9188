/** One call to one server: when it may go, on which connection, and what follows where it fails. */
import type { ClientPeer } from '../tools/define.ts';
import type { Connection } from './connect.ts';
import { become, type Core, FAILURES_TO_OPEN, pause } from './core.ts';
import { type FailureKind, kindOf, sentenceOf } from './failure.ts';
import type { InFlight } from './relay.ts';

export interface CallOptions {
  signal: AbortSignal;
  /** The client whose call it is. */
  peer?: ClientPeer;
  /** Whether it may be sent again where it is not known if it has run. */
  repeatable: boolean;
}

export type Work<T> = (connection: Connection, flight: InFlight) => Promise<T>;

interface Failed {
  error: unknown;
  kind: FailureKind;
  connection: Connection;
}
type Outcome<T> = { value: T } | Failed;

/** How long a call waits for a connection that is being made. */
const PATIENCE_MS = 5000;

/** @throws Error with one sentence where the server cannot take it, did not answer, or answered with an error. */
export async function dispatch<T>(core: Core, work: Work<T>, options: CallOptions): Promise<T> {
  let outcome = await once(core, work, options);
  if (!('value' in outcome) && mayRepeat(outcome.kind, options)) {
    await giveUp(core, outcome);
    outcome = await once(core, work, options);
  }
  if ('value' in outcome) return outcome.value;
  await giveUp(core, outcome);
  throw explained(core, outcome, options);
}

const mayRepeat = (kind: FailureKind, { repeatable }: CallOptions): boolean =>
  kind === 'unsent' || (kind === 'lost' && repeatable);

async function once<T>(core: Core, work: Work<T>, { signal, peer }: CallOptions): Promise<Outcome<T>> {
  const { name, breaker, status } = core;
  const connection = await connected(core, signal);
  if (!breaker.admit())
    throw new Error(
      `The MCP server ${name} has failed ${FAILURES_TO_OPEN} times in a row and is left alone for a while. ${status.lastError ?? ''}`,
    );
  const flight: InFlight = { peer };
  core.relay?.enter(flight);
  const began = performance.now();
  try {
    const value = await raced(work(connection, flight), connection);
    breaker.succeeded();
    if (core.status.state === 'open') become(core, 'ready', { lastError: null });
    core.status.latencyMs = Math.round(performance.now() - began);
    return { value };
  } catch (error) {
    if (signal.aborted) {
      breaker.dropped();
      throw signal.reason;
    }
    const kind = kindOf(error);
    if (kind === 'answer') breaker.succeeded();
    else breaker.failed();
    if (breaker.state() === 'open') become(core, 'open', { lastError: sentenceOf(error) });
    return { error, kind, connection };
  } finally {
    core.relay?.leave(flight);
  }
}

/** The connection, or a short wait for it. */
async function connected(core: Core, signal: AbortSignal): Promise<Connection> {
  if (core.live === undefined && core.status.state !== 'open') {
    const given = new AbortController();
    await Promise.race([
      core.arrival.promise,
      pause(PATIENCE_MS, AbortSignal.any([signal, core.stop.signal, given.signal])),
    ]);
    given.abort();
    signal.throwIfAborted();
  }
  if (core.live !== undefined) return core.live;
  const { lastError } = core.status;
  throw new Error(
    `The MCP server ${core.name} cannot be reached: ${lastError ?? 'it is still being connected.'} It is tried again by itself; "aiops-copilot doctor" says more.`,
  );
}

/** A lost connection ends the call at once, whatever the transport still waits for. */
function raced<T>(work: Promise<T>, { onLost }: Connection): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = onLost((reason) => reject(new LostError(reason)));
    work.then(resolve, reject).finally(stop);
  });
}

class LostError extends Error {
  override name = 'LostError';
  constructor(reason: Error) {
    super(reason.message, { cause: reason });
  }
}

/** A connection on which a call failed is given up, unless it proves to be alive. */
async function giveUp(core: Core, { kind, connection, error }: Failed): Promise<void> {
  if (kind === 'answer') return;
  if (kind === 'timeout') {
    connection.check().catch(() => {});
    return;
  }
  core.status.lastError = sentenceOf(error);
  connection.drop(error instanceof Error ? error : new Error(String(error)));
  await connection.lost;
  // The supervisor hears of it before anything is sent again.
  await new Promise(setImmediate);
}

const DOUBT = 'Whether the call took effect is not known: look before you repeat it.';

function explained({ name, settings }: Core, { kind, error }: Failed, { repeatable }: CallOptions): Error {
  const said = sentenceOf(error);
  const doubt = repeatable ? '' : ` ${DOUBT}`;
  const sentence: Readonly<Record<FailureKind, string>> = {
    answer: `${name} answered: ${said}`,
    unsent: `The MCP server ${name} did not take the call: ${said}`,
    timeout: `The MCP server ${name} did not answer within ${settings.config.timeout_seconds} s.${doubt}`,
    lost: `The MCP server ${name} was lost during the call: ${said}${doubt}`,
  };
  return new Error(sentence[kind], { cause: error });
}
