/** What a snapshot covers: whether an object that is not in it was not in the cluster, or was merely not captured. */
import { KIND_NAMES, KINDS, type KindName, kindNameOf } from '../kinds.ts';
import { type KubeObject, refKey } from '../objects.ts';
import { groupOf, isObject, objectOf } from './json.ts';
import { isMadeByControlPlane } from './madeByControlPlane.ts';
import type { Manifest } from './manifest.ts';

/** Answers for kinds by name; `namespace` is undefined for cluster-scoped kinds, or for all namespaces. */
export interface Coverage {
  /** True where everything of this kind (in this namespace, or in all) is in the snapshot. */
  covers(kind: KindName, namespace: string | undefined): boolean;
  /** True where an object that the snapshot does not hold was not in the cluster either. */
  provesAbsent(kind: KindName, namespace: string | undefined, name: string): boolean;
  /** False for a kind that the cluster did not serve. */
  serves(kind: KindName): boolean;
  /** Namespaces that the capture was limited to; undefined for a whole cluster. */
  namespaces: readonly string[] | undefined;
}

/** A part of the folder that could not be read, and so what it may have held. */
export interface Broken {
  /** Kinds that its text names. */
  kinds: ReadonlySet<string>;
}

interface Extent {
  kinds: ReadonlySet<KindName>;
  namespaces: ReadonlySet<string> | 'all';
  declared: boolean;
}

/** Works out the coverage from the manifest, or from the objects by the rules of the format. */
export function coverageOf(
  objects: readonly KubeObject[],
  manifest: Manifest | undefined,
  broken: readonly Broken[],
): Coverage {
  const held = heldKinds(objects);
  const extent = extentOf(objects, held, manifest);
  const doubtful = doubtfulKinds(held, broken);
  const absent = new Set((manifest?.absent ?? []).map(absentKey));
  const covers = (kind: KindName, namespace: string | undefined) => {
    if (!extent.kinds.has(kind) || doubtful.has(kind)) return false;
    if (!KINDS[kind].namespaced || extent.namespaces === 'all') return true;
    return namespace !== undefined && extent.namespaces.has(namespace);
  };
  return {
    covers,
    provesAbsent: (kind, namespace, name) => {
      if (absent.has(refKey({ apiVersion: apiVersion(kind), kind: KINDS[kind].kind, namespace, name }))) return true;
      return covers(kind, namespace) && !isMadeByControlPlane(kind, namespace, name, held);
    },
    serves: (kind) => KINDS[kind].builtin || held.has(kind) || extent.kinds.has(kind) || doubtful.has(kind),
    namespaces: extent.namespaces === 'all' ? undefined : [...extent.namespaces].sort(),
  };
}

/** Kinds in the snapshot, each with the namespaces in which it has objects. */
export type Held = ReadonlyMap<KindName, ReadonlySet<string>>;

function heldKinds(objects: readonly KubeObject[]): Held {
  const held = new Map<KindName, Set<string>>();
  for (const { apiVersion, kind, metadata } of objects) {
    const name = kindNameOf(apiVersion, kind);
    if (name === undefined) continue;
    const namespaces = held.get(name) ?? new Set();
    held.set(name, namespaces.add(metadata.namespace ?? ''));
  }
  return held;
}

function extentOf(objects: readonly KubeObject[], held: Held, manifest: Manifest | undefined): Extent {
  const derived = derivedExtent(objects, held);
  if (manifest === undefined) return derived;
  const kinds = manifest.kinds === undefined ? derived.kinds : declaredKinds(manifest.kinds);
  const { namespaces } = manifest;
  const declared = namespaces === undefined ? derived.namespaces : namespaces === 'all' ? 'all' : new Set(namespaces);
  return { kinds, namespaces: declared, declared: true };
}

function derivedExtent(objects: readonly KubeObject[], held: Held): Extent {
  if (!held.has('namespaces')) {
    const namespaces = new Set([...held.values()].flatMap((names) => [...names]).filter((name) => name !== ''));
    return { kinds: new Set(held.keys()), namespaces, declared: false };
  }
  const defined = definedKinds(objects);
  const kinds = KIND_NAMES.filter((name) => KINDS[name].builtin || defined.has(groupKind(name)));
  return { kinds: new Set(kinds), namespaces: 'all', declared: false };
}

/** Kinds that have a CustomResourceDefinition in the snapshot, as `group/Kind`. */
function definedKinds(objects: readonly KubeObject[]): Set<string> {
  const defined = new Set<string>();
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition' || !('spec' in object) || !isObject(object.spec)) continue;
    defined.add(`${object.spec.group}/${objectOf(object.spec.names).kind}`);
  }
  return defined;
}

function groupKind(name: KindName): string {
  return `${KINDS[name].group}/${KINDS[name].kind}`;
}

function declaredKinds(kinds: readonly string[]): Set<KindName> {
  const declared = new Set<KindName>();
  for (const entry of kinds) {
    const cut = entry.lastIndexOf('/');
    const name = kindNameOf(cut < 0 ? 'v1' : entry.slice(0, cut), entry.slice(cut + 1));
    if (name !== undefined) declared.add(name);
  }
  return declared;
}

/**
 * Kinds of which an unreadable file may have held more: those that its text names, and those of which nothing was
 * read at all.
 */
function doubtfulKinds(held: Held, broken: readonly Broken[]): ReadonlySet<KindName> {
  if (broken.length === 0) return new Set();
  const named = (kind: string) => broken.some(({ kinds }) => kinds.has(kind));
  return new Set(KIND_NAMES.filter((name) => (KINDS[name].builtin && !held.has(name)) || named(KINDS[name].kind)));
}

function apiVersion(kind: KindName): string {
  const { group } = KINDS[kind];
  return group === '' ? 'v1' : `${group}/v1`;
}

function absentKey(entry: NonNullable<Manifest['absent']>[number]): string {
  const kinds = KIND_NAMES.filter((name) => KINDS[name].kind === entry.kind);
  const wanted = entry.apiVersion === undefined ? undefined : groupOf(entry.apiVersion);
  const match = kinds.find((name) => wanted === undefined || KINDS[name].group === wanted);
  const version = match === undefined ? (entry.apiVersion ?? 'v1') : apiVersion(match);
  return refKey({ apiVersion: version, kind: entry.kind, namespace: entry.namespace ?? undefined, name: entry.name });
}
