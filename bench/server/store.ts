/** Objects as JSON text, and the pages made of them: every answer is made once, so that the server is never what is measured. */
import { KINDS, type KindName } from '../../src/cluster/kinds.ts';
import type { Cluster } from '../synthetic/cluster.ts';
import type { Made } from '../synthetic/object.ts';

export interface Store {
  list(query: ListQuery): Buffer;
  get(kind: KindName, namespace: string | undefined, name: string): Buffer | undefined;
  describe(): { objects: number; bytes: number; medianPodBytes: number };
}

export interface ListQuery {
  kind: KindName;
  namespace: string | undefined;
  limit: number;
  /** Index of the first object. */
  offset: number;
  matches?: ((object: Made) => boolean) | undefined;
}

const RESOURCE_VERSION = '9000000';

export function createStore({ objects }: Cluster): Store {
  const texts = new Map<Made, string>();
  for (const made of objects.values()) for (const object of made) texts.set(object, JSON.stringify(object));
  const selected = ({ kind, namespace, matches }: ListQuery) =>
    (objects.get(kind) ?? []).filter(
      (object) => (namespace === undefined || object.metadata.namespace === namespace) && (matches?.(object) ?? true),
    );
  const page = (query: ListQuery): Buffer => {
    const all = selected(query);
    const until = query.offset + query.limit;
    const items = all.slice(query.offset, until).map((object) => texts.get(object));
    const rest = all.length > until ? { continue: `at-${until}`, remainingItemCount: all.length - until } : {};
    const { kind } = KINDS[query.kind];
    const head = JSON.stringify({
      kind: `${kind}List`,
      apiVersion: apiVersion(query.kind),
      metadata: { resourceVersion: RESOURCE_VERSION, ...rest },
    });
    return Buffer.from(`${head.slice(0, -1)},"items":[${items.join(',')}]}`);
  };
  return {
    list: remembered(page),
    get(kind, namespace, name) {
      const found = selected({ kind, namespace, limit: 1, offset: 0 }).find(({ metadata }) => metadata.name === name);
      return found === undefined ? undefined : Buffer.from(texts.get(found) ?? '');
    },
    describe() {
      const sizes = Array.from(texts.values(), (text) => text.length);
      const pods = (objects.get('pods') ?? []).map((pod) => texts.get(pod)?.length ?? 0).toSorted((a, b) => a - b);
      const bytes = sizes.reduce((sum, size) => sum + size, 0);
      return { objects: sizes.length, bytes, medianPodBytes: pods[pods.length >> 1] ?? 0 };
    },
  };
}

/** Pages are kept by what was asked; those that a selector made are not asked for twice. */
function remembered(page: (query: ListQuery) => Buffer): (query: ListQuery) => Buffer {
  const pages = new Map<string, Buffer>();
  return (query) => {
    if (query.matches !== undefined) return page(query);
    const key = [query.kind, query.namespace, query.limit, query.offset].join(' ');
    const held = pages.get(key) ?? page(query);
    pages.set(key, held);
    return held;
  };
}

function apiVersion(kind: KindName): string {
  const { group, versions } = KINDS[kind];
  return group === '' ? (versions[0] ?? 'v1') : `${group}/${versions[0]}`;
}
