/** A live API server as a {@link ClusterSource}. */
import { readableNamespaces } from './access.ts';
import { type Connection, findConnection } from './connection.ts';
import { type Discovery, discover, type Resource, resourceFor } from './discovery.ts';
import { RequestFailure } from './failure.ts';
import { createTransport, type Transport } from './http.ts';
import { KINDS, type KindName } from './kinds.ts';
import { logName, readLog } from './log.ts';
import type { ConnectOptions } from './options.ts';
import { NOT_SERVED, type Read, readList, readOne } from './read.ts';
import { createServerClock, type ServerClock } from './serverClock.ts';
import { createSharing, type Sharing, untilAborted } from './share.ts';
import { type ClusterSource, ClusterUnreadableError, type Listing, type Lookup } from './source.ts';

/** Everything that a live source is made of; what reads beyond {@link ClusterSource} (a capture) takes it as well. */
export interface LiveSource extends ClusterSource {
  /** Every kind that this server lists, custom ones included, each once in its preferred version. */
  resources(signal?: AbortSignal): Promise<readonly Resource[]>;
  /** All objects of a kind that {@link resources} named; reads at most about `limit` of them. */
  listResource(resource: Resource, namespace: string | undefined, limit: number, signal?: AbortSignal): Promise<Read>;
}

/** Readers who ask for the same within this time get the same answer. */
const KEEP_MS = 10_000;
/** Definitions are installed seldom. */
const KEEP_DISCOVERY_MS = 300_000;

/**
 * Opens a live cluster; nothing is sent before the first read.
 * @param namespaces those that a user who cannot list everything may also have rights in (`-n`).
 * @throws ClusterUnreadableError when it is not clear which cluster is meant, or as whom.
 */
export function createLiveSource(options: ConnectOptions, namespaces: readonly string[] = []): LiveSource {
  const cluster = open(options);
  return {
    ...clusterReads(cluster, namespaces),
    ...objectReads(cluster),
    ...anyKindReads(cluster),
    async close() {
      cluster.reads.close();
      cluster.discovery.close();
      await cluster.transport.close();
    },
  };
}

interface Cluster {
  connection: Connection;
  transport: Transport;
  reads: Sharing;
  clock: ServerClock;
  discovery: ReturnType<typeof createDiscovery>;
}

function open(options: ConnectOptions): Cluster {
  const connection = findConnection(options);
  const transport = createTransport(connection, options);
  const reads = createSharing(KEEP_MS);
  return {
    connection,
    transport,
    reads,
    clock: createServerClock(transport, reads),
    discovery: createDiscovery(transport),
  };
}

type ClusterReads = Pick<ClusterSource, 'identity' | 'now' | 'readableNamespaces'>;

function clusterReads(
  { connection, transport, reads, clock, discovery }: Cluster,
  namespaces: readonly string[],
): ClusterReads {
  const known = [...namespaces, connection.namespace ?? 'default'];
  return {
    async identity(signal) {
      await discovery.read(signal);
      const version = await clock.version(signal);
      return { context: connection.context, server: connection.server, version, capturedAt: null };
    },
    async now(signal) {
      await discovery.read(signal);
      return clock.now(signal);
    },
    async readableNamespaces(signal) {
      await discovery.read(signal);
      return reads.read('namespaces', (shared) => readableNamespaces(transport, known, shared), signal);
    },
  };
}

type ObjectReads = Pick<ClusterSource, 'serves' | 'list' | 'get' | 'log'>;

function objectReads({ transport, reads, discovery }: Cluster): ObjectReads {
  const resource = async (kind: KindName, signal?: AbortSignal) => resourceFor(await discovery.read(signal), kind);
  return {
    serves: async (kind, signal) => (await resource(kind, signal)) !== undefined,
    async list(kind, namespace, signal) {
      const found = await resource(kind, signal);
      const what = listName(kind, namespace);
      if (found === undefined) return { objects: [], gap: { what, why: NOT_SERVED } };
      const read = (shared: AbortSignal) => readList(transport, found, namespace, shared);
      return toListing(await reads.read(`list ${kind} ${namespace ?? ''}`, read, signal), what);
    },
    async get(kind, namespace, name, signal) {
      const found = await resource(kind, signal);
      const what = objectName(kind, namespace, name);
      if (found === undefined) return { gap: { what, why: NOT_SERVED } };
      const read = (shared: AbortSignal) => readOne(transport, found, namespace, name, shared);
      return toLookup(await reads.read(`get ${kind} ${namespace ?? ''} ${name}`, read, signal), what);
    },
    async log(request, signal) {
      await discovery.read(signal);
      const key = `${logName(request)} ${request.tailLines} ${request.limitBytes}`;
      return reads.read(key, (shared) => readLog(transport, request, shared), signal);
    },
  };
}

type AnyKindReads = Pick<LiveSource, 'resources' | 'listResource'>;

function anyKindReads({ transport, discovery }: Cluster): AnyKindReads {
  return {
    async resources(signal) {
      return preferred((await discovery.read(signal)).resources);
    },
    listResource(found, namespace, limit, signal = new AbortController().signal) {
      return untilAborted(readList(transport, found, namespace, signal, limit), signal);
    },
  };
}

/** The first contact: authenticates once before anything fans out, and tells a cluster that cannot be reached apart. */
function createDiscovery(transport: Transport) {
  const sharing: Sharing = createSharing(KEEP_DISCOVERY_MS);
  return {
    close: sharing.close,
    async read(signal?: AbortSignal): Promise<Discovery> {
      try {
        return await sharing.read('discovery', (shared) => discover(transport, shared), signal);
      } catch (error) {
        throw error instanceof RequestFailure ? new ClusterUnreadableError(error.message) : error;
      }
    },
  };
}

// Every object of the answer was read as `kind`; its shape is that of the API, in which every field may be absent.
function toListing<T>(read: Read, what: string): Listing<T> {
  const objects = read.objects as readonly T[];
  return read.why === undefined ? { objects } : { objects, gap: { what, why: read.why } };
}

function toLookup<T>(read: Awaited<ReturnType<typeof readOne>>, what: string): Lookup<T> {
  if (read === 'absent') return { absent: true };
  return 'why' in read ? { gap: { what, why: read.why } } : { found: read as T };
}

function listName(kind: KindName, namespace: string | undefined): string {
  if (!KINDS[kind].namespaced) return kind;
  return namespace === undefined ? `${kind} in all namespaces` : `${kind} in ${namespace}`;
}

function objectName(kind: KindName, namespace: string | undefined, name: string): string {
  return `${KINDS[kind].kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

function preferred(resources: readonly Resource[]): Resource[] {
  const seen = new Set<string>();
  return resources.filter(({ group, kind, plural }) => {
    const key = `${group}/${kind}/${plural}`;
    return !seen.has(key) && seen.add(key);
  });
}
