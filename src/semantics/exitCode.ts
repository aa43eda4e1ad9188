/**
 * What a container's exit code means, by the conventions of POSIX shells, the container runtimes and Windows.
 * An exit code alone never says why a program stopped; it says how, and which question to ask next.
 */

/** How a process ended, as far as its exit code tells. */
export type ExitKind =
  | 'success'
  | 'application-error'
  | 'start-failed'
  | 'not-executable'
  | 'not-found'
  | 'invalid-exit'
  | 'signal'
  | 'windows-status'
  | 'unknown';

export interface ExitMeaning {
  code: number;
  kind: ExitKind;
  /** Signal number, where the process was ended by one. */
  signal?: number;
  /** Such as `SIGKILL`. */
  signalName?: string;
  /** Name of a Windows status, such as `STATUS_ACCESS_VIOLATION`. */
  status?: string;
  /** One clause in English: `killed by SIGKILL`. */
  meaning: string;
}

/** Linux signal numbers (signal(7), x86 and ARM) that end a process by default. */
const SIGNALS: Readonly<Record<number, [name: string, meaning: string]>> = {
  1: ['SIGHUP', 'hung up'],
  2: ['SIGINT', 'interrupted'],
  3: ['SIGQUIT', 'asked to quit with a core dump'],
  4: ['SIGILL', 'illegal instruction (often an image built for another CPU)'],
  5: ['SIGTRAP', 'trace trap'],
  6: ['SIGABRT', 'aborted itself (failed assertion, uncaught exception, or allocator failure)'],
  7: ['SIGBUS', 'bad memory access (bus error)'],
  8: ['SIGFPE', 'arithmetic error'],
  9: ['SIGKILL', 'killed (out of memory, or not stopped within the grace period)'],
  10: ['SIGUSR1', 'ended by a user-defined signal'],
  11: ['SIGSEGV', 'segmentation fault'],
  12: ['SIGUSR2', 'ended by a user-defined signal'],
  13: ['SIGPIPE', 'wrote to a closed pipe'],
  14: ['SIGALRM', 'timer ran out'],
  15: ['SIGTERM', 'asked to terminate'],
  24: ['SIGXCPU', 'CPU time limit exceeded'],
  25: ['SIGXFSZ', 'file size limit exceeded'],
  31: ['SIGSYS', 'called a system call that is not allowed (seccomp)'],
};

/** NTSTATUS values (ntstatus.h) that containers on Windows end with. */
const WINDOWS: Readonly<Record<number, [name: string, meaning: string]>> = {
  3221225477: ['STATUS_ACCESS_VIOLATION', 'access violation'],
  3221225495: ['STATUS_NO_MEMORY', 'out of memory'],
  3221225725: ['STATUS_STACK_OVERFLOW', 'stack overflow'],
  3221225781: ['STATUS_DLL_NOT_FOUND', 'a DLL was not found'],
  3221225794: ['STATUS_DLL_INIT_FAILED', 'a DLL failed to initialise'],
  3221225786: ['STATUS_CONTROL_C_EXIT', 'stopped by a console control event'],
  3221226356: ['STATUS_HEAP_CORRUPTION', 'heap corruption'],
  3221226505: ['STATUS_STACK_BUFFER_OVERRUN', 'fail-fast (stack buffer overrun)'],
  3762504530: ['CLR_EXCEPTION', 'unhandled .NET exception'],
};

/** Codes below 128 that runtimes and shells reserve. */
const RESERVED: Readonly<Record<number, [kind: ExitKind, meaning: string]>> = {
  0: ['success', 'finished without an error'],
  1: ['application-error', 'the program reported an error'],
  2: ['application-error', 'the program reported an error (often wrong arguments)'],
  125: ['start-failed', 'the container itself could not be run'],
  126: ['not-executable', 'the command was found but cannot be executed (permission, or not a program)'],
  127: ['not-found', 'the command was not found'],
  128: ['start-failed', 'the container could not be started (or an exit status was invalid)'],
  255: ['invalid-exit', 'exit status out of range, such as exit(-1)'],
};

/** The signal that a code stands for: 128 + n. */
function signalOf(code: number): number | undefined {
  return code > 128 && code <= 128 + 64 ? code - 128 : undefined;
}

/**
 * What an exit code means. Codes that no convention knows are `application-error` (or `unknown` where it is no code at all).
 * @param signal the `signal` field of the terminated state, where the runtime filled it in (0 is none)
 */
export function exitMeaning(code: number | undefined, signal?: number): ExitMeaning {
  if (typeof code !== 'number' || !Number.isInteger(code)) {
    return { code: -1, kind: 'unknown', meaning: 'the exit code is not known' };
  }
  const reserved = RESERVED[code];
  if (reserved !== undefined && !signal) return { code, kind: reserved[0], meaning: reserved[1] };
  const number = signal ? signal : signalOf(code);
  if (number !== undefined) return killedBy(code, number);
  const windows = WINDOWS[code >>> 0];
  if (windows !== undefined && (code > 255 || code < 0)) {
    return { code, kind: 'windows-status', status: windows[0], meaning: windows[1] };
  }
  if (code > 255 || code < 0) return windowsStatus(code);
  return { code, kind: 'application-error', meaning: 'the program reported an error of its own' };
}

function killedBy(code: number, signal: number): ExitMeaning {
  const known = SIGNALS[signal];
  const name = known?.[0] ?? `signal ${signal}`;
  const meaning = known === undefined ? `ended by ${name}` : `${known[1]}: ${name}`;
  return { code, kind: 'signal', signal, signalName: name, meaning };
}

function windowsStatus(code: number): ExitMeaning {
  const status = `0x${(code >>> 0).toString(16).toUpperCase().padStart(8, '0')}`;
  return { code, kind: 'windows-status', status, meaning: `Windows status ${status}` };
}
