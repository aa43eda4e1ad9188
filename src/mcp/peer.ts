/** The client, as what stands behind a tool may use it: asked and told within the call. */
import type { Progress, Result } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { ClientPeer } from '../tools/define.ts';
import type { Turn } from './provider.ts';

/** Any result: who asked knows what it asked for. */
const AnyResult = z.looseObject({}) satisfies z.ZodType<Result>;

/** A person may sit behind the answer. */
const ANSWER_MS = 600_000;

/** What belongs to this hop alone: the protocol's own keys, and the token of a progress that is numbered anew. */
const OF_THE_HOP = /^(?:progressToken$|io\.modelcontextprotocol\/)/;

export interface Peer extends ClientPeer {
  /** A step of our own, in words; absent where the client did not ask for progress. How many will come is not known. */
  step?: (sentence: string) => void;
}

/** Clients of the stateless revision cannot be asked in the middle of a call: `held.ts` asks them in rounds. */
export function peerOf({ client, context }: Turn): Peer {
  const { envelope, _meta } = context.mcpReq;
  const progressToken = _meta?.progressToken;
  const notify: ClientPeer['notify'] = (method, params) => {
    // A client that has gone is noticed by its call's signal.
    context.mcpReq.notify({ method, params }).catch(() => {});
  };
  const peer: Peer = {
    capabilities: envelope === undefined ? client : {},
    meta: metaIn(_meta),
    request: (method, params, signal) =>
      context.mcpReq.send({ method, params }, AnyResult, { signal, timeout: ANSWER_MS }),
    notify,
  };
  if (progressToken === undefined) return peer;
  peer.progress = (step) => notify('notifications/progress', { progressToken, ...step });
  let progress = 0;
  peer.step = (message) => {
    progress += 1;
    notify('notifications/progress', { progressToken, progress, message } satisfies Progress & Record<string, unknown>);
  };
  return peer;
}

/** What the client said beside the call, for whoever answers it in the end. */
function metaIn(meta: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> | undefined {
  if (meta === undefined) return undefined;
  const own = Object.entries(meta).filter(([key]) => !OF_THE_HOP.test(key));
  return own.length === 0 ? undefined : Object.fromEntries(own);
}
