/** The way to one server, from its configuration alone: nothing of a caller, least of all its token, goes along. */
import { SSEClientTransport, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createFetch } from './fetch.ts';
import { killTree } from './killTree.ts';
import { Lines } from './lines.ts';
import type { Endpoint } from './settings.ts';

export interface Way {
  transport: Transport;
  /** The last words on the standard error of a child. */
  complaint: () => string;
  /** Ends a child that does not listen; nothing to do for others. */
  kill: () => void;
  /** Tells a server with sessions that this one is over, as long as it takes no time; never throws. */
  leave: () => Promise<void>;
}

/** Bytes of one message. Larger ones end the connection: the sender is broken, or means harm. */
const MAX_MESSAGE = 64 * 1024 * 1024;
const COMPLAINT = 500;
/** Characters of standard error that are looked through: some print their whole usage after the error. */
const HEARD = 16_384;

/** Makes an unopened way. @throws Error where a file of `tls` cannot be read. */
export async function createWay(endpoint: Endpoint): Promise<Way> {
  if (endpoint.mode === 'stdio') return childWay(endpoint);
  const url = new URL(endpoint.url ?? '');
  const options = { requestInit: { headers: { ...endpoint.headers } }, fetch: await createFetch(endpoint.tls) };
  const plain = { complaint: () => '', kill: () => {} };
  if (endpoint.mode === 'sse')
    return { transport: new SSEClientTransport(url, options), ...plain, leave: async () => {} };
  const transport = new StreamableHTTPClientTransport(url, { ...options, reconnectionOptions: RECONNECTION });
  return { transport, ...plain, leave: () => leaving(transport) };
}

/** What a server may take to end a session; after that it ends it by itself some day. */
const LEAVE_MS = 1000;

/** A DELETE where there is a session; closing the transport afterwards ends one that hangs. */
async function leaving(transport: StreamableHTTPClientTransport): Promise<void> {
  const over = new Promise<void>((resolve) => void setTimeout(resolve, LEAVE_MS).unref());
  await Promise.race([transport.terminateSession().catch(() => {}), over]);
}

/** A stream that broke is taken up again by the transport where the server can; a server that is gone is seen by us. */
const RECONNECTION = {
  initialReconnectionDelay: 200,
  maxReconnectionDelay: 2000,
  reconnectionDelayGrowFactor: 2,
  maxRetries: 2,
};

function childWay({ command = '', args, env, cwd }: Endpoint): Way {
  const transport = new StdioClientTransport({
    command,
    args: [...args],
    env: { ...env },
    cwd,
    stderr: 'pipe',
    maxBufferSize: MAX_MESSAGE,
  });
  // biome-ignore lint/complexity/useLiteralKeys: it is private to the SDK; only so does the compiler let it be written.
  transport['_readBuffer'] = new Lines(MAX_MESSAGE);
  let said = '';
  transport.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-HEARD);
  });
  let child: number | null = null;
  const start = transport.start.bind(transport);
  transport.start = async () => {
    await start();
    child = transport.pid;
  };
  const kill = () => {
    if (child !== null && transport.pid === child) killTree(child);
  };
  return { transport, complaint: () => complaintIn(said), kill, leave: async () => {} };
}

/** The last line that calls itself an error, else the last words. */
function complaintIn(said: string): string {
  const lines = said.trim().split('\n');
  const error = lines.findLast((line) => /^\W*(?:\w*error|fatal|panic)\b/i.test(line));
  return (error ?? lines.slice(-2).join(' ')).trim().slice(-COMPLAINT);
}
