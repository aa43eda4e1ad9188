/** Objects as the API server returns them, with the parts that every kind has. */
import type { Random } from './random.ts';

export interface Made {
  apiVersion: string;
  kind: string;
  metadata: Meta;
  [field: string]: unknown;
}

export interface Meta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  creationTimestamp: string;
  [field: string]: unknown;
}

/** What the objects of one cluster are made with. */
export interface Maker {
  random: Random;
  /** RFC 3339 instant, `seconds` before the cluster's now. */
  ago(seconds: number): string;
  meta(name: string, namespace: string | undefined, more?: Record<string, unknown>): Meta;
}

export const DAY = 86_400;

export function createMaker(random: Random, now: Date): Maker {
  let version = 100_000;
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    random,
    ago,
    meta(name, namespace, more = {}) {
      version += 1 + random.below(50);
      const where = namespace === undefined ? {} : { namespace };
      const resourceVersion = String(version);
      return { name, ...where, uid: random.uid(), resourceVersion, creationTimestamp: ago(20 * DAY), ...more };
    },
  };
}

export function ownedBy({ apiVersion, kind, metadata: { name, uid } }: Made): Record<string, unknown> {
  return { ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }] };
}

/** Adds `managedFields` as server-side apply tracks them: one entry for who wrote the spec, one for who wrote the status. */
export function managed(object: Made, writer: string, statusWriter: string, at: string): Made {
  const { apiVersion, metadata, spec, status } = object;
  const { labels, annotations, ownerReferences } = metadata;
  const entry = (manager: string, fields: Record<string, unknown>, more: object = {}) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time: at,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsOf(fields),
    ...more,
  });
  const managedFields = [
    entry(writer, { metadata: { labels, annotations, ownerReferences }, spec }),
    entry(statusWriter, { status }, { subresource: 'status' }),
  ];
  return { ...object, metadata: { ...metadata, managedFields } };
}

/** The FieldsV1 form of a value: `f:` before field names, `k:` before the keys of lists that are merged by key. */
function fieldsOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) return Object.fromEntries(value.flatMap(keyedItem));
  if (typeof value !== 'object' || value === null) return {};
  const fields = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(fields.map(([name, held]) => [`f:${name}`, fieldsOf(held)]));
}

function keyedItem(item: unknown): [string, unknown][] {
  if (typeof item !== 'object' || item === null) return [];
  const [key] = ['uid', 'type', 'containerPort', 'mountPath', 'name', 'ip'].filter((name) => name in item);
  if (key === undefined) return [];
  const held = (item as Record<string, unknown>)[key];
  return [[`k:${JSON.stringify({ [key]: held })}`, { '.': {}, ...fieldsOf(item) }]];
}
