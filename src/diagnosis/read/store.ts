/** Everything that one diagnosis has read: objects by kind and namespace, logs, gaps. */
import type { KindName, KindTypes } from '../../cluster/kinds.ts';
import { KINDS } from '../../cluster/kinds.ts';
import type { KubeObject } from '../../cluster/objects.ts';
import type { Gap, Listing, LogRead, Lookup } from '../../cluster/source.ts';
import type { LogWish } from '../state.ts';
import type { Versioned } from './memory.ts';

interface KindStore extends Versioned {
  /** Objects by namespace; cluster-scoped ones under ''. */
  byNamespace: Map<string, Map<string, KubeObject>>;
  /** Namespaces whose list was read completely; '*' for all. */
  complete: Set<string>;
  /** Namespaces whose list was tried, with or without success; '*' for all. */
  tried: Set<string>;
  /** Names that a GET answered with "not found". */
  absent: Set<string>;
  /** Names that were tried and could not be read. */
  unreadable: Set<string>;
}

export class Store {
  readonly gaps = new Map<string, Gap>();
  readonly logs = new Map<string, LogRead>();
  readonly logVersion: Versioned = { version: 0 };
  private readonly kinds = new Map<KindName, KindStore>();

  /** How many objects were read. */
  get size(): number {
    let size = 0;
    for (const kind of this.kinds.values()) for (const objects of kind.byNamespace.values()) size += objects.size;
    return size;
  }

  of(kind: KindName): KindStore {
    let store = this.kinds.get(kind);
    if (store === undefined) {
      store = {
        version: 0,
        byNamespace: new Map(),
        complete: new Set(),
        tried: new Set(),
        absent: new Set(),
        unreadable: new Set(),
      };
      this.kinds.set(kind, store);
    }
    return store;
  }

  addList(kind: KindName, namespace: string | undefined, listing: Listing<KubeObject>): void {
    const store = this.of(kind);
    const key = KINDS[kind].namespaced ? (namespace ?? '*') : '*';
    store.version++;
    store.tried.add(key);
    for (const object of listing.objects) this.add(kind, object);
    if (listing.gap === undefined) store.complete.add(key);
    else this.gap(listing.gap);
  }

  addObject(kind: KindName, namespace: string | undefined, name: string, lookup: Lookup<KubeObject>): void {
    const store = this.of(kind);
    const key = `${namespace ?? ''}/${name}`;
    store.version++;
    if ('found' in lookup) this.add(kind, lookup.found);
    else if ('absent' in lookup) store.absent.add(key);
    else {
      store.unreadable.add(key);
      this.gap(lookup.gap);
    }
  }

  addLog(wish: LogWish, read: LogRead): void {
    this.logVersion.version++;
    this.logs.set(logKey(wish), read);
  }

  gap(gap: Gap): void {
    this.gaps.set(`${gap.what}\n${gap.why}`, gap);
  }

  private add(kind: KindName, object: KubeObject): void {
    const { byNamespace } = this.of(kind);
    const namespace = object.metadata.namespace ?? '';
    let objects = byNamespace.get(namespace);
    if (objects === undefined) {
      objects = new Map();
      byNamespace.set(namespace, objects);
    }
    objects.set(object.metadata.name, object);
  }

  objects<K extends KindName>(kind: K, namespace: string | undefined): KindTypes[K][] {
    const { byNamespace } = this.of(kind);
    const all = namespace === undefined ? [...byNamespace.values()] : [byNamespace.get(namespace) ?? new Map()];
    return all.flatMap((objects) => [...objects.values()]).sort(byName) as KindTypes[K][];
  }

  isComplete(kind: KindName, namespace: string | undefined): boolean {
    const { complete } = this.of(kind);
    return complete.has('*') || (namespace !== undefined && complete.has(namespace));
  }

  wasTried(kind: KindName, namespace: string | undefined): boolean {
    const { tried } = this.of(kind);
    return tried.has('*') || (namespace !== undefined && tried.has(namespace));
  }
}

/** A key for one end of one log of one container. */
export function logKey({ namespace, pod, container, previous, start }: Omit<LogWish, 'type' | 'priority'>): string {
  return `${namespace}/${pod}/${container}${previous ? '/previous' : ''}${start ? '/start' : ''}`;
}

/** One order whatever order things were read in; what an API server lists is in it already, so that sorting costs little. */
function byName(a: KubeObject, b: KubeObject): number {
  const [x, y] = [a.metadata, b.metadata];
  if (x.namespace !== y.namespace) return (x.namespace ?? '') < (y.namespace ?? '') ? -1 : 1;
  return x.name < y.name ? -1 : x.name > y.name ? 1 : 0;
}
