/**
 * Starts a real Kubernetes API server on loopback for tests. The program is found by AIOPS_KUBEBOX, else beside the
 * checkout; where it is absent, `kubeboxMissing` is the reason to skip with.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = process.env.AIOPS_KUBEBOX ?? join(import.meta.dirname, '../../shared/kube/kubebox');

/** Why tests that need a real API server cannot run here; undefined where they can. */
export const kubeboxMissing: string | undefined =
  process.platform !== 'linux' || process.arch !== 'x64'
    ? 'the real API server for tests runs on linux/amd64 only'
    : existsSync(PROGRAM)
      ? undefined
      : `no real API server for tests at ${PROGRAM}; set AIOPS_KUBEBOX to the kubebox program`;

/** What a running server printed when it was ready, and how to end it. */
export interface Kubebox {
  /** Path of a kubeconfig with full rights. */
  kubeconfig: string;
  server: string;
  pid: number;
  state: string;
  log: string;
  /** Kubeconfig of every `--namespace-user`, by user name. */
  users: Record<string, string>;
  /** All that was printed, such as `objects`, `skipped`, `problems`. */
  ready: Record<string, unknown>;
  /** Ends the server and removes its state; resolves when the process is gone. */
  stop(): Promise<void>;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function users(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, path]) => [name, text(path)]));
}

function stopper(child: ChildProcess, exited: Promise<void>): () => Promise<void> {
  return async () => {
    child.kill('SIGTERM');
    await exited;
  };
}

/**
 * Runs `kubebox ARGS`, such as `['serve', '--snapshot', dir]` or `['cluster', '--nodes', '2']`, until `stop()`; it also
 * ends when this process does.
 * @throws Error with the program's own words when it ends before it is ready.
 */
export async function startKubebox(args: readonly string[]): Promise<Kubebox> {
  if (kubeboxMissing !== undefined) throw new Error(kubeboxMissing);
  const child = spawn(PROGRAM, [...args, '--exit-with-stdin'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint = (complaint + chunk).slice(-4000);
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('error', reject);
    exited.then(() => reject(new Error(`kubebox ${args.join(' ')} ended before it was ready: ${complaint.trim()}`)));
  });
  const ready = JSON.parse(line) as Record<string, unknown>;
  return {
    kubeconfig: text(ready.kubeconfig),
    server: text(ready.server),
    pid: Number(ready.pid),
    state: text(ready.state),
    log: text(ready.log),
    users: users(ready.users),
    ready,
    stop: stopper(child, exited),
  };
}

/** Runs `kubectl` of the same release, `args` as typed; the program and the arguments that come before them. */
export const kubeboxKubectl: readonly [string, string] = [PROGRAM, 'kubectl'];
