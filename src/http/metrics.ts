/** `/metrics`: Prometheus' text format. */
import type { Express } from 'express';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

export function metricRoutes(app: Express, { metrics }: HttpParts): void {
  const show: Handler = async (_, response) => {
    response.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics());
  };
  route(app, '/metrics', { GET: show, HEAD: show });
}
