/**
 * HTTP+SSE (2024-11-05) for older clients: a stream at one path, messages at another. The current SDK has dropped this
 * transport; this is the one file that takes it from the 1.x SDK.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import type { Principal } from '../../policy/types.ts';
import { forwardChanges } from '../changes.ts';
import type { Registry } from '../registry.ts';
import { createServer } from '../server.ts';
import { sendNoSession, sendTooMany } from './answers.ts';
import type { Endpoint, HandleHttp } from './legacy.ts';
import { createSessions, type Room } from './sessions.ts';

const KEEP_ALIVE_MS = 15_000;

export interface SseEndpoint extends Endpoint {
  /** Opens the stream; a session lives as long as it does. */
  stream: (request: IncomingMessage, response: ServerResponse, principal: Principal) => Promise<void>;
  /** Takes a message. */
  handle: HandleHttp;
}

/** @param messages the path that clients post to. */
export function createSseEndpoint(registry: Registry, room: Room, stop: AbortSignal, messages: string): SseEndpoint {
  const sessions = createSessions<SSEServerTransport>(room);
  return {
    async stream(_request, response, principal) {
      if (!sessions.makeRoom(principal)) return sendTooMany(response);
      const ended = new AbortController();
      const transport = new SSEServerTransport(messages, response);
      const signal = AbortSignal.any([stop, ended.signal]);
      const server = createServer({ registry, principal, signal, era: 'legacy' });
      const keepAlive = setInterval(() => response.write(': keep-alive\n\n'), KEEP_ALIVE_MS).unref();
      server.onclose = () => {
        clearInterval(keepAlive);
        ended.abort(new Error('The client has left.'));
        sessions.remove(transport.sessionId);
      };
      forwardChanges(server, registry, 'legacy');
      sessions.add(transport.sessionId, transport, principal, () => server.close());
      sessions.use(transport.sessionId, principal, response);
      await server.connect(transport);
    },
    async handle(request, response, principal, body) {
      const id = new URL(request.url ?? '/', 'http://localhost').searchParams.get('sessionId');
      const transport = id === null ? undefined : sessions.use(id, principal, response);
      if (transport === undefined) return sendNoSession(response);
      await transport.handlePostMessage(request, response, body);
    },
    close: sessions.close,
  };
}
