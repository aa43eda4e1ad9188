/** Equality selectors of fields and labels; undefined where all objects match. */
import type { Made } from '../synthetic/object.ts';

/** @throws Error for a selector that is not understood: it must never match everything. */
export function selectorOf(query: URLSearchParams): ((object: Made) => boolean) | undefined {
  const terms = [
    ...parse(query.get('fieldSelector'), (object, path) => at(object, path.split('.'))),
    ...parse(query.get('labelSelector'), (object, key) => at(object.metadata.labels, [key])),
  ];
  return terms.length === 0 ? undefined : (object) => terms.every((term) => term(object));
}

type Read = (object: Made, path: string) => unknown;

function parse(text: string | null, read: Read): ((object: Made) => boolean)[] {
  return (text ?? '')
    .split(',')
    .filter((term) => term !== '')
    .map((term) => {
      const found = /^([^=!\s()]+)(!=|==?)([^=!\s()]*)$/.exec(term);
      if (found === null) throw new Error(`the selector ${term} is not understood`);
      const [, path = '', operator, wanted] = found;
      return (object) => (String(read(object, path) ?? '') === wanted) === (operator !== '!=');
    });
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (held, field) => (typeof held === 'object' && held !== null ? (held as Record<string, unknown>)[field] : undefined),
    value,
  );
}
