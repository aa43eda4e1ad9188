/** Tries again what may pass: too many requests, errors of the server, broken and silent connections; nothing else. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ModelError } from './types.ts';

export interface RetryOptions {
  signal: AbortSignal;
  /** Before the first repetition; doubles each time. */
  baseMs: number;
  onWait?: (step: string) => void;
}

const ATTEMPTS = 4;
/** A silent endpoint has already cost its whole time-out. */
const SILENT_ATTEMPTS = 2;
/** Longer than this nobody waits: the answer then comes from the engine. */
const MAX_WAIT_MS = 60_000;

/** @throws the last ModelError, or the signal's reason. */
export async function withRetries<T>(work: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      options.signal.throwIfAborted();
      const wait = waitBefore(attempt, error, options.baseMs);
      if (wait === undefined) throw error;
      options.onWait?.(`${sentenceOf(error)} Trying again in ${(wait / 1000).toFixed(1)} s.`);
      await sleep(wait, undefined, { signal: options.signal });
    }
  }
}

function waitBefore(attempt: number, error: unknown, baseMs: number): number | undefined {
  if (!(error instanceof ModelError) || error.kind === 'refused' || error.kind === 'too_long') return undefined;
  if (attempt >= (error.kind === 'silent' ? SILENT_ATTEMPTS : ATTEMPTS)) return undefined;
  // Many that were refused at once must not come back at once.
  const backOff = baseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2);
  const wait = Math.max(backOff, error.retryAfterMs ?? 0);
  return wait > MAX_WAIT_MS ? undefined : wait;
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** `Retry-After` in milliseconds: seconds or a date; `retry-after-ms` where a provider sends that. */
export function retryAfterOf(headers: Headers | undefined, now: number): number | undefined {
  const exact = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return exact;
  const value = headers?.get('retry-after');
  if (value === null || value === undefined) return undefined;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
