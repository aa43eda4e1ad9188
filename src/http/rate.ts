/** How often one caller may call: a bucket of tokens each, filled evenly. */
import type { RequestHandler } from 'express';
import { principalOf } from './auth.ts';
import { HttpError } from './errors.ts';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Callers that are remembered; one that was forgotten begins with a full bucket. */
const MAX_CALLERS = 10_000;

/** `perMinute` of each principal and address, all at once or spread out. */
export function rateLimit(perMinute: number, now: () => number = () => performance.now()): RequestHandler {
  const buckets = new Map<string, Bucket>();
  return (request, response, next) => {
    const key = `${principalOf(response).name} ${request.socket.remoteAddress ?? ''}`;
    const bucket = buckets.get(key) ?? { tokens: perMinute, filledAt: now() };
    const grown = ((now() - bucket.filledAt) / 60_000) * perMinute;
    bucket.tokens = Math.min(perMinute, bucket.tokens + grown);
    bucket.filledAt = now();
    if (!buckets.has(key)) forgetOldest(buckets);
    buckets.set(key, bucket);
    if (bucket.tokens < 1) {
      const seconds = Math.ceil(((1 - bucket.tokens) / perMinute) * 60);
      throw new HttpError(
        429,
        'too_many_requests',
        'Too many requests; slow down, or raise limits.requests_per_minute.',
        {
          'Retry-After': String(seconds),
        },
      );
    }
    bucket.tokens -= 1;
    next();
  };
}

function forgetOldest(buckets: Map<string, Bucket>): void {
  if (buckets.size < MAX_CALLERS) return;
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}
