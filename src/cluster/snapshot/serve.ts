/** A snapshot as a read-only Kubernetes API on loopback, so that kubectl and every other client can read it. */
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './api/answer.ts';
import { type Api, createApi, warningsOf } from './api/router.ts';
import { ApiError, noSuchPath } from './api/status.ts';
import { writeKubeconfig } from './kubeconfigFile.ts';
import type { Snapshot } from './snapshot.ts';

/** A served snapshot. */
export interface ServedSnapshot {
  /** Base URL of the API. It contains the secret path prefix: whoever knows it may read the snapshot. */
  url: string;
  kubeconfigPath: string;
  /** Ends the server and removes the kubeconfig; further calls do nothing. */
  close(): Promise<void>;
}

/**
 * Serves a snapshot on a free port of 127.0.0.1 until `close()` or until the signal aborts. Clients of this machine only,
 * and of them only those that can read the kubeconfig: kubectl sends no token over plain HTTP, so a random path prefix
 * takes its place, and the Host is checked against rebinding of names.
 */
export async function serveSnapshot(
  snapshot: Snapshot,
  options: { signal?: AbortSignal } = {},
): Promise<ServedSnapshot> {
  options.signal?.throwIfAborted();
  const prefix = `/${randomBytes(16).toString('hex')}`;
  const api = createApi(snapshot);
  const server = createServer((request, response) => {
    // The server's clock is what clients take ages from: it stopped at the capture.
    response.setHeader('Date', snapshot.now.toUTCString());
    void handle(api, prefix, request, response);
  });
  const port = await listen(server);
  const url = `http://127.0.0.1:${port}${prefix}`;
  const kubeconfig = await writeKubeconfig(url);
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= Promise.all([stop(server), kubeconfig.remove()]).then(() => {});
    return closing;
  };
  options.signal?.addEventListener('abort', () => void close(), { once: true });
  return { url, kubeconfigPath: kubeconfig.path, close };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(api: Api, prefix: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  request.resume();
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (!isHere(request) || !url.pathname.startsWith(`${prefix}/`)) throw noSuchPath();
    const path = url.pathname.slice(prefix.length);
    const { method = 'GET', headers } = request;
    await write(response, await api({ method, path, query: url.searchParams, accept: headers.accept }));
  } catch (error) {
    fail(response, error);
  }
}

/** Clients name the address itself; a browser led here by another name does not. */
function isHere({ headers, socket }: IncomingMessage): boolean {
  return headers.host === `127.0.0.1:${socket.localPort}` || headers.host === `localhost:${socket.localPort}`;
}

async function write(response: ServerResponse, answer: Answer): Promise<void> {
  warn(response, answer.warnings ?? []);
  if (answer.document !== undefined) {
    response.setHeader('Content-Type', answer.contentType ?? 'application/json');
    response.end(JSON.stringify(answer.document));
    return;
  }
  response.setHeader('Content-Type', 'text/plain; charset=utf-8');
  const pieces = answer.text ?? '';
  if (typeof pieces === 'string') {
    response.end(pieces);
    return;
  }
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await drained(response);
  }
  response.end();
}

/** Resolves when the client has read on, or has gone. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done);
      resolve();
    };
    response.once('drain', done).once('close', done);
  });
}

function warn(response: ServerResponse, warnings: readonly string[]): void {
  const values = warnings.map((text) => `299 - "${text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, '\\$&')}"`);
  if (values.length > 0) response.setHeader('Warning', values);
}

function fail(response: ServerResponse, error: unknown): void {
  const known =
    error instanceof ApiError ? error : new ApiError(500, 'InternalError', 'the snapshot could not be read');
  if (response.headersSent) {
    response.destroy();
    return;
  }
  warn(response, warningsOf(known));
  response.statusCode = known.code;
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(known.status()));
}
