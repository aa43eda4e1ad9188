/** What the environment and the command line say over the file. */
import type { Role } from '../policy/types.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from './error.ts';
import { ROLES } from './roles.ts';

/** Flags of the command line that are configuration. */
export interface Flags {
  host?: string;
  port?: string;
  lang?: string;
}

type Fields = Record<string, unknown>;

export interface Overlaid {
  content: Fields;
  /** Paths whose value is not the file's, and the flag or variable that it comes from. */
  from: ReadonlyMap<string, string>;
}

/** The file's content with the environment over it and the flags over both. */
export function overlay(file: Fields, env: Environment, flags: Flags): Overlaid {
  const set = new Overlay(structuredClone(file));
  set.put(['llm', 'base_url'], env.LLM_BASE_URL, 'LLM_BASE_URL');
  set.put(['llm', 'model'], env.LLM_MODEL, 'LLM_MODEL');
  set.put(['toolsets', 'prometheus/metrics', 'config', 'prometheus_url'], env.PROMETHEUS_URL, 'PROMETHEUS_URL');
  set.put(['server', 'host'], env.HOST, 'HOST');
  set.put(['server', 'host'], flags.host, '--host');
  set.put(['server', 'port'], env.PORT, 'PORT');
  set.put(['server', 'port'], flags.port, '--port');
  set.put(['language'], flags.lang, '--lang');
  const tokens = parseTokens(env.AIOPS_TOKENS);
  if (tokens.length > 0) set.append(['auth', 'tokens'], tokens);
  return set;
}

class Overlay implements Overlaid {
  readonly content: Fields;
  readonly from = new Map<string, string>();

  constructor(content: Fields) {
    this.content = content;
  }

  put(path: readonly string[], value: unknown, from: string): void {
    if (value === undefined) return;
    const parent = this.#parentOf(path);
    const last = path.at(-1);
    if (parent === undefined || last === undefined) return;
    parent[last] = value;
    this.from.set(path.join('.'), from);
  }

  append(path: readonly string[], values: readonly unknown[]): void {
    const parent = this.#parentOf(path);
    const last = path.at(-1);
    if (parent === undefined || last === undefined) return;
    const own = parent[last];
    parent[last] = [...(Array.isArray(own) ? own : []), ...values];
  }

  /** Undefined where the file has something else in its place, which the schema will name. */
  #parentOf(path: readonly string[]): Fields | undefined {
    let at = this.content;
    for (const key of path.slice(0, -1)) {
      at[key] ??= {};
      const next = at[key];
      if (typeof next !== 'object' || next === null || Array.isArray(next)) return undefined;
      at = next as Fields;
    }
    return at;
  }
}

/** `name:role:token,…`; the token itself may contain colons. */
function parseTokens(text: string | undefined): { name: string; role: Role; token: string }[] {
  if (text === undefined) return [];
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [name = '', role = '', ...rest] = part.trim().split(':');
      const token = rest.join(':');
      const known = ROLES.find((candidate) => candidate === role);
      if (name === '' || token === '' || known === undefined) {
        throw new ConfigError(`AIOPS_TOKENS must be name:role:token,… with a role of ${ROLES.join(', ')}.`);
      }
      return { name, role: known, token };
    });
}
