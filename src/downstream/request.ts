/** One request to a server in the middle of a call of ours: its progress is told, and what it asks reaches the caller. */
import type { RequestOptions } from '@modelcontextprotocol/client';
import type { ToolContext } from '../tools/define.ts';
import type { Connection } from './connect.ts';
import type { Beside, exchange as Exchange } from './exchange.ts';
import type { Link } from './link.ts';

export interface RequestParts {
  link: Link;
  /** In milliseconds; progress begins it anew. */
  timeout: number;
  /** Whether it may be sent again where it is not known if it has run. */
  repeatable: boolean;
}

/** Sends it; what goes along with its own parameters differs from round to round. @throws Error as `Link.call`. */
export async function request<T>(
  send: (connection: Connection, beside: Beside, options: RequestOptions) => Promise<T>,
  { link, timeout, repeatable }: RequestParts,
  { signal, progress, peer }: ToolContext,
): Promise<T> {
  const onprogress = (step: { progress: number; total?: number; message?: string }) => {
    if (peer?.progress !== undefined) peer.progress(step);
    else progress(step.message ?? `${step.progress}${step.total === undefined ? '' : ` of ${step.total}`}`);
  };
  exchange ??= (await import('./exchange.ts')).exchange;
  const sendAndAnswer = exchange;
  const result = await link.call(
    (connection, flight) =>
      sendAndAnswer((beside, options) => send(connection, beside, options), {
        ...{ connection, flight, signal, timeout, onprogress },
      }),
    { signal, peer, repeatable },
  );
  // The last step arrives together with the answer, and is told before it.
  if (peer?.progress !== undefined) await new Promise(setImmediate);
  return result;
}

/** Loaded with the first call, as the protocol's code is. */
let exchange: typeof Exchange | undefined;

/** What a server says beside a result, without what the protocol says of that connection. */
export function metaOf(meta: Readonly<Record<string, unknown>> = {}): { meta?: Record<string, unknown> } {
  const own = Object.entries(meta).filter(([key]) => !key.startsWith('io.modelcontextprotocol/'));
  return own.length === 0 ? {} : { meta: Object.fromEntries(own) };
}
