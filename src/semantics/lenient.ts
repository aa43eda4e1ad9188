/** Reading fields that anybody may have written: each function answers with what is usable of a value of any shape. */

/** The objects in a list; anything else in it, or in place of it, is passed over. */
export function objectsIn<T>(list: readonly T[] | null | undefined): T[] {
  const items: readonly T[] = Array.isArray(list) ? list : [];
  return items.filter((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
}

/** The strings in a list. */
export function stringsIn(list: unknown): string[] {
  return Array.isArray(list) ? list.filter((item: unknown) => typeof item === 'string') : [];
}

/** A map of strings, such as labels; numbers and booleans (YAML without quotes) count as their text. */
export function stringMap(map: unknown): Record<string, string> {
  if (!isRecord(map)) return {};
  // Labels are asked for millions of times in a large cluster, and nearly all of them are strings already.
  if (Object.values(map).every((value) => typeof value === 'string')) return map as Record<string, string>;
  const entries = Object.entries(map).filter(([, value]) => isScalar(value));
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value)]));
}

/** A string that is not empty. */
export function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A map with any values, in custom resources above all; empty for anything else. */
export function recordIn(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The maps in a list of unknown shape. */
export function recordsIn(list: unknown): Record<string, unknown>[] {
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
