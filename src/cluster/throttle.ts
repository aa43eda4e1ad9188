/** When the API server asks to slow down (429, or 503 with Retry-After), it is obeyed. */
import { setTimeout as sleep } from 'node:timers/promises';

const MAX_TRIES = 6;
const MAX_WAIT_S = 30;

/**
 * How long to wait before the next try, in milliseconds; undefined: take the answer as it is.
 * `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3); without it a 429 waits twice as long each time.
 */
export function throttleDelay(status: number, retryAfter: string | undefined, tries: number): number | undefined {
  const asked = status === 429 || (status === 503 && retryAfter !== undefined);
  if (!asked || tries >= MAX_TRIES) return undefined;
  const seconds = retryAfter === undefined ? 2 ** (tries - 1) : secondsOf(retryAfter);
  return Math.min(Math.max(seconds, 0), MAX_WAIT_S) * 1000;
}

function secondsOf(retryAfter: string): number {
  if (/^\s*\d+\s*$/.test(retryAfter)) return Number(retryAfter);
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? 1 : (date - Date.now()) / 1000;
}

/** Waits, unless the signal aborts first: then its reason is thrown. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
