/** Finds, reads and checks the configuration. */
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseDocument } from 'yaml';
import { packageFolder } from '../packageFolder.ts';
import type { Environment } from './environment.ts';
import { ConfigError } from './error.ts';
import { expand } from './expand.ts';
import { explain } from './explain.ts';
import { type Model, resolveModel } from './model.ts';
import { type Flags, overlay } from './overlay.ts';
import { parsedAtBuild } from './parsed.ts';
import { Config, PolicyFile } from './schema.ts';

export interface LoadedConfig {
  config: Config;
  /** The file that was read; undefined where there is none. */
  file: string | undefined;
  model: Model;
  /** BASH_TOOL_UNSAFE_ALLOW_ALL: bash runs anything, for operators and approvers. */
  bashUnsafe: boolean;
}

/**
 * The rules of the policy, the file's first. The file stands beside the configuration; without one, the program's own.
 * @throws ConfigError as `loadConfig`.
 */
export function loadPolicy({ config, file }: LoadedConfig): Config['policy']['rules'] {
  const named = config.policy.file;
  const path =
    named === undefined
      ? join(packageFolder(), 'config', 'policy.yaml')
      : resolve(file === undefined ? '.' : dirname(file), named);
  const parsed = PolicyFile.safeParse(readYaml(path));
  if (!parsed.success)
    throw new ConfigError(explain(parsed.error, PolicyFile, { file: path, unset: [], from: new Map() }));
  return [...parsed.data.rules, ...config.policy.rules];
}

export interface LoadOptions {
  env: Environment;
  /** `--config`. */
  named?: string;
  flags?: Flags;
}

/**
 * Loads the configuration: file, then environment, then flags.
 * @throws ConfigError with one sentence: a named file that is missing, a file that is no YAML, an unknown key, a bad value.
 */
export function loadConfig({ env, named, flags = {} }: LoadOptions): LoadedConfig {
  const file = locate(env, named);
  const { value, unset } = expand(file === undefined ? {} : readYaml(file), env);
  const name = file ?? 'the environment';
  const content = requireMapping(value, name);
  const overlaid = overlay(content, env, flags);
  const parsed = Config.safeParse(overlaid.content);
  if (!parsed.success) throw new ConfigError(explain(parsed.error, Config, { file: name, unset, from: overlaid.from }));
  const lost = unset.find(({ path }) => path.startsWith('auth.tokens'));
  if (lost !== undefined)
    throw new ConfigError(`${name}: "${lost.path}" needs the environment variable ${lost.variable}, which is not set.`);
  const config = parsed.data;
  const bashUnsafe = env.BASH_TOOL_UNSAFE_ALLOW_ALL?.toLowerCase() === 'true';
  return { config, file, model: resolveModel(config, content, env), bashUnsafe };
}

/** Never a file merely found in the working directory: a configuration can name commands. */
function locate(env: Environment, named: string | undefined): string | undefined {
  for (const [path, by] of [
    [named, '--config'],
    [env.CONFIG_FILE, 'CONFIG_FILE'],
  ] as const) {
    if (path === undefined) continue;
    if (!existsSync(path)) throw new ConfigError(`The configuration file ${path}, named by ${by}, does not exist.`);
    return path;
  }
  const user = join(env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'aiops-copilot', 'config.yaml');
  return [user, join(packageFolder(), 'config', 'config.yaml')].find((path) => existsSync(path));
}

function readYaml(file: string): unknown {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError(`The configuration file ${file} cannot be read: ${reasonOf(error)}.`);
  }
  const known = parsedAtBuild(text);
  if (known !== undefined) return known;
  const document = parseDocument(text);
  const problem = document.errors[0];
  if (problem !== undefined)
    throw new ConfigError(`${file} is not valid YAML: ${problem.message.split('\n')[0]?.replace(/:$/, '')}.`);
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch (error) {
    throw new ConfigError(`${file} is not valid YAML: ${reasonOf(error)}.`);
  }
}

function requireMapping(value: unknown, name: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new ConfigError(`${name} must hold keys such as "llm:" and "server:" at its top.`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
