/** `aiops-copilot replay DIR [-- CMD …]`: a snapshot as a cluster that any Kubernetes client can read. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { loadSnapshot } from '../cluster/snapshot/load.ts';
import { type ServedSnapshot, serveSnapshot } from '../cluster/snapshot/serve.ts';
import type { Environment } from '../config/environment.ts';
import { EXIT, ExitError } from './exit.ts';
import type { Output } from './output.ts';

export interface ReplayIo {
  /** Environment of the command. */
  env: Environment;
  output: Pick<Output, 'result' | 'note'>;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Serves the snapshot, and runs `command` with KUBECONFIG set to it; without a command it prints the line that a shell
 * evaluates, and stays until SIGINT or SIGTERM. Signals are the command's own: they are handed on to it.
 * @returns the command's exit code; 128 and the signal's number where a signal ended it; 0 without a command.
 * @throws ClusterUnreadableError where the snapshot cannot be read; ExitError where the command cannot be started.
 */
export async function replay(dir: string, command: readonly string[] | undefined, io: ReplayIo): Promise<number> {
  const snapshot = await loadSnapshot(dir);
  for (const { what, why } of snapshot.gaps) io.output.note(`not read: ${what}: ${why}`);
  const served = await serveSnapshot(snapshot);
  try {
    return command === undefined || command.length === 0 ? await stay(served, io) : await run(command, served, io);
  } finally {
    await served.close();
  }
}

async function stay({ kubeconfigPath }: ServedSnapshot, { output }: ReplayIo): Promise<number> {
  const stopped = new Promise<void>((resolve) => onSignals(() => resolve()));
  await output.result(`export KUBECONFIG=${quoted(kubeconfigPath)}\n`);
  output.note('Serving the snapshot read-only until Ctrl-C.');
  await stopped;
  return EXIT.done;
}

function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function run(command: readonly string[], { kubeconfigPath }: ServedSnapshot, { env }: ReplayIo): Promise<number> {
  const [program = '', ...args] = command;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: 'inherit',
      env: { ...env, KUBECONFIG: kubeconfigPath, KUBERC: 'off' },
    });
    const forget = onSignals((signal) => child.kill(signal));
    child.once('error', (error) => {
      forget();
      const why =
        'code' in error && error.code === 'ENOENT' ? 'is not found on the PATH' : `cannot be run: ${error.message}`;
      reject(new ExitError(EXIT.usage, `${program} ${why}; give a program and its arguments after --.`));
    });
    child.once('exit', (code, signal) => {
      forget();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Calls back on each signal until the returned function is called. */
function onSignals(act: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, act);
  return () => {
    for (const signal of SIGNALS) process.off(signal, act);
  };
}
