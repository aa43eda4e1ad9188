/** JSON values of a file → objects with the guarantees that readers rely on; the others become gaps. */
import { KINDS, kindNameOf } from '../kinds.ts';
import { type KubeObject, refKey } from '../objects.ts';
import type { Gap } from '../source.ts';
import { convert } from './convert.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from './json.ts';
import { concealSecret } from './secrets.ts';

const MAX_GAPS_A_FILE = 10;

/** Collects objects from files; of the same object twice, the newest is kept. */
export class ObjectSet {
  readonly #objects = new Map<string, KubeObject>();

  /** Adds all objects of one document (an object, a `List`, or a JSON list); returns a gap for each that is none. */
  add(document: unknown, file: string): Gap[] {
    const gaps: Gap[] = [];
    for (const [index, value] of flatten(document).entries()) {
      const accepted = accept(value);
      if (typeof accepted === 'string') gaps.push({ what: `entry ${index + 1} of file ${file}`, why: accepted });
      else this.#keep(accepted);
    }
    if (gaps.length <= MAX_GAPS_A_FILE) return gaps;
    const more = gaps.length - MAX_GAPS_A_FILE;
    return [
      ...gaps.slice(0, MAX_GAPS_A_FILE),
      { what: `${more} more entries of file ${file}`, why: 'are no Kubernetes objects' },
    ];
  }

  #keep(object: KubeObject): void {
    const { apiVersion, kind, metadata } = object;
    const key = refKey({ apiVersion, kind, namespace: metadata.namespace, name: metadata.name });
    const known = this.#objects.get(key);
    if (known === undefined || isNewer(object, known)) this.#objects.set(key, object);
  }

  get size(): number {
    return this.#objects.size;
  }

  /** The objects in an order that does not depend on files. */
  sorted(): KubeObject[] {
    return [...this.#objects.values()].sort(byIdentity);
  }
}

/** Orders by kind and API version, then as the API server lists a kind: by its key, namespace and name in one. */
function byIdentity(a: KubeObject, b: KubeObject): number {
  return compare(a.kind, b.kind) || compare(a.apiVersion, b.apiVersion) || compare(keyOf(a), keyOf(b));
}

function keyOf({ metadata }: KubeObject): string {
  return metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isNewer(a: KubeObject, b: KubeObject): boolean {
  const difference = revision(a) - revision(b);
  // Equal revisions of different content: either will do, but always the same one.
  return difference === 0n ? JSON.stringify(a) > JSON.stringify(b) : difference > 0n;
}

function revision(object: KubeObject): bigint {
  const text = object.metadata.resourceVersion;
  return typeof text === 'string' && /^\d{1,40}$/.test(text) ? BigInt(text) : 0n;
}

/** The objects of a list, with the kind that a typed list (`PodList`) leaves out of its items. */
function flatten(document: unknown): unknown[] {
  if (document === null || document === undefined) return [];
  if (Array.isArray(document)) return document.flatMap(flatten);
  if (!isObject(document) || !Array.isArray(document.items) || !/List$/.test(String(document.kind))) return [document];
  const kind = String(document.kind).slice(0, -'List'.length);
  if (kind === '') return document.items.flatMap(flatten);
  return listOf(document.items).map((item) =>
    isObject(item) ? { apiVersion: document.apiVersion, kind, ...item } : item,
  );
}

/** The object, or in a few words why it is none. */
function accept(value: unknown): KubeObject | string {
  if (!isObject(value)) return 'is not an object';
  const { apiVersion, kind } = value;
  if (!/^(?:[a-z0-9.-]+\/)?[a-z0-9]+$/.test(textOf(apiVersion) ?? '')) return 'has no apiVersion';
  if (!/^[A-Za-z][-A-Za-z0-9]*$/.test(textOf(kind) ?? '')) return 'has no kind';
  const { name, namespace } = objectOf(value.metadata);
  if (textOf(name) === undefined) return `has no metadata.name (a ${kind})`;
  if (!couldBeNamed(value, String(name))) return `has a name that no ${kind} can have`;
  if (textOf(namespace) !== undefined && !isLabel(String(namespace))) return 'has a namespace that cannot exist';
  const converted = convert(value);
  const object = { ...converted, metadata: metadataOf(converted) } as unknown as KubeObject;
  if (object.kind === 'Secret' && object.apiVersion === 'v1') concealSecret(object as unknown as JsonObject);
  return object;
}

/**
 * Names end up in commands and in paths, and a folder may come from anybody. The API server takes what can be part of a
 * path; of its own kinds, but for those of RBAC and API services (`v1.`), only what can be part of a DNS name.
 */
function couldBeNamed({ apiVersion, kind }: JsonObject, name: string): boolean {
  if (/[/%\p{C}\p{Zl}\p{Zp}]|^\.{1,2}$/u.test(name)) return false;
  const group = String(apiVersion).split('/')[0] ?? '';
  if (kindNameOf(String(apiVersion), String(kind)) === undefined || ANY_NAME.test(group)) return true;
  return /^[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?$/.test(name);
}

const ANY_NAME = /^(?:rbac\.authorization|apiregistration)\.k8s\.io$/;
const isLabel = (text: string): boolean => /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(text);

/** Metadata without fields of a wrong type, and with the namespace that the kind's scope asks for. */
function metadataOf(object: JsonObject): JsonObject {
  const metadata = { ...objectOf(object.metadata) };
  for (const field of ['labels', 'annotations']) {
    const map = metadata[field];
    if (map !== undefined) metadata[field] = isObject(map) ? textValues(map) : undefined;
  }
  for (const field of ['ownerReferences', 'managedFields', 'finalizers']) {
    if (metadata[field] !== undefined && !Array.isArray(metadata[field])) delete metadata[field];
  }
  for (const field of [
    'namespace',
    'uid',
    'resourceVersion',
    'creationTimestamp',
    'deletionTimestamp',
    'generateName',
  ]) {
    if (textOf(metadata[field]) === undefined) delete metadata[field];
  }
  const name = kindNameOf(String(object.apiVersion), String(object.kind));
  if (name !== undefined && !KINDS[name].namespaced) delete metadata.namespace;
  else if (name !== undefined && metadata.namespace === undefined) metadata.namespace = 'default';
  return metadata;
}

/** Label and annotation values are text; YAML that says `true` or `8` without quotes meant the text. */
function textValues(map: JsonObject): JsonObject {
  const entries = Object.entries(map).filter(([, value]) => !isObject(value) && !Array.isArray(value));
  return Object.fromEntries(entries.map(([key, value]) => [key, value === null ? '' : String(value)]));
}
