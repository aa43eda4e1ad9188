/** Ctrl-C and termination: what runs is cancelled, and the program ends at once. */
import { EXIT } from './exit.ts';

/** What a cancelled command may still take to remove what it made. */
const GRACE_MS = 400;
/** What a server may still take to end what it is doing. */
const SERVER_GRACE_MS = 8000;

export interface Interrupt {
  signal: AbortSignal;
  /** The code to end with, once interrupted. */
  code: () => number | undefined;
  /** From now on this program is a server: termination is its normal end. */
  becomeServer: () => void;
  /** Signals are the command's own business from now on. */
  handOver: () => void;
}

/** Listens for SIGINT, SIGTERM and SIGHUP; a second one ends the program without any grace. */
export function listenForInterrupt(): Interrupt {
  const controller = new AbortController();
  const server = { is: false };
  let code: number | undefined;
  const end = (exitCode: number) => {
    if (code !== undefined) process.exit(code);
    code = exitCode;
    controller.abort(new Error('Interrupted.'));
    setTimeout(() => process.exit(exitCode), server.is ? SERVER_GRACE_MS : GRACE_MS).unref();
  };
  const listeners = {
    SIGINT: () => end(EXIT.interrupted),
    SIGTERM: () => end(server.is ? EXIT.done : 143),
    SIGHUP: () => end(server.is ? EXIT.done : 129),
  };
  const each = Object.entries(listeners);
  for (const [signal, listener] of each) process.on(signal, listener);
  return {
    signal: controller.signal,
    code: () => code,
    becomeServer: () => {
      server.is = true;
    },
    handOver: () => {
      for (const [signal, listener] of each) process.off(signal, listener);
    },
  };
}
