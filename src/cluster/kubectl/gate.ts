/**
 * The API server as kubectl sees it: on loopback, without credentials, with Secrets masked, and with no more rights than
 * the run was given. What a command line can be made to say is endless; what it sends is not.
 */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { admit, type Leave } from './admit.ts';
import { forward, type RedactDocument } from './forward.ts';
import { refuse } from './status.ts';
import type { Upstream } from './upstream.ts';

export interface Gate {
  /** Lets a run in until `end`. */
  pass(leave: Leave): Pass;
  /** Takes the addresses of this gate out of a text. */
  hide(text: string): string;
  close(): Promise<void>;
}

export interface Pass {
  /** The base URL for the run; whoever knows it has its leave. */
  url: string;
  /** Why the API server could not be asked since the pass was given, as one sentence; undefined: it could. */
  failure(): string | undefined;
  end(): void;
}

/** What one address may do, and what came of it. */
interface Ticket {
  leave: Leave;
  /** How often the API server could not be asked, and why the last time. */
  failures: number;
  failure: string | undefined;
}

/**
 * Opens a gate on a free port of 127.0.0.1. `server` is what takes the gate's place in texts; `redact` takes secrets out
 * of objects, for runs that only read: one that writes could write the masks back.
 */
export async function openGate(upstream: Upstream, server: string, redact?: RedactDocument): Promise<Gate> {
  const tickets = new Map<string, Ticket>();
  const readers = new Map<string, string>();
  const listener = createServer((request, response) => void answer(request, response, tickets, { upstream, redact }));
  const port = await listen(listener);
  const origin = `http://127.0.0.1:${port}`;
  const passFor = (id: string, end: () => void): Pass => {
    const ticket = tickets.get(id);
    const before = ticket?.failures ?? 0;
    const failure = () => ((ticket?.failures ?? 0) > before ? ticket?.failure : undefined);
    return { url: `${origin}/${id}`, failure, end };
  };
  const issue = (leave: Leave) => {
    const id = randomBytes(16).toString('hex');
    tickets.set(id, { leave, failures: 0, failure: undefined });
    return id;
  };
  return {
    pass(leave) {
      if (leave.writes) {
        const id = issue(leave);
        return passFor(id, () => void tickets.delete(id));
      }
      // kubectl keeps what it learnt of a server by its URL, so readers with the same leave share one.
      const key = JSON.stringify(leave);
      const id = readers.get(key) ?? issue(leave);
      readers.set(key, id);
      return passFor(id, () => {});
    },
    hide: (text) => text.replace(new RegExp(`(?:http://)?127\\.0\\.0\\.1:${port}(?:/[0-9a-f]{32})?`, 'g'), server),
    async close() {
      await stop(listener);
      await upstream.close();
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.unref();
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  tickets: ReadonlyMap<string, Ticket>,
  { upstream, redact }: { upstream: Upstream; redact: RedactDocument | undefined },
): Promise<void> {
  // Twice for --raw with a kubectl that does not leave the URL's own path away.
  const [, id = '', rest = ''] = /^\/([0-9a-f]{32})(?:\/\1)?(\/.*)$/s.exec(request.url ?? '') ?? [];
  const ticket = tickets.get(id);
  const { method = 'GET', headers, socket } = request;
  if (ticket === undefined || headers.host !== `127.0.0.1:${socket.localPort}`) {
    refuse(response, 404, 'NotFound', 'the server could not find the requested resource');
    return;
  }
  const [path = '', ...query] = rest.split('?');
  const asked = { method, path, query: new URLSearchParams(query.join('?')), upgrade: headers.upgrade !== undefined };
  const admission = admit(asked, ticket.leave);
  if ('refused' in admission) refuse(response, 403, 'Forbidden', admission.refused);
  else {
    const masks = admission.whole && !ticket.leave.writes ? { redact } : {};
    const { secrets } = admission;
    await forward(request, response, { path: rest, secrets, ...masks, upstream, onFailure: noteIn(ticket) });
  }
}

const noteIn = (ticket: Ticket) => (sentence: string) => {
  ticket.failures += 1;
  ticket.failure = sentence;
};
