/** `/health`, `/healthz`, `/readyz`: for probes. They never need a token and never name a cluster. */
import type { Express } from 'express';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

export function healthRoutes(app: Express, { state }: HttpParts): void {
  const healthy: Handler = (_, response) => {
    response.json({ status: 'ok' });
  };
  const ready: Handler = (_, response) => {
    response.json({ status: 'ready', ...state() });
  };
  route(app, '/health', { GET: healthy, HEAD: healthy });
  route(app, '/healthz', { GET: healthy, HEAD: healthy });
  route(app, '/readyz', { GET: ready, HEAD: ready });
}
