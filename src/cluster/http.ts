/** GET requests to one API server: keep-alive, bounded concurrency, credentials, throttling, time-outs. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, type Dispatcher, ProxyAgent, request, Socks5ProxyAgent } from 'undici';
import type { Connection } from './connection.ts';
import { createCredential, type Identity } from './credential.ts';
import { explain, RequestFailure, unauthorized } from './failure.ts';
import { type ConnectOptions, PLUGIN_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from './options.ts';
import { isLoopback, proxyFor } from './proxy.ts';
import { createSlots } from './slots.ts';
import { ClusterUnreadableError } from './source.ts';
import { throttleDelay, waitFor } from './throttle.ts';

/** What the server said. */
export interface Answer {
  status: number;
  body: string;
  /** The `Date` header. */
  date: string | undefined;
}

export interface Transport {
  /**
   * @param path absolute, with its query.
   * @throws RequestFailure when there is no answer, ClusterUnreadableError when there is no credential, the signal's reason.
   */
  get(path: string, signal: AbortSignal, accept?: string): Promise<Answer>;
  close(): Promise<void>;
}

/** The API server's own limits count requests in flight, so one reader must not take many of them. */
const IN_FLIGHT = 8;
/** A page of 500 objects of the largest size that etcd takes would be more; a string cannot hold it. */
const MAX_BODY = 256 << 20;
const unzip = promisify(gunzip);

export function createTransport(connection: Connection, options: ConnectOptions): Transport {
  const credential = createCredential(connection, options.env, options.pluginTimeoutMs ?? PLUGIN_TIMEOUT_MS);
  const proxy = proxyFor(connection, options.env);
  const slots = createSlots(IN_FLIGHT);
  const dispatchers = createDispatchers(connection, proxy);
  const base = new URL(connection.server);
  const prefix = base.pathname.replace(/\/$/, '');
  // Compression saves a slow network's time and costs both ends' time, which on loopback is all there is.
  const encoding = isLoopback(base.hostname) || base.hostname === 'localhost' ? 'identity' : 'gzip';
  const timeoutMs = options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS;

  const send = async (path: string, identity: Identity, signal: AbortSignal, accept: string): Promise<Reply> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await request(base.origin + prefix + path, {
        dispatcher: dispatchers.for(identity),
        headers: { ...identity.headers, accept, 'accept-encoding': encoding, 'user-agent': 'aiops-copilot' },
        signal: AbortSignal.any([signal, timeout]),
      });
      return await readReply(response);
    } catch (error) {
      signal.throwIfAborted();
      if (timeout.aborted) throw timedOut(connection, timeoutMs);
      throw error instanceof RequestFailure ? error : explain(error, connection, proxy);
    }
  };
  const attempt = async (path: string, signal: AbortSignal, accept: string): Promise<Reply> => {
    const identity = await credential.current(signal);
    const reply = await sendAgain(() => send(path, identity, signal, accept));
    if (reply.status !== 401) return reply;
    const second = credential.drop() ? await send(path, await credential.current(signal), signal, accept) : reply;
    if (second.status === 401) throw unauthorized(connection, identity.cert, new Date());
    return second;
  };
  return {
    get: (path, signal, accept = 'application/json') =>
      slots.run(async () => {
        for (let tries = 1; ; tries += 1) {
          const reply = await attempt(path, signal, accept);
          const delay = throttleDelay(reply.status, reply.retryAfter, tries);
          if (delay === undefined) return reply;
          await waitFor(delay, signal);
        }
      }, signal),
    close: dispatchers.close,
  };
}

interface Reply extends Answer {
  retryAfter: string | undefined;
}

async function readReply(response: Dispatcher.ResponseData): Promise<Reply> {
  const { headers, statusCode, body } = response;
  const packed = headers['content-encoding'] === 'gzip';
  const content = packed
    ? (await unzip(await body.arrayBuffer(), { maxOutputLength: MAX_BODY })).toString('utf8')
    : await body.text();
  return { status: statusCode, body: content, date: one(headers.date), retryAfter: one(headers['retry-after']) };
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** A server may close a kept-alive connection just as it is used again; a read can simply be repeated, once. */
async function sendAgain(send: () => Promise<Reply>): Promise<Reply> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof RequestFailure && error.again) return await send();
    throw error;
  }
}

function timedOut({ server }: Connection, timeoutMs: number): RequestFailure {
  const after = `${timeoutMs / 1000} s`;
  return new RequestFailure(
    `timed out after ${after}`,
    `The API server at ${server} did not answer within ${after}; check the network, VPN and firewall.`,
  );
}

/** One dispatcher a client certificate: a plug-in may hand out a new one, which needs new connections. */
export function createDispatchers(connection: Connection, proxy: string | undefined, connections = IN_FLIGHT) {
  let held: { cert: string | undefined; dispatcher: Dispatcher } | undefined;
  return {
    for(identity: Identity): Dispatcher {
      if (held === undefined || held.cert !== identity.cert) {
        void held?.dispatcher.close();
        held = { cert: identity.cert, dispatcher: dispatcher(connection, identity, proxy, connections) };
      }
      return held.dispatcher;
    },
    async close(): Promise<void> {
      await held?.dispatcher.destroy();
      held = undefined;
    },
  };
}

function dispatcher(
  connection: Connection,
  identity: Identity,
  proxy: string | undefined,
  connections: number,
): Dispatcher {
  const tls = {
    ca: connection.ca,
    cert: identity.cert,
    key: identity.key,
    rejectUnauthorized: !connection.skipTlsVerify,
    allowH2: false,
    ...(connection.tlsServerName === undefined ? {} : { servername: connection.tlsServerName }),
  };
  const pool = { connections, pipelining: 1, maxResponseSize: MAX_BODY, allowH2: false };
  try {
    if (proxy === undefined) return new Agent({ ...pool, connect: tls });
    if (/^socks/.test(proxy)) return new Socks5ProxyAgent(proxy, { ...pool, requestTls: tls });
    return new ProxyAgent({ ...pool, uri: proxy, requestTls: tls });
  } catch {
    const what =
      proxy === undefined
        ? 'The certificates of the kubeconfig'
        : 'The proxy address of the kubeconfig or of HTTPS_PROXY';
    throw new ClusterUnreadableError(`${what} cannot be used; correct ${proxy === undefined ? 'them' : 'it'}.`);
  }
}
