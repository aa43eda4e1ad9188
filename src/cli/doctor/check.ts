/** One thing that the doctor looks at. */
import type { App } from '../app.ts';

/** `note`: works without it. `mend` says what to do about a problem or a note. */
export interface Finding {
  state: 'ok' | 'note' | 'problem';
  text: string;
  mend?: string;
}

export interface Check {
  name: string;
  /** The exit code where it is a problem; 0: the program works without it. */
  exitCode: number;
  /** Never throws for what it finds. */
  run: (app: App, signal: AbortSignal) => Promise<Finding[]>;
}

/** Time for anything outside, in milliseconds. */
export const CHECK_TIMEOUT_MS = 5000;

/** What an HTTP server answers; a sentence where it cannot be reached. Any status counts as reached. */
export async function reach(
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<number | string> {
  try {
    const timed = AbortSignal.any([signal, AbortSignal.timeout(CHECK_TIMEOUT_MS)]);
    const response = await fetch(url, { headers, signal: timed, redirect: 'manual' });
    await response.body?.cancel();
    return response.status;
  } catch (error) {
    if (!(error instanceof Error)) return String(error);
    if (error.name === 'TimeoutError') return `no answer within ${CHECK_TIMEOUT_MS / 1000} s`;
    const { cause } = error;
    return cause instanceof Error && cause.message !== '' ? cause.message : error.message;
  }
}
