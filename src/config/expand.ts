/** `${ENV}` in the values of a configuration file. */
import type { Environment } from './environment.ts';
import { ConfigError } from './error.ts';

/** Where an unset variable took a key away. */
export interface Unset {
  path: string;
  variable: string;
}

/** An alias of YAML can stand inside what it names. */
const MAX_DEPTH = 50;
const VARIABLE = /\$\{([A-Za-z_]\w*)\}/g;

/** Replaces every `${ENV}` in string values; a value that names an unset variable counts as absent, with its key. */
export function expand(value: unknown, env: Environment): { value: unknown; unset: Unset[] } {
  const unset: Unset[] = [];
  return { value: walk(value, [], env, unset), unset };
}

function walk(value: unknown, path: readonly (string | number)[], env: Environment, unset: Unset[]): unknown {
  if (path.length > MAX_DEPTH)
    throw new ConfigError(`"${path.slice(0, 3).join('.')}…" contains itself, or nests too deep.`);
  if (typeof value === 'string') return fill(value, path, env, unset);
  if (Array.isArray(value)) {
    return value.map((item, i) => walk(item, [...path, i], env, unset)).filter((item) => item !== undefined);
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, walk(child, [...path, key], env, unset)] as const);
  return Object.fromEntries(entries.filter(([, child]) => child !== undefined));
}

function fill(value: string, path: readonly (string | number)[], env: Environment, unset: Unset[]): string | undefined {
  const missing = [...value.matchAll(VARIABLE)].map((match) => match[1] ?? '').find((name) => env[name] === undefined);
  if (missing !== undefined) {
    unset.push({ path: path.join('.'), variable: missing });
    return undefined;
  }
  return value.replace(VARIABLE, (_, name: string) => env[name] ?? '');
}
