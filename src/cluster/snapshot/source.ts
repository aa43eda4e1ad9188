/** A snapshot as what a diagnosis reads from: in memory, without a network. */
import { apiVersionOf, KINDS, type KindName, type KindTypes, kindNameOf } from '../kinds.ts';
import { type KubeObject, refKey } from '../objects.ts';
import type { ClusterSource, Gap, Listing, LogRead, LogRequest, Lookup } from '../source.ts';
import { readEnd } from './logs.ts';
import type { Snapshot } from './snapshot.ts';

/** The snapshot as a cluster. Lists are frozen and shared; objects must not be changed. */
export function createSnapshotSource(snapshot: Snapshot): ClusterSource {
  const index = new Index(snapshot.objects);
  const { coverage } = snapshot;
  const notCaptured = (what: string): Gap => ({ what, why: 'not captured' });

  return {
    gaps: snapshot.brokenFiles,
    identity: async () => snapshot.identity,
    now: async () => snapshot.now,
    readableNamespaces: async () => undefined,
    serves: async (kind) => coverage.serves(kind),
    list: async <K extends KindName>(kind: K, namespace: string | undefined, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      const objects = index.list(kind, namespace);
      const listing: Listing<KindTypes[K]> = { objects };
      if (objects.length > 0 && !KINDS[kind].builtin) return listing;
      return coverage.covers(kind, namespace) ? listing : { objects, gap: notCaptured(whatOf(kind, namespace)) };
    },
    get: async <K extends KindName>(kind: K, namespace: string | undefined, name: string, signal?: AbortSignal) => {
      signal?.throwIfAborted();
      const found = index.get(kind, namespace, name);
      if (found !== undefined) return { found };
      const lookup: Lookup<KindTypes[K]> = coverage.provesAbsent(kind, namespace, name)
        ? { absent: true }
        : { gap: notCaptured(`${KINDS[kind].kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`) };
      return lookup;
    },
    log: (request, signal) => readLog(snapshot, request, signal),
    close: async () => {},
  };
}

function whatOf(kind: KindName, namespace: string | undefined): string {
  return namespace === undefined ? kind : `${kind} in ${namespace}`;
}

async function readLog(snapshot: Snapshot, request: LogRequest, signal: AbortSignal | undefined): Promise<LogRead> {
  signal?.throwIfAborted();
  const end = await readEnd(snapshot.folder, request);
  if ('text' in end) return end;
  const { namespace, pod, container, previous } = request;
  const what = `${previous ? 'previous ' : ''}logs of ${namespace}/${pod} (${container})`;
  return { gap: { what, why: 'why' in end ? end.why : 'not captured' } };
}

/** The objects by kind, by namespace and by name. */
class Index {
  readonly #lists = new Map<string, readonly KubeObject[]>();
  readonly #objects = new Map<string, KubeObject>();

  constructor(objects: readonly KubeObject[]) {
    const lists = new Map<string, KubeObject[]>();
    const put = (key: string, object: KubeObject) => {
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [object]);
      else list.push(object);
    };
    for (const object of objects) {
      const { apiVersion, kind, metadata } = object;
      const name = kindNameOf(apiVersion, kind);
      if (name === undefined) continue;
      this.#objects.set(refKey({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name }), object);
      put(name, object);
      if (metadata.namespace !== undefined) put(`${name}/${metadata.namespace}`, object);
    }
    for (const [key, list] of lists) this.#lists.set(key, Object.freeze(list));
  }

  // The index is filled by kind, so that what it holds under a kind's name has that kind's type.
  list<K extends KindName>(kind: K, namespace: string | undefined): readonly KindTypes[K][] {
    return (this.#lists.get(namespace === undefined ? kind : `${kind}/${namespace}`) ??
      NONE) as readonly KindTypes[K][];
  }

  get<K extends KindName>(kind: K, namespace: string | undefined, name: string): KindTypes[K] | undefined {
    const apiVersion = apiVersionOf(kind);
    const scope = KINDS[kind].namespaced ? namespace : undefined;
    return this.#objects.get(refKey({ apiVersion, kind: KINDS[kind].kind, namespace: scope, name })) as
      | KindTypes[K]
      | undefined;
  }
}

const NONE: readonly KubeObject[] = Object.freeze([]);
