/** The client, as what stands behind a tool may use it: asked and told within the call. */
import type { Progress, Result } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { ClientPeer } from '../tools/define.ts';
import type { Turn } from './provider.ts';

/** Any result: who asked knows what it asked for. */
const AnyResult = z.looseObject({}) satisfies z.ZodType<Result>;

/** A person may sit behind the answer. */
const ANSWER_MS = 600_000;

/** Clients of the stateless revision cannot be asked in the middle of a call: for them there is no method to ask by. */
export function peerOf({ client, context }: Turn): ClientPeer {
  const modern = context.mcpReq.envelope !== undefined;
  const { progressToken } = context.mcpReq._meta ?? {};
  const notify: ClientPeer['notify'] = (method, params) => {
    // A client that has gone is noticed by its call's signal.
    context.mcpReq.notify({ method, params }).catch(() => {});
  };
  return {
    capabilities: modern ? {} : client,
    request: (method, params, signal) =>
      context.mcpReq.send({ method, params }, AnyResult, { signal, timeout: ANSWER_MS }),
    notify,
    progress:
      progressToken === undefined ? undefined : (step) => notify('notifications/progress', { progressToken, ...step }),
  };
}

/** Steps as progress notifications, for clients that asked; how many will come is not known. */
export function progressOf({ context }: Turn): ((step: string) => void) | undefined {
  const progressToken = context.mcpReq._meta?.progressToken;
  if (progressToken === undefined) return undefined;
  let progress = 0;
  return (message) => {
    progress += 1;
    const params: Progress & { progressToken: string | number } = { progressToken, progress, message };
    // A client that has gone is noticed by its call's signal.
    context.mcpReq.notify({ method: 'notifications/progress', params }).catch(() => {});
  };
}
