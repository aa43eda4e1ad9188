/** The API server's version and its clock: every age is relative to the latter, as this machine's may be wrong. */
import { parseBody } from './decode.ts';
import type { Transport } from './http.ts';
import { text } from './lenient.ts';
import { settle } from './read.ts';
import type { Sharing } from './share.ts';

export interface ServerClock {
  /** Such as `v1.36.3`; null where the server does not say. */
  version(signal?: AbortSignal): Promise<string | null>;
  now(signal?: AbortSignal): Promise<Date>;
}

export function createServerClock(transport: Transport, reads: Sharing): ServerClock {
  const ask = (signal?: AbortSignal) =>
    reads.read(
      'version',
      async (shared) => {
        const answer = await settle(transport.get('/version', shared), shared);
        if ('why' in answer) return { version: null, ahead: 0 };
        const server = Date.parse(answer.date ?? '');
        return {
          version: answer.status === 200 ? (text(parseBody(answer.body)?.gitVersion) ?? null) : null,
          ahead: Number.isNaN(server) ? 0 : server - Date.now(),
        };
      },
      signal,
    );
  return {
    version: async (signal) => (await ask(signal)).version,
    now: async (signal) => new Date(Date.now() + (await ask(signal)).ahead),
  };
}
