/** The built program, as a user starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'main.js');

export interface RunOptions {
  env?: Readonly<Record<string, string>>;
  cwd?: string;
}

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What was written to standard error so far. */
  stderr: () => string;
}

/** Starts the program with an environment of its own: no kubeconfig, no configuration, no keys of whoever runs the tests. */
export function startProgram(args: readonly string[], { env = {}, cwd }: RunOptions = {}): Started {
  if (!existsSync(PROGRAM)) throw new Error('dist/main.js is missing: run `npm run build` before the tests.');
  const home = join(tmpdir(), 'aiops-copilot-no-home');
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd,
    env: { PATH: process.env.PATH, HOME: home, XDG_CONFIG_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended, stderr: () => stderr };
}

/** Runs the program to its end, with nothing on its standard input. */
export function runProgram(args: readonly string[], options?: RunOptions): Promise<Ended> {
  const { child, ended } = startProgram(args, options);
  child.stdin?.end();
  return ended;
}

/** Resolves when the predicate holds; the test's own time-out ends the wait. */
export async function until<T>(probe: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export interface Served extends Started {
  url: string;
}

/** Starts `serve` on a free port and waits until it says where it is. */
export async function startServer(args: readonly string[], options?: RunOptions): Promise<Served> {
  const started = startProgram(['serve', '--port', '0', ...args], options);
  const failed = started.ended.then(({ stderr }) => {
    throw new Error(`serve ended: ${stderr}`);
  });
  failed.catch(() => undefined);
  const url = await Promise.race([until(() => /"url":"([^"]+)"/.exec(started.stderr())?.[1]), failed]);
  return { ...started, url };
}

/** A folder for one test file, and the way to remove it. */
export function scratchFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'aiops-copilot-test-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A built-in incident. */
export function demoCase(id: string): string {
  return join(import.meta.dirname, '..', '..', 'config', 'demo', id);
}
