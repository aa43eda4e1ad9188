/** A server's output schema, widened by the form that a call has which policy did not run. */
import { denialSchema, type ObjectSchema } from '../tools/define.ts';

/** Keywords that say something about the whole document, and so stay at its root. */
const OF_THE_ROOT = ['$schema', '$id', '$defs', 'definitions'] as const;

/** `{type: object, anyOf: [its own, the denial]}`. References into the schema itself follow it to its new place. */
export function widen(own: Readonly<Record<string, unknown>>): ObjectSchema {
  const root = Object.fromEntries(OF_THE_ROOT.filter((key) => key in own).map((key) => [key, own[key]]));
  const shape = Object.fromEntries(Object.entries(own).filter(([key]) => !(key in root)));
  const moved = followed(root);
  return { ...(isRecord(moved) ? moved : {}), type: 'object', anyOf: [followed(shape), denialSchema()] };
}

function followed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(followed);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      key === '$ref' && typeof field === 'string' ? reference(field) : followed(field),
    ]),
  );
}

function reference(target: string): string {
  if (target === '#') return '#/anyOf/0';
  if (!target.startsWith('#/') || /^#\/(\$defs|definitions)\//.test(target)) return target;
  return `#/anyOf/0${target.slice(1)}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
