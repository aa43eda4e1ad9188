/** From the text of an answer to objects as every reader guarantees them. */
import type { Resource } from './discovery.ts';
import { takeFieldTimes } from './fieldTimes.ts';
import { isRecord, list, record, text } from './lenient.ts';
import type { KubeObject } from './objects.ts';
import { concealSecret } from './snapshot/secrets.ts';

/** One page of a list. */
export interface Page {
  objects: KubeObject[];
  /** Token of the next page; undefined on the last. */
  next: string | undefined;
  /** Entries that are no objects. */
  dropped: number;
}

/** The text as a JSON object; undefined where it is none. */
export function parseBody(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads one page; undefined where the text is no list. */
export function parsePage(body: string, resource: Resource): Page | undefined {
  const value = parseBody(body);
  if (value === undefined || !('items' in value)) return undefined;
  // A list without entries is written as `null` by some aggregated API servers.
  const items = list(value.items);
  const objects = items.flatMap((item) => toObject(item, resource));
  return { objects, next: text(record(value.metadata).continue), dropped: items.length - objects.length };
}

/**
 * Completes one decoded object, in place: lists leave out `apiVersion` and `kind`. Edit times move aside and Secret values
 * are masked here, so that no later code sees them. Empty where the value is no object with a name.
 */
export function toObject(item: unknown, resource: Resource): KubeObject[] {
  if (!isNamed(item)) return [];
  item.apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`;
  item.kind = resource.kind;
  takeFieldTimes(item);
  if (resource.kind === 'Secret' && resource.group === '') concealSecret(item);
  return [item];
}

function isNamed(item: unknown): item is KubeObject & Record<string, unknown> {
  return isRecord(item) && isRecord(item.metadata) && text(item.metadata.name) !== undefined;
}

const HEAD = 2000;

/**
 * The token of the next page, read from the text before it is decoded, so that the server prepares that page meanwhile.
 * Built-in kinds have their list's metadata before the items; elsewhere nothing is found and the page is awaited.
 */
export function peekNext(body: string): string | undefined {
  const head = body.slice(0, HEAD);
  const items = head.indexOf('"items":');
  return items < 0 ? undefined : /"continue":"([\w.\-=+/]+)"/.exec(head.slice(0, items))?.[1];
}
