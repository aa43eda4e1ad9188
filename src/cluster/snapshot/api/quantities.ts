/** Quantities as the API server writes them: it reads every one and prints it in its canonical form. */
import { isObject, type JsonObject } from '../json.ts';
import { canonicalQuantity } from '../tables/quantity.ts';

/** Fields that map a resource's name to a quantity. */
const MAPS = new Set([
  ...['requests', 'limits', 'capacity', 'allocatable', 'allocatedResources', 'hard', 'used', 'podFixed'],
  ...['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'],
]);
/** Fields that hold one quantity. */
const FIELDS = new Set(['sizeLimit', 'averageValue']);
/** Free text and data, which is never read as a quantity. */
const OPAQUE = new Set(['metadata', 'data', 'stringData', 'binaryData']);

/** A built-in object with canonical quantities; the object itself where it has no others. */
export function withCanonicalQuantities(object: JsonObject): JsonObject {
  let changed: JsonObject | undefined;
  for (const [key, value] of Object.entries(object)) {
    const canonical = OPAQUE.has(key) ? value : canonicalField(key, value);
    if (canonical === value) continue;
    changed ??= { ...object };
    changed[key] = canonical;
  }
  return changed ?? object;
}

function canonicalField(key: string, value: unknown): unknown {
  if (FIELDS.has(key)) return typeof value === 'object' ? value : canonicalQuantity(value);
  if (Array.isArray(value)) return canonicalList(value);
  if (!isObject(value)) return value;
  return MAPS.has(key) ? canonicalMap(value) : withCanonicalQuantities(value);
}

function canonicalList(list: unknown[]): unknown[] {
  const items = list.map((item) => (typeof item === 'object' ? canonicalField('', item) : item));
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function canonicalMap(map: JsonObject): JsonObject {
  const entries = Object.entries(map).map(([key, value]): [string, unknown] => [
    key,
    typeof value === 'object' ? value : canonicalQuantity(value),
  ]);
  return entries.some(([key, value]) => value !== map[key]) ? Object.fromEntries(entries) : map;
}
