/** One path and what its methods do; any other method is a 405 that names them. */
import type { Express, Request, Response } from 'express';
import { HttpError } from './errors.ts';

export type Handler = (request: Request, response: Response) => void | Promise<void>;

/** Registers a path, or a prefix of paths. HEAD is answered only where it is listed. */
export function route(
  app: Express,
  path: string,
  methods: Readonly<Record<string, Handler>>,
  kind: 'exact' | 'prefix' = 'exact',
): void {
  const handle: Handler = (request, response) => {
    const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined;
    if (handler !== undefined) return handler(request, response);
    const allow = Object.keys(methods).join(', ');
    throw new HttpError(405, 'method_not_allowed', `${path} takes ${allow}.`, { Allow: allow });
  };
  if (kind === 'exact') app.all(path, handle);
  else app.use(path, handle);
}
