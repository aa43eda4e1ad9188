/** A configuration that does not fit the schema, as one sentence. */
import type * as z from 'zod';
import type { Unset } from './expand.ts';
import { nearest } from './nearest.ts';

/** Where the values of a configuration come from. */
export interface Origin {
  file: string;
  unset: readonly Unset[];
  /** Paths whose value is not the file's, and the flag or variable that it comes from. */
  from: ReadonlyMap<string, string>;
}

/** The sentence for the first problem found; names the key, and the known key or variable that was meant. */
export function explain(error: z.ZodError, schema: z.ZodType, { file, unset, from }: Origin): string {
  const unknown = error.issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown?.code === 'unrecognized_keys') return unknownKey(unknown.path, unknown.keys, schema, file);
  const issue = error.issues[0];
  const path = issue === undefined ? '' : issue.path.join('.');
  const variable = unset.find((entry) => entry.path === path || entry.path.startsWith(`${path}.`))?.variable;
  if (variable !== undefined) return `${file}: "${path}" needs the environment variable ${variable}, which is not set.`;
  const missing = issue?.code === 'invalid_type' && issue.message.includes('received undefined');
  const what = missing ? 'is missing' : lowerFirst(issue?.message ?? 'cannot be used');
  const flag = from.get(path);
  if (flag !== undefined) return `${flag} cannot be used: ${what}.`;
  return `${file}: ${path === '' ? 'the file' : `"${path}"`} ${missing ? what : `cannot be used: ${what}`}.`;
}

function unknownKey(path: readonly PropertyKey[], keys: readonly string[], schema: z.ZodType, file: string): string {
  const key = keys[0] ?? '';
  const known = knownKeys(schema, path);
  const meant = nearest(key, known);
  const full = [...path.map(String), key].join('.');
  const hint = meant === undefined ? `known here are ${known.join(', ')}` : `did you mean "${meant}"?`;
  return `${file}: unknown key "${full}"; ${hint}${hint.endsWith('?') ? '' : '.'}`;
}

function knownKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const step of path) at = childOf(unwrap(at), step);
  const bare = unwrap(at);
  return bare !== undefined && 'shape' in bare ? Object.keys(bare.shape as object) : [];
}

/** Looks through defaults, optionals and pipes to the object, record or array inside. */
function unwrap(schema: unknown): Record<string, unknown> | undefined {
  let at = schema;
  for (let i = 0; i < 10; i++) {
    if (typeof at !== 'object' || at === null) return undefined;
    const def: unknown = 'def' in at ? at.def : undefined;
    if (typeof def !== 'object' || def === null || !('innerType' in def)) return at as Record<string, unknown>;
    at = def.innerType;
  }
  return undefined;
}

function childOf(schema: Record<string, unknown> | undefined, step: PropertyKey): unknown {
  if (schema === undefined) return undefined;
  if ('shape' in schema) return (schema.shape as Record<PropertyKey, unknown>)[step];
  return schema.valueType ?? schema.element;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
