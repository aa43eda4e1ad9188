/** Credential plug-ins (`users[].user.exec`): a program that prints an ExecCredential. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Connection } from './connection.ts';
import { list, record, text } from './lenient.ts';
import type { Environment } from './options.ts';
import { untilAborted } from './share.ts';
import { ClusterUnreadableError } from './source.ts';

/** What a plug-in answered. */
export interface PluginCredential {
  token: string | undefined;
  /** PEM, where the plug-in authenticates by certificate. */
  cert: string | undefined;
  key: string | undefined;
  /** Milliseconds since 1970; undefined: as long as the server takes it. */
  expires: number | undefined;
}

const OUTPUT_LIMIT = 1 << 20;

/**
 * Runs the connection's plug-in once.
 * @throws ClusterUnreadableError when it is not found, fails, hangs or prints something else; the signal's reason.
 */
export async function runPlugin(
  connection: Connection,
  env: Environment,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<PluginCredential> {
  const exec = record(connection.user.exec);
  const command = text(exec.command);
  if (command === undefined) throw fail(connection, 'names no command', 'mend users[].user.exec in the kubeconfig');
  if (exec.interactiveMode === 'Always') {
    throw fail(
      connection,
      `${command} insists on a terminal`,
      'log in with kubectl first, or use a plug-in that needs none',
    );
  }
  const output = await run(connection, command, exec, pluginEnvironment(connection, exec, env), timeoutMs, signal);
  return parseCredential(connection, command, output);
}

function fail(connection: Connection, what: string, mend: string): ClusterUnreadableError {
  return new ClusterUnreadableError(`The credential plug-in of user "${connection.userName}" ${what}; ${mend}.`);
}

function pluginEnvironment(connection: Connection, exec: Record<string, unknown>, env: Environment): NodeJS.ProcessEnv {
  const own = list(exec.env)
    .map(record)
    .flatMap(({ name, value }) => (text(name) ? [[String(name), String(value ?? '')]] : []));
  const { server, 'certificate-authority-data': data, 'tls-server-name': name } = connection.cluster;
  const cluster = {
    server,
    'certificate-authority-data': data,
    'tls-server-name': name,
    'insecure-skip-tls-verify': connection.skipTlsVerify,
  };
  const info = {
    apiVersion: exec.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo === true ? { cluster } : {}) },
  };
  return { ...env, ...Object.fromEntries(own), KUBERNETES_EXEC_INFO: JSON.stringify(info) };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

async function run(
  connection: Connection,
  command: string,
  exec: Record<string, unknown>,
  env: NodeJS.ProcessEnv,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  signal?.throwIfAborted();
  const child = start(command, list(exec.args).map(String), env);
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const ended = await untilAborted(
      outcome(child),
      AbortSignal.any([timeout, ...(signal === undefined ? [] : [signal])]),
    );
    if ('error' in ended) throw fail(connection, startFailure(command, ended.error), installHint(exec));
    if (ended.code === 0) return ended.out;
    const exit = ended.code ?? 'by signal';
    throw fail(
      connection,
      `${command} failed (exit ${exit})${said(ended.complaint)}`,
      'run it by hand, or log in again',
    );
  } catch (error) {
    killGroup(child);
    signal?.throwIfAborted();
    if (!timeout.aborted) throw error;
    const what = `${command} did not answer within ${timeoutMs / 1000} s`;
    throw fail(connection, what, 'run it by hand to see what it waits for');
  }
}

/** Its own process group, so that what it started ends with it; no stdin, which belongs to the MCP client. */
function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Child {
  return spawn(command, args, { env, detached: process.platform !== 'win32', stdio: ['ignore', 'pipe', 'pipe'] });
}

function killGroup({ pid }: Child): void {
  try {
    if (pid !== undefined) process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
  }
}

type Outcome = { code: number | null; out: string; complaint: string } | { error: Error };

function outcome(child: Child): Promise<Outcome> {
  let [out, complaint] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    out += out.length < OUTPUT_LIMIT ? chunk : '';
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaint = (complaint + chunk).slice(-2000);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('close', (code) => resolve({ code, out, complaint }));
  });
}

function installHint(exec: Record<string, unknown>): string {
  const [line = ''] = text(exec.installHint)?.trim().split('\n') ?? [];
  return line.replace(/\.$/, '') || 'install it or put it on PATH';
}

function startFailure(command: string, error: Error): string {
  const code = record(error).code;
  return code === 'ENOENT' ? `${command} is not installed` : `${command} cannot be started (${String(code)})`;
}

function said(complaint: string): string {
  const last = complaint.trim().split('\n').at(-1)?.trim().slice(0, 300);
  return last ? `: ${last.replace(/[.;]+$/, '')}` : '';
}

function parseCredential(connection: Connection, command: string, output: string): PluginCredential {
  let status: Record<string, unknown> = {};
  try {
    status = record(record(JSON.parse(output)).status);
  } catch {
    // Told below; the output itself may be a credential and is not repeated.
  }
  const [token, cert, key] = [text(status.token), text(status.clientCertificateData), text(status.clientKeyData)];
  if (token === undefined && (cert === undefined || key === undefined)) {
    throw fail(connection, `${command} printed no credential`, 'run it by hand to see what it prints');
  }
  const expires = Date.parse(text(status.expirationTimestamp) ?? '');
  return { token, cert, key, expires: Number.isNaN(expires) ? undefined : expires };
}
