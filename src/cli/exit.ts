/** Exit codes, and errors as the one sentence that a person gets. */
import { CaptureError } from '../cluster/capture/options.ts';
import { ClusterUnreadableError } from '../cluster/source.ts';
import { ConfigError } from '../config/error.ts';
import { stripInvisible } from '../output/strip.ts';

export const EXIT = { done: 0, problems: 1, usage: 2, unreadable: 3, model: 4, interrupted: 130 } as const;

/** The command ends here, with this code; an empty message prints nothing. */
export class ExitError extends Error {
  override name = 'ExitError';
  readonly code: number;

  constructor(code: number, message = '') {
    super(message);
    this.code = code;
  }
}

/** The code that an error of a command ends the program with. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof ExitError) return error.code;
  if (error instanceof ConfigError || error instanceof CaptureError) return EXIT.usage;
  if (error instanceof ClusterUnreadableError) return EXIT.unreadable;
  return EXIT.unreadable;
}

/** An error as one line without a stack trace. */
export function sentenceOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return stripInvisible(message)
    .replace(/\s*\n\s*/g, ' ')
    .trim();
}
