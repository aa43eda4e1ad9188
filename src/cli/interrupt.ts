/** Ctrl-C and termination: what runs is cancelled, and the program ends at once. */
import { EXIT } from './exit.ts';

/** What a cancelled command may still take to remove what it made. */
const GRACE_MS = 400;

export interface Interrupt {
  signal: AbortSignal;
  /** The code to end with, once interrupted. */
  code: () => number | undefined;
}

/** Listens for SIGINT, SIGTERM and SIGHUP; a second one ends the program without any grace. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  let code: number | undefined;
  const end = (exitCode: number) => () => {
    if (code !== undefined) process.exit(code);
    code = exitCode;
    controller.abort(new Error('Interrupted.'));
    setTimeout(() => process.exit(exitCode), GRACE_MS).unref();
  };
  process.on('SIGINT', end(EXIT.interrupted));
  process.on('SIGTERM', end(143));
  process.on('SIGHUP', end(129));
  return { signal: controller.signal, code: () => code };
}
