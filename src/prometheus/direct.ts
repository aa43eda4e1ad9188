/** A Prometheus at a URL of the configuration, or at a Service's own name where this runs in the cluster. */
import { Agent, request } from 'undici';
import { type Endpoint, MAX_BODY, PrometheusError, TIMEOUT_MS } from './types.ts';

export interface DirectEndpoint extends Endpoint {
  close(): Promise<void>;
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection',
  ENOTFOUND: 'its name cannot be resolved',
  EAI_AGAIN: 'its name cannot be resolved at the moment',
  ECONNRESET: 'it closed the connection',
  UND_ERR_SOCKET: 'it closed the connection',
  UND_ERR_CONNECT_TIMEOUT: 'it did not accept a connection in time',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** @param url with its path prefix, where it has one; a user and a password in it are sent as basic authentication. */
export function directEndpoint(url: string, timeoutMs = TIMEOUT_MS): DirectEndpoint {
  const { username, password, origin, pathname, host } = new URL(url);
  const base = `${origin}${pathname.replace(/\/+$/, '')}`;
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  const headers = username === '' && password === '' ? {} : { authorization: `Basic ${basic}` };
  // Redirects are not followed: they would lead to another server with these headers.
  const agent = new Agent({ maxResponseSize: MAX_BODY, connections: 4 });
  return {
    name: base,
    async get(path, signal) {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await request(`${base}${path}`, {
          dispatcher: agent,
          headers: { accept: 'application/json', 'user-agent': 'aiops-copilot', ...headers },
          signal: AbortSignal.any([signal, timeout]),
        });
        return { status: answer.statusCode, body: await answer.body.text() };
      } catch (error) {
        signal.throwIfAborted();
        if (timeout.aborted) throw slow(base, timeoutMs);
        throw failure(error, base, host);
      }
    },
    close: () => agent.destroy(),
  };
}

export function slow(name: string, timeoutMs: number): PrometheusError {
  return new PrometheusError(
    'unreachable',
    `Prometheus at ${name} did not answer within ${timeoutMs / 1000} s; narrow the query or the time range.`,
  );
}

export function tooLarge(name: string): PrometheusError {
  return new PrometheusError(
    'too_large',
    `The answer of Prometheus at ${name} was larger than ${MAX_BODY >> 20} MiB; aggregate (sum by, topk) or narrow the query.`,
  );
}

function failure(error: unknown, base: string, host: string): PrometheusError {
  const code = codeOf(error);
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') return tooLarge(base);
  const detail = WORDS[code] ?? (code === '' ? 'it cannot be reached' : `it cannot be reached (${code})`);
  return new PrometheusError(
    'unreachable',
    `Prometheus at ${base} did not answer: ${detail}; check the address ${host} and the network.`,
  );
}

/** The first code in the chain of causes. */
function codeOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const one: unknown = at instanceof AggregateError ? at.errors[0] : at;
    if (one instanceof Error && 'code' in one && typeof one.code === 'string') return one.code;
  }
  return '';
}
