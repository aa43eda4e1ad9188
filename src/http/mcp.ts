/** MCP at `/mcp`, and at `/sse` with `/messages` for older clients. */
import type { Express } from 'express';
import type { McpEndpoints, McpRoute } from '../mcp/http/endpoints.ts';
import { principalOf } from './auth.ts';
import { type Handler, route } from './methods.ts';

/** Registers the routes; bodies arrive as bytes, callers are known. */
export function mcpRoutes(app: Express, { mcp }: { mcp: McpEndpoints }): void {
  const to =
    (answer: McpRoute): Handler =>
    (request, response) =>
      answer(request, response, principalOf(response), request.body);
  const streamable = to(mcp.streamable);
  route(app, '/mcp', { POST: streamable, GET: streamable, DELETE: streamable });
  route(app, '/sse', { GET: to(mcp.sse) });
  route(app, '/messages', { POST: to(mcp.messages) });
}
