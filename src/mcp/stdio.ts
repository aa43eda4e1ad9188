/** MCP over standard input and output: one client, both protocol eras. */
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { Principal } from '../policy/types.ts';
import { forwardChanges } from './changes.ts';
import type { Registry } from './registry.ts';
import { createServer } from './server.ts';

export interface StdioOptions {
  registry: Registry;
  principal: Principal;
  /** Ends the connection. */
  signal: AbortSignal;
  onerror: (error: Error) => void;
}

/** Serves until the client closes its end or the signal comes; by then all calls are cancelled. */
export async function serveOverStdio({ registry, principal, signal, onerror }: StdioOptions): Promise<void> {
  const calls = new AbortController();
  const transport = new StdioServerTransport();
  const ended = new Promise<void>((resolve) => {
    // Whichever the client does first; the transport hears the same events.
    process.stdin
      .once('end', resolve)
      .once('close', resolve)
      .once('error', () => resolve());
    process.stdout.once('error', () => resolve());
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  const factory = ({ era }: { era: 'legacy' | 'modern' }) => {
    const server = createServer({ registry, principal, signal: calls.signal, era, wire: transport });
    forwardChanges(server, registry, era);
    return server;
  };
  const handle = serveStdio(factory, { transport, onerror });
  await ended;
  calls.abort(new Error('The client has closed the connection.'));
  await handle.close();
  registry.close();
}
