/**
 * One request to a server and all that belongs to it: its time-out, its progress, and what the server asks on the way.
 * A server of the stateless revision asks in its result; its question goes to the client whose call it is, and the
 * request is sent again with the answer.
 */
import {
  type InputRequiredResult,
  isInputRequiredResult,
  type RequestOptions,
  SdkError,
  SdkErrorCode,
} from '@modelcontextprotocol/client';
import type { ClientPeer } from '../tools/define.ts';
import type { Connection } from './connect.ts';
import { createPatience, type Patience } from './patience.ts';
import type { InFlight } from './relay.ts';

export interface Exchange {
  connection: Connection;
  flight: InFlight;
  signal: AbortSignal;
  /** In milliseconds; progress begins it anew. */
  timeout: number;
  onprogress?: (step: { progress: number; total?: number; message?: string }) => void;
}

/** What a request carries besides its own parameters. */
export interface Beside {
  _meta?: Record<string, unknown>;
  inputResponses?: Record<string, unknown>;
  requestState?: string;
}

const MAX_ROUNDS = 20;
/** A server that asks nothing and only wants to be called again is not called without a pause. */
const PAUSE_MS = 250;
/** The client's own time-out never comes: ours stands still while a person is asked. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * Sends until there is a result. `send` makes one request.
 * @throws Error as `send` does, where the client cannot be asked, or where there is no end to it.
 */
export async function exchange<T>(
  send: (beside: Beside, options: RequestOptions) => Promise<T>,
  { connection, flight, signal, timeout, onprogress }: Exchange,
): Promise<T> {
  const patience = createPatience(timeout, signal);
  flight.waits = patience.waits;
  const options: RequestOptions = { signal: patience.signal, timeout: NEVER_MS, allowInputRequired: true };
  if (onprogress !== undefined)
    options.onprogress = (step) => {
      patience.renew();
      onprogress(step);
    };
  const meta = flight.peer?.meta;
  const beside: Beside = meta === undefined ? {} : { _meta: { ...meta } };
  try {
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const result = await send(beside, options);
      if (!isInputRequiredResult(result)) return result;
      Object.assign(beside, await answered(result, connection, flight.peer, patience));
    }
  } finally {
    patience.end();
  }
  throw new SdkError(SdkErrorCode.InputRequiredRoundsExceeded, `It asked ${MAX_ROUNDS} times and gave no result.`);
}

/** All questions at once, as they came. */
async function answered(
  { inputRequests = {}, requestState }: InputRequiredResult,
  { relay }: Connection,
  peer: ClientPeer | undefined,
  { signal, waits }: Patience,
): Promise<Beside> {
  waits(true);
  try {
    const asked = Object.entries(inputRequests).map(async ([key, { method, params }]) => [
      key,
      await relay.ask(peer, method, { ...params }, signal),
    ]);
    if (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    return { inputResponses: Object.fromEntries(await Promise.all(asked)), requestState };
  } finally {
    waits(false);
  }
}
