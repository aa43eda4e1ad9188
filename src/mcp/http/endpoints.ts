/** MCP over HTTP: both eras at one path, HTTP+SSE beside it. Who calls was decided before. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { classifyInboundRequest } from '@modelcontextprotocol/server';
import type { Principal } from '../../policy/types.ts';
import type { Registry } from '../registry.ts';
import { parseBody } from './answers.ts';
import { createLegacyEndpoint } from './legacy.ts';
import { createModernEndpoint } from './modern.ts';
import type { Room, SessionLimits } from './sessions.ts';
import { createSseEndpoint } from './sse.ts';

/** The path that HTTP+SSE clients post to; `/sse` tells them. */
const MESSAGES = '/messages';

/** One request: `body` is what arrived of it, as bytes. */
export type McpRoute = (
  request: IncomingMessage,
  response: ServerResponse,
  principal: Principal,
  body: unknown,
) => Promise<void>;

export interface McpEndpoints {
  /** `/mcp`: POST, GET, DELETE. */
  streamable: McpRoute;
  /** `/sse`: GET. */
  sse: McpRoute;
  /** `/messages`: POST. */
  messages: McpRoute;
  /** Ends every session and stream. */
  close: () => Promise<void>;
}

export function createMcpEndpoints(registry: Registry, limits: SessionLimits, stop: AbortSignal): McpEndpoints {
  const room: Room = { sessions: new Map(), limits };
  const modern = createModernEndpoint(registry, stop);
  const legacy = createLegacyEndpoint(registry, room, stop);
  const older = createSseEndpoint(registry, room, stop, MESSAGES);
  return {
    async streamable(request, response, principal, bytes) {
      const body = request.method === 'POST' ? parseBody(bytes, response) : { json: undefined };
      if (body === undefined) return;
      await (isLegacy(request, body.json) ? legacy : modern).handle(request, response, principal, body.json);
    },
    async sse(request, response, principal) {
      await older.stream(request, response, principal);
    },
    async messages(request, response, principal, bytes) {
      const body = parseBody(bytes, response);
      if (body !== undefined) await older.handle(request, response, principal, body.json);
    },
    async close() {
      await Promise.all([modern.close(), legacy.close(), older.close()]);
      registry.close();
    },
  };
}

/** As the SDK decides it, from the headers and the body that are there already. */
function isLegacy({ method = 'GET', headers }: IncomingMessage, body: unknown): boolean {
  const outcome = classifyInboundRequest({
    httpMethod: method,
    protocolVersionHeader: single(headers['mcp-protocol-version']),
    mcpMethodHeader: single(headers['mcp-method']),
    mcpNameHeader: single(headers['mcp-name']),
    ...(body === undefined ? {} : { body }),
  });
  return outcome.kind === 'legacy';
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
