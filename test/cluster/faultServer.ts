/** A hand-made API server on loopback for what a healthy one never does: it answers exactly as the test says. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLiveSource, type LiveSource } from '../../src/cluster/live.ts';
import type { ConnectOptions } from '../../src/cluster/options.ts';

export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

export interface FaultServer {
  url: string;
  /** Paths with their queries, in the order in which they came. */
  requests: string[];
  /** A source over this server; `user` is the kubeconfig's user entry. It is closed with the server. */
  source(user?: unknown, options?: Partial<ConnectOptions>): Promise<LiveSource>;
  /** Folder for the test's files; it goes with the server. */
  folder: string;
  close(): Promise<void>;
}

const KINDS = [
  { group: '', kind: 'Pod', plural: 'pods', namespaced: true },
  { group: '', kind: 'Secret', plural: 'secrets', namespaced: true },
  { group: '', kind: 'Node', plural: 'nodes', namespaced: false },
  { group: '', kind: 'Namespace', plural: 'namespaces', namespaced: false },
];

/** Aggregated discovery of a few kinds, which are all that these tests read. */
export function discovery(path: string): unknown {
  const resources = KINDS.map(({ group, kind, plural, namespaced }) => ({
    resource: plural,
    responseKind: { group, version: 'v1', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    verbs: ['get', 'list'],
  }));
  const core = { metadata: { name: '' }, versions: [{ version: 'v1', freshness: 'Current', resources }] };
  return { kind: 'APIGroupDiscoveryList', items: path === '/api' ? [core] : [] };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): true {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  return true;
}

/** The Status object of a refusal. */
export function refuse(response: ServerResponse, code: number, reason: string, message: string, headers = {}): void {
  json(response, code, { kind: 'Status', status: 'Failure', reason, message, code }, headers);
}

export function pods(names: readonly string[], next?: string): unknown {
  const items = names.map((name) => ({ metadata: { name, namespace: 'shop' } }));
  return {
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { resourceVersion: '1', ...(next ? { continue: next } : {}) },
    items,
  };
}

/** Starts a server whose discovery works and which leaves everything else, and what `first` takes, to the test. */
export async function startFaultServer(
  handle: Handler,
  first?: (request: IncomingMessage, response: ServerResponse) => boolean,
): Promise<FaultServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    requests.push(url.pathname + url.search);
    if (first?.(request, response)) return;
    if (url.pathname === '/api' || url.pathname === '/apis') json(response, 200, discovery(url.pathname));
    else handle(request, response, url);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const folder = await mkdtemp(join(tmpdir(), 'aiops-fault-'));
  const sources: LiveSource[] = [];
  return {
    url,
    requests,
    folder,
    async source(user = {}, options = {}) {
      const kubeconfig = join(folder, `config-${sources.length}`);
      await writeFile(kubeconfig, JSON.stringify(kubeconfigFor(url, user)));
      const source = createLiveSource({ kubeconfig, env: { PATH: process.env.PATH }, ...options });
      sources.push(source);
      return source;
    },
    async close() {
      await Promise.all(sources.map((source) => source.close()));
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

/** A kubeconfig with one context, `here`. */
export function kubeconfigFor(server: string, user: unknown, cluster: Record<string, unknown> = {}): unknown {
  return {
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server, ...cluster } }],
    users: [{ name: 'u', user }],
  };
}
