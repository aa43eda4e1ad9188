/** Who the requests come from: a token, a file that is re-read, a plug-in, a certificate, a password. */
import { type Connection, pem, readNamedFile } from './connection.ts';
import { type PluginCredential, runPlugin } from './execPlugin.ts';
import { isRecord, record, text, texts } from './lenient.ts';
import type { Environment } from './options.ts';
import { createSharing } from './share.ts';
import { ClusterUnreadableError } from './source.ts';

/** What goes with a request. */
export interface Identity {
  headers: Record<string, string | string[]>;
  /** PEM of a client certificate and its key. */
  cert: string | undefined;
  key: string | undefined;
}

export interface Credential {
  /** The identity to use now; asked before every request, and cheap when nothing has to be renewed. */
  current(signal?: AbortSignal): Promise<Identity>;
  /** Forgets what was refused. False: there is nothing to renew, a second attempt would be refused as well. */
  drop(): boolean;
}

/** client-go re-reads a token file every minute; a mounted service account token lives an hour. */
const TOKEN_FILE_MS = 60_000;
/** Renew before the server refuses. */
const EXPIRY_MARGIN_MS = 10_000;

type Renew = (signal: AbortSignal) => Promise<PluginCredential>;

/** The credential that the kubeconfig's user entry describes, in kubectl's order of preference. */
export function createCredential(connection: Connection, env: Environment, pluginTimeoutMs: number): Credential {
  const { user } = connection;
  const fixed: Identity = {
    headers: impersonation(user),
    cert: pem(user, 'client-certificate'),
    key: pem(user, 'client-key'),
  };
  const file = text(user.tokenFile);
  if (file !== undefined) return renewed(fixed, () => readToken(file));
  const token = text(user.token);
  if (token !== undefined) return constant(withToken(fixed, token));
  const name = text(user.username);
  if (name !== undefined) return constant(withPassword(fixed, name, text(user.password) ?? ''));
  if (isRecord(user.exec)) return renewed(fixed, (signal) => runPlugin(connection, env, pluginTimeoutMs, signal));
  if (isRecord(user['auth-provider'])) return renewed(fixed, () => legacyProvider(connection));
  return constant(fixed);
}

function constant(identity: Identity): Credential {
  return { current: async () => identity, drop: () => false };
}

/** Renews once for all who ask at the same time. */
function renewed(fixed: Identity, renew: Renew): Credential {
  let held: PluginCredential | undefined;
  const renewals = createSharing(0);
  const fresh = () =>
    held !== undefined && (held.expires === undefined || held.expires - EXPIRY_MARGIN_MS > Date.now());
  return {
    async current(signal) {
      if (held === undefined || !fresh()) held = await renewals.read('renewal', renew, signal);
      const identity = { headers: fixed.headers, cert: held.cert ?? fixed.cert, key: held.key ?? fixed.key };
      return held.token === undefined ? identity : withToken(identity, held.token);
    },
    drop() {
      held = undefined;
      return true;
    },
  };
}

function withToken(identity: Identity, token: string): Identity {
  return { ...identity, headers: { ...identity.headers, authorization: `Bearer ${token}` } };
}

function withPassword(identity: Identity, name: string, password: string): Identity {
  const basic = Buffer.from(`${name}:${password}`).toString('base64');
  return { ...identity, headers: { ...identity.headers, authorization: `Basic ${basic}` } };
}

async function readToken(file: string): Promise<PluginCredential> {
  const token = readNamedFile(file, 'token').trim();
  if (token === '') throw new ClusterUnreadableError(`The token file ${file} is empty; check the kubeconfig.`);
  return { token, cert: undefined, key: undefined, expires: Date.now() + TOKEN_FILE_MS + EXPIRY_MARGIN_MS };
}

function impersonation(user: Record<string, unknown>): Record<string, string | string[]> {
  const as = text(user.as);
  if (as === undefined) return {};
  const groups = texts(user['as-groups']);
  const uid = text(user['as-uid']);
  return {
    'impersonate-user': as,
    ...(groups.length > 0 ? { 'impersonate-group': groups } : {}),
    ...(uid === undefined ? {} : { 'impersonate-uid': uid }),
  };
}

/** `auth-provider` was superseded by plug-ins in 1.26; only OIDC is left, and the official client still renews it. */
async function legacyProvider(connection: Connection): Promise<PluginCredential> {
  const provider = record(connection.user['auth-provider']);
  const name = text(provider.name) ?? '';
  if (name !== 'oidc') {
    throw new ClusterUnreadableError(
      `The auth-provider "${name}" of user "${connection.userName}" was removed in Kubernetes 1.26; replace it with an exec plug-in.`,
    );
  }
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  config.loadFromClusterAndUser(
    // Only the token is wanted; nothing is sent to this server by the client.
    { name: 'cluster', server: connection.server, skipTLSVerify: true },
    { name: connection.userName, authProvider: structuredClone(provider) },
  );
  const options: { headers: Record<string, string> } = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options);
  } catch {
    throw new ClusterUnreadableError(
      `The OIDC token of user "${connection.userName}" could not be renewed; log in again.`,
    );
  }
  const token = options.headers.Authorization?.replace(/^Bearer /, '');
  if (token === undefined)
    throw new ClusterUnreadableError(`The OIDC token of user "${connection.userName}" has expired; log in again.`);
  return { token, cert: undefined, key: undefined, expires: Date.now() + TOKEN_FILE_MS };
}
