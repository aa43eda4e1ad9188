/** One program: argv, never a shell; in a process group of its own that is killed with it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { constants as system } from 'node:os';
import { pipeline, type Readable } from 'node:stream';
import type { Sink } from './sink.ts';

/** Where programs are looked for: the system's own folders first, so that none is shadowed. */
export const SEARCH_PATH: readonly string[] = [
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
];

export interface ProgramRun {
  argv: readonly string[];
  folder: string;
  /** All of its environment. */
  environment: Readonly<Record<string, string>>;
  /** Null: it reads nothing. */
  input: Readable | null;
  out: Sink;
  err: Sink;
  signal: AbortSignal;
}

/** The program of that name; undefined: there is none. */
export function findProgram(name: string): string | undefined {
  return SEARCH_PATH.map((folder) => `${folder}/${name}`).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * Runs a program to its end and returns its exit code as a shell counts it: 128 and the signal's number where one ended it.
 * @throws the system's error where it could not be started
 */
export async function runProgram(program: string, run: ProgramRun): Promise<number> {
  run.signal.throwIfAborted();
  const [argv0 = program, ...args] = run.argv;
  const child = spawn(program, args, {
    argv0,
    cwd: run.folder,
    env: run.environment,
    detached: true,
    stdio: [run.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  const kill = () => killGroup(child);
  run.signal.addEventListener('abort', kill, { once: true });
  const ended = exitOf(child).finally(() => run.signal.removeEventListener('abort', kill));
  try {
    if (run.input !== null && child.stdin !== null) feed(run.input, child.stdin);
    const [code] = await Promise.all([ended, drain(child.stdout, run.out, child), drain(child.stderr, run.err, child)]);
    return code;
  } finally {
    // Whoever writes to this program learns that it has ended.
    run.input?.destroy();
  }
}

function exitOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, name) => {
      // What it left behind would hold its output open. Only now: later the number may be another's.
      killGroup(child);
      resolve(code ?? 128 + (name === null ? 0 : system.signals[name]));
    });
  });
}

/** A program may end before it has read everything: that is no error. */
function feed(input: Readable, stdin: NodeJS.WritableStream): void {
  pipeline(input, stdin, () => {});
}

async function drain(output: Readable | null, sink: Sink, child: ChildProcess): Promise<void> {
  if (output === null) return;
  try {
    for await (const chunk of output) {
      if (await sink.write(chunk)) continue;
      // As a pipe without a reader ends it, and without a complaint.
      killGroup(child, 'SIGPIPE');
      return;
    }
  } catch {
    // Its end was closed on the way: there is no more to read.
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid === undefined) return;
  // Once it has ended its number may be another's.
  if (signal !== 'SIGKILL' && (exitCode !== null || signalCode !== null)) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended already.
  }
}
