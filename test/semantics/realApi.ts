/** A real API server that holds given objects, with or without the real scheduler beside it: the oracle of the rules. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/cluster/objects.ts';
import { kubeboxKubectl, startKubebox } from '../kubebox.ts';

/** What the server answers: the object that was asked for, or a Status with its message. */
export interface Answer<T> {
  status: number;
  body: T & { message?: string };
}

export interface RealApi {
  send<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>>;
  stop(): Promise<void>;
}

/** What every namespace needs before pods are admitted. */
export function namespace(name: string, labels: Record<string, string> = {}): KubeObject[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } },
  ];
}

function client(kubeconfig: string): { agent: Agent; server: URL } {
  const config = parse(readFileSync(kubeconfig, 'utf8'));
  const [cluster, user] = [config.clusters[0].cluster, config.users[0].user];
  const decode = (text: string): Buffer => Buffer.from(text, 'base64');
  const agent = new Agent({
    keepAlive: true,
    ca: decode(cluster['certificate-authority-data']),
    cert: decode(user['client-certificate-data']),
    key: decode(user['client-key-data']),
  });
  return { agent, server: new URL(cluster.server) };
}

function parseBody<T>(text: string): Answer<T>['body'] {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text } as Answer<T>['body'];
  }
}

function send<T>(agent: Agent, server: URL, method: string, path: string, body?: unknown): Promise<Answer<T>> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    // Node sends the body of a DELETE without its length.
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': Buffer.byteLength(text),
    };
    const call = request(new URL(path, server), { method, agent, headers }, (response) => {
      let answer = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        answer += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parseBody(answer) }));
    });
    call.on('error', reject);
    call.end(text);
  });
}

/** Runs a component of the control plane against the server until the returned function is called. */
function startComponent(name: string, kubeconfig: string, flags: readonly string[]): () => Promise<void> {
  const [program] = kubeboxKubectl;
  const files = ['kubeconfig', 'authentication-kubeconfig', 'authorization-kubeconfig'];
  const args = [name, ...files.map((flag) => `--${flag}=${kubeconfig}`), '--leader-elect=false', '--secure-port=0'];
  const child = spawn(program, [...args, ...flags], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return async () => {
    child.kill('SIGTERM');
    await exited;
  };
}

const FAST = ['--kube-api-qps=1000', '--kube-api-burst=1000'];

export interface RealApiOptions {
  /** Run the real scheduler. */
  scheduler?: boolean;
  /** Names of controllers of the controller manager to run; the others stay off. */
  controllers?: string;
  /** Further flags of `kubebox serve`. */
  args?: string[];
}

/** Starts the API server with the objects loaded as they are, status and all; nothing reconciles but what is asked for. */
export async function startRealApi(objects: readonly KubeObject[], options: RealApiOptions = {}): Promise<RealApi> {
  const folder = mkdtempSync(join(tmpdir(), 'semantics-'));
  writeFileSync(join(folder, 'objects.json'), JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }));
  const box = await startKubebox(['serve', '--snapshot', folder, ...(options.args ?? [])]);
  const { agent, server } = client(box.kubeconfig);
  const { scheduler, controllers } = options;
  const stops = [
    ...(scheduler ? [startComponent('kube-scheduler', box.kubeconfig, FAST)] : []),
    ...(controllers
      ? [startComponent('kube-controller-manager', box.kubeconfig, [`--controllers=${controllers}`, ...FAST])]
      : []),
  ];
  return {
    send: <T>(method: string, path: string, body?: unknown) => send<T>(agent, server, method, path, body),
    async stop() {
      for (const stop of stops) await stop();
      agent.destroy();
      await box.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
