/**
 * Ends requests whose bodies do not: the body parser answers "too large" only once it has thrown away all of the body,
 * so that most clients read the answer. One that sends on and on is answered, and cut off, after so much.
 */
import type { RequestHandler } from 'express';
import { HttpError, sendError } from './errors.ts';

/** Bytes over the limit that are still thrown away in patience. */
const PATIENCE = 16_000_000;

/** To be used right before the parser, which then reads along. @param limit bytes that a body may have. */
export function endEndlessBodies(limit: number): RequestHandler {
  return (request, response, next) => {
    let received = 0;
    request.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received <= limit + PATIENCE || response.headersSent) return;
      response.once('finish', () => request.destroy());
      const message = 'The body is larger than limits.body_bytes allows; send less.';
      sendError(response, new HttpError(413, 'too_large', message, { Connection: 'close' }));
    });
    next();
  };
}
