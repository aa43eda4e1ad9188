/** Streamable HTTP of the revisions with sessions, 2025-03-26 to 2025-11-25 (and 2024-11-05, where a client asks for it). */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import { isInitializeRequest } from '@modelcontextprotocol/server';
import type { Principal } from '../../policy/types.ts';
import { forwardChanges } from '../changes.ts';
import type { Registry } from '../registry.ts';
import { createServer } from '../server.ts';
import { sendNoSession, sendRpcError, sendTooMany } from './answers.ts';
import { createEventLog } from './events.ts';
import { type Answer, answerPromptly } from './prompt.ts';
import { createSessions, type Room } from './sessions.ts';

/** Characters of events that are kept for clients that come back. */
const EVENT_BUDGET = 32_000_000;

/** Answers one request; `body` is the parsed JSON of a POST. */
export type HandleHttp = (
  request: IncomingMessage,
  response: ServerResponse,
  principal: Principal,
  body: unknown,
) => Promise<void>;

export interface Endpoint {
  handle: HandleHttp;
  close: () => Promise<void>;
}

interface Session {
  transport: NodeStreamableHTTPServerTransport;
  /** Of a POST. */
  answer: Answer;
}

export function createLegacyEndpoint(registry: Registry, room: Room, stop: AbortSignal): Endpoint {
  const sessions = createSessions<Session>(room);
  const log = createEventLog(EVENT_BUDGET);

  const open = async (principal: Principal): Promise<NodeStreamableHTTPServerTransport> => {
    const ended = new AbortController();
    const eventStore = log.open();
    const transport = new NodeStreamableHTTPServerTransport({
      sessionIdGenerator: randomUUID,
      eventStore,
      retryInterval: 1000,
      onsessioninitialized: (id) =>
        sessions.add(id, { transport, answer: answerPromptly(transport) }, principal, () => server.close()),
      onsessionclosed: (id) => sessions.remove(id),
    });
    const signal = AbortSignal.any([stop, ended.signal]);
    const server = createServer({ registry, principal, signal, era: 'legacy' });
    server.onclose = () => {
      ended.abort(new Error('The session has ended.'));
      log.drop(eventStore);
      if (transport.sessionId !== undefined) sessions.remove(transport.sessionId);
    };
    forwardChanges(server, registry, 'legacy');
    await server.connect(transport);
    return transport;
  };

  return {
    async handle(request, response, principal, body) {
      const id = request.headers['mcp-session-id'];
      if (id === undefined && isOpening(body)) {
        if (!sessions.makeRoom(principal)) return sendTooMany(response);
        const transport = await open(principal);
        await transport.handleRequest(request, response, body);
        // Refused, such as for its headers: nobody will ever find this one again.
        if (transport.sessionId === undefined) await transport.close();
        return;
      }
      if (typeof id !== 'string') {
        return sendRpcError(response, 400, -32000, 'Mcp-Session-Id is missing: send the one that initialize returned.');
      }
      const session = sessions.use(id, principal, response);
      if (session === undefined) return sendNoSession(response);
      if (request.method === 'POST') return session.answer(request, response, body);
      await session.transport.handleRequest(request, response, body);
    },
    close: sessions.close,
  };
}

function isOpening(body: unknown): boolean {
  return Array.isArray(body) ? body.some(isInitializeRequest) : isInitializeRequest(body);
}
