/** Objects with fields of the wrong shape, as hand-written manifests and broken tools leave them. */
import fc from 'fast-check';
import type { KubeObject } from '../../src/cluster/objects.ts';

const junk = fc.constantFrom<unknown>(
  null,
  0,
  -1,
  1.5,
  '',
  'x',
  true,
  [],
  [null],
  ['x'],
  [{}],
  {},
  { x: null },
  [[]],
  Number.NaN,
);

/** A copy of an object with some fields, anywhere but in its identity, replaced or dropped. */
export function spoilt<T extends KubeObject>(object: T): fc.Arbitrary<T> {
  const paths = leaves(object, []).filter(
    ([first, second]) => first !== 'apiVersion' && first !== 'kind' && second !== 'name' && second !== 'namespace',
  );
  return fc.array(fc.tuple(fc.constantFrom(...paths), junk), { minLength: 1, maxLength: 4 }).map((changes) => {
    const copy = structuredClone(object);
    for (const [path, value] of changes) put(copy, path, structuredClone(value));
    return copy;
  });
}

function leaves(value: unknown, path: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inner = Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
  return path.length > 0 ? [path, ...inner] : inner;
}

function put(target: unknown, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined || typeof target !== 'object' || target === null) return;
  const holder = target as Record<string, unknown>;
  if (rest.length === 0 && key !== 'metadata') holder[key] = value;
  else put(holder[key], rest, value);
}
