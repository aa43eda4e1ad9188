/** `/api/v1/mcp/status`: how the other MCP servers are. */
import type { Express } from 'express';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

export function mcpStatusRoutes(app: Express, { mcpStatus, redact }: HttpParts): void {
  const list: Handler = (_, response) => {
    const servers = mcpStatus().map((server) =>
      Object.fromEntries(
        Object.entries(server).map(([key, value]) => [key, typeof value === 'string' ? redact(value) : value]),
      ),
    );
    response.json({ servers });
  };
  route(app, '/api/v1/mcp/status', { GET: list, HEAD: list });
}
