/** A Prometheus inside the cluster, reached through the API server's proxy to Services. */
import type { Readable } from 'node:stream';
import type { Candidate } from './candidates.ts';
import { slow, tooLarge } from './direct.ts';
import { type Endpoint, MAX_BODY, PrometheusError, TIMEOUT_MS } from './types.ts';

/** A GET to the API server with its credentials; the body is still to be read. */
export type ApiServerGet = (path: string, signal: AbortSignal) => Promise<{ status: number; body: Readable }>;

export function proxiedEndpoint(candidate: Candidate, send: ApiServerGet, timeoutMs = TIMEOUT_MS): Endpoint {
  const { namespace, service, scheme, port, prefix } = candidate;
  const target = encodeURIComponent(`${scheme}:${service}:${port}`).replaceAll('%3A', ':');
  const base = `/api/v1/namespaces/${encodeURIComponent(namespace)}/services/${target}/proxy${prefix}`;
  const name = `${namespace}/${service}:${port}`;
  return {
    name,
    async get(path, signal) {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const { status, body } = await send(base + path, AbortSignal.any([signal, timeout]));
        return { status, body: await readBody(body, name) };
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted) throw slow(name, timeoutMs);
        if (error instanceof PrometheusError) throw error;
        throw new PrometheusError('unreachable', error instanceof Error ? error.message : String(error));
      }
    },
  };
}

async function readBody(body: Readable, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    // Leaving the loop ends the connection.
    if (size > MAX_BODY) throw tooLarge(name);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
