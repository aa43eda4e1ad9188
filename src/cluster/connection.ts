/** Everything that is needed to talk to one API server as one user; nothing of it has been tried yet. */
import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { type Kubeconfig, kubeconfigFiles, loadKubeconfig } from './kubeconfig.ts';
import { record, text } from './lenient.ts';
import type { ConnectOptions } from './options.ts';
import { ClusterUnreadableError } from './source.ts';

export interface Connection {
  /** Null in a pod, which has no contexts. */
  context: string | null;
  /** Base URL without a slash at its end. */
  server: string;
  /** The context's namespace. */
  namespace: string | undefined;
  /** PEM. */
  ca: string | undefined;
  skipTlsVerify: boolean;
  tlsServerName: string | undefined;
  proxyUrl: string | undefined;
  /** The kubeconfig's entries, for credentials and for the plug-ins that want to see the cluster. */
  cluster: Record<string, unknown>;
  user: Record<string, unknown>;
  userName: string;
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * Decides which cluster is meant, and as whom.
 * @throws ClusterUnreadableError with one sentence that says what is missing.
 */
export function findConnection(options: ConnectOptions): Connection {
  const kubeconfig = loadKubeconfig(options);
  if (kubeconfig !== undefined && kubeconfig.contexts.size > 0) return fromKubeconfig(kubeconfig, options.context);
  const pod = inCluster(options);
  if (pod !== undefined && options.context === undefined) return pod;
  if (kubeconfig !== undefined) {
    throw new ClusterUnreadableError(
      `The kubeconfig ${kubeconfig.files.join(', ')} has no contexts; add one with kubectl config set-context.`,
    );
  }
  const tried = kubeconfigFiles(options.kubeconfig, options.env).join(', ');
  throw new ClusterUnreadableError(
    `No kubeconfig was found${tried === '' ? '' : ` at ${tried}`}; name one with --kubeconfig or KUBECONFIG, or a captured folder with --snapshot.`,
  );
}

function fromKubeconfig(config: Kubeconfig, asked: string | undefined): Connection {
  const name = asked ?? config.current;
  if (name === undefined) {
    throw new ClusterUnreadableError(
      `The kubeconfig has no current context; choose one with --context: ${known(config.contexts)}.`,
    );
  }
  const context = config.contexts.get(name);
  if (context === undefined) {
    throw new ClusterUnreadableError(`The kubeconfig has no context "${name}"; it has ${known(config.contexts)}.`);
  }
  const clusterName = text(context.cluster) ?? '';
  const cluster = config.clusters.get(clusterName);
  if (cluster === undefined) {
    throw new ClusterUnreadableError(
      `The context "${name}" refers to the cluster "${clusterName}", which the kubeconfig does not have; it has ${known(config.clusters)}.`,
    );
  }
  const userName = text(context.user) ?? '';
  const user = config.users.get(userName);
  if (user === undefined && userName !== '') {
    throw new ClusterUnreadableError(
      `The context "${name}" refers to the user "${userName}", which the kubeconfig does not have; it has ${known(config.users)}.`,
    );
  }
  return {
    ...target(cluster, clusterName),
    context: name,
    namespace: text(context.namespace),
    user: user ?? {},
    userName,
  };
}

type Target = Pick<Connection, 'server' | 'ca' | 'skipTlsVerify' | 'tlsServerName' | 'proxyUrl' | 'cluster'>;

function target(cluster: Record<string, unknown>, name: string): Target {
  const skip = cluster['insecure-skip-tls-verify'] === true;
  return {
    server: serverUrl(text(cluster.server), name),
    ca: skip ? undefined : pem(cluster, 'certificate-authority'),
    skipTlsVerify: skip,
    tlsServerName: text(cluster['tls-server-name']),
    proxyUrl: text(cluster['proxy-url']),
    cluster,
  };
}

function serverUrl(server: string | undefined, cluster: string): string {
  // kubectl takes a server without a scheme as plain HTTP.
  const url = server === undefined || server.includes('://') ? server : `http://${server}`;
  if (url === undefined || !URL.canParse(url) || !/^https?:/.test(url)) {
    throw new ClusterUnreadableError(
      `The cluster "${cluster}" of the kubeconfig has no usable server address; set one with kubectl config set-cluster.`,
    );
  }
  return url.replace(/\/+$/, '');
}

/** What `FIELD-data` (base64) or the file named by `FIELD` holds; the former wins, as for kubectl. */
export function pem(entry: Record<string, unknown>, field: string): string | undefined {
  const data = text(entry[`${field}-data`]);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(entry[field]);
  return file === undefined ? undefined : readNamedFile(file, field);
}

/** @throws ClusterUnreadableError that names the file and what it was for. */
export function readNamedFile(file: string, what: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ClusterUnreadableError(
      `The ${what} file ${file} cannot be read (${String(record(error).code)}); check the kubeconfig.`,
    );
  }
}

function known(names: ReadonlyMap<string, unknown>): string {
  const all = [...names.keys()];
  const shown = all.slice(0, 20).join(', ');
  return all.length === 0 ? 'none' : all.length > 20 ? `${shown} and ${all.length - 20} more` : shown;
}

function inCluster({ env, serviceAccountFolder = SERVICE_ACCOUNT }: ConnectOptions): Connection | undefined {
  const host = env.KUBERNETES_SERVICE_HOST;
  const port = env.KUBERNETES_SERVICE_PORT;
  const token = join(serviceAccountFolder, 'token');
  if (!host || !port || !existsSync(token)) return undefined;
  const namespace = join(serviceAccountFolder, 'namespace');
  const cluster = {
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    'certificate-authority': join(serviceAccountFolder, 'ca.crt'),
  };
  return {
    ...target(cluster, 'in-cluster'),
    context: null,
    namespace: existsSync(namespace) ? text(readFileSync(namespace, 'utf8').trim()) : undefined,
    user: { tokenFile: token },
    userName: 'in-cluster',
  };
}
