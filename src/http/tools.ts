/** `/tools`: what can be called. */
import type { Express } from 'express';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

export function toolRoutes(app: Express, { tools }: HttpParts): void {
  const list: Handler = (_, response) => {
    response.json({ tools: [...tools.values()].map(({ name, description }) => ({ name, description })) });
  };
  route(app, '/tools', { GET: list, HEAD: list });
}
