/**
 * A lean API server over a made-up cluster, in a process of its own: paged lists, single objects, logs. It answers from
 * memory and writes down what it was asked. The process that forked it sends `Order`s and gets one answer to each.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeCluster, type Size } from '../synthetic/cluster.ts';
import { discoveryDocument, targetOf } from './discovery.ts';
import { selectorOf } from './selector.ts';
import { createStore } from './store.ts';

/** Sets the latency of every answer and forgets the requests; or asks for the requests since then. */
export type Order = { latencyMs: number } | 'requests';

const size = JSON.parse(process.argv[2] ?? '{}') as Size;
const cluster = makeCluster(size, new Date());
const store = createStore(cluster);
let latencyMs = 0;
let requests: string[] = [];

const VERSION = { major: '1', minor: '35', gitVersion: 'v1.35.2', platform: 'linux/amd64' };
const LOG = Array.from({ length: 20 }, (_, line) => `INFO request ${line} served\n`)
  .join('')
  .concat('FATAL cannot open /etc/app/settings.yaml: no such file or directory\n');

interface Reply {
  status: number;
  body: Buffer | string;
}

function reply(url: URL): Reply {
  const path = url.pathname;
  if (path === '/version') return { status: 200, body: JSON.stringify(VERSION) };
  if (path === '/api' || path === '/apis')
    return { status: 200, body: JSON.stringify(discoveryDocument(path === '/api')) };
  const target = targetOf(path);
  if (target === undefined) return failure(404, 'NotFound', 'the server could not find the requested resource');
  const { kind, namespace, name, part } = target;
  if (name === undefined) {
    const query = url.searchParams;
    const offset = Number(query.get('continue')?.slice('at-'.length) ?? 0);
    const limit = Number(query.get('limit') ?? Number.POSITIVE_INFINITY);
    return { status: 200, body: store.list({ kind, namespace, limit, offset, matches: selectorOf(query) }) };
  }
  if (part === 'log') return { status: 200, body: LOG };
  const object = store.get(kind, namespace, name);
  if (object !== undefined) return { status: 200, body: object };
  return failure(404, 'NotFound', `${kind} "${name}" not found`, { name, kind });
}

function failure(code: number, reason: string, message: string, details: object = {}): Reply {
  const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, reason, details, code };
  return { status: code, body: JSON.stringify(status) };
}

function safely(url: URL): Reply {
  try {
    return reply(url);
  } catch (error) {
    return failure(400, 'BadRequest', error instanceof Error ? error.message : String(error));
  }
}

function answer(request: IncomingMessage, response: ServerResponse): void {
  requests.push(request.url ?? '/');
  const { status, body } = safely(new URL(request.url ?? '/', 'http://localhost'));
  const send = () => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  };
  if (latencyMs === 0) send();
  else setTimeout(send, latencyMs);
}

const server = createServer({ keepAliveTimeout: 60_000 }, answer).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  process.send?.({ port, problems: cluster.problems, ...store.describe() });
});

process.on('message', (order: Order) => {
  if (order === 'requests') process.send?.(requests);
  else {
    latencyMs = order.latencyMs;
    requests = [];
    process.send?.([]);
  }
});
process.on('disconnect', () => process.exit(0));
