/** Requests on behalf of kubectl to the API server, with the credentials that kubectl itself never sees. */
import { type Dispatcher, request } from 'undici';
import type { Connection } from '../connection.ts';
import { createCredential, type Identity } from '../credential.ts';
import { explain, unauthorized } from '../failure.ts';
import { createDispatchers } from '../http.ts';
import { type ConnectOptions, PLUGIN_TIMEOUT_MS } from '../options.ts';
import { proxyFor } from '../proxy.ts';

export interface UpstreamRequest {
  method: Dispatcher.HttpMethod;
  /** With its query. */
  path: string;
  headers: Record<string, string>;
  body: Buffer | undefined;
  signal: AbortSignal;
}

export interface Upstream {
  /** @throws RequestFailure when there is no answer, ClusterUnreadableError when there is no credential, the signal's reason. */
  send(request: UpstreamRequest): Promise<Dispatcher.ResponseData>;
  close(): Promise<void>;
}

/** Eight processes that look up what the server has and then read are to wait for the server, never for each other. */
const CONNECTIONS = 32;

export function createUpstream(connection: Connection, options: ConnectOptions): Upstream {
  const credential = createCredential(connection, options.env, options.pluginTimeoutMs ?? PLUGIN_TIMEOUT_MS);
  const proxy = proxyFor(connection, options.env);
  const dispatchers = createDispatchers(connection, proxy, CONNECTIONS);
  const base = new URL(connection.server);
  const prefix = base.pathname.replace(/\/$/, '');
  const attempt = async ({ method, path, headers, body, signal }: UpstreamRequest, identity: Identity) => {
    try {
      return await request(base.origin + prefix + path, {
        dispatcher: dispatchers.for(identity),
        method,
        headers: { ...headers, ...identity.headers },
        body: body ?? null,
        signal,
      });
    } catch (error) {
      signal.throwIfAborted();
      throw explain(error, connection, proxy);
    }
  };
  return {
    async send(asked) {
      const identity = await credential.current(asked.signal);
      const first = await attempt(asked, identity);
      if (first.statusCode !== 401) return first;
      await first.body.dump();
      const second = credential.drop() ? await attempt(asked, await credential.current(asked.signal)) : undefined;
      if (second !== undefined && second.statusCode !== 401) return second;
      await second?.body.dump();
      throw unauthorized(connection, identity.cert, new Date());
    },
    close: dispatchers.close,
  };
}
