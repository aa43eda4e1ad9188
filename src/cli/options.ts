/** What commands take, as the command line spells it. */
import type { Command } from 'commander';
import { EXIT, ExitError } from './exit.ts';

export interface CommonOptions {
  config?: string;
  kubeconfig?: string;
  context?: string;
  /** Replaces the cluster everywhere. */
  snapshot?: string;
  lang?: string;
  logLevel?: string;
}

export interface ScopeOptions {
  namespace?: string;
  allNamespaces?: boolean;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Adds the options that every command takes. */
export function addCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file')
    .option('--kubeconfig <file>', 'kubeconfig file')
    .option('--context <name>', 'context of the kubeconfig')
    .option('--snapshot <dir>', 'read this folder, or file of objects, instead of a cluster')
    .option('--lang <en|zh>', 'language of answers; default: that of the question')
    .option('--log-level <level>', `one of ${LOG_LEVELS.join(', ')}`);
}

/** Adds `-n` and `-A`. */
export function addScopeOptions(command: Command): Command {
  return command
    .option('-n, --namespace <name>', 'only this namespace')
    .option('-A, --all-namespaces', 'all namespaces that can be read');
}

/** Adds `--host` and `--port`. */
export function addListenOptions(command: Command): Command {
  return command
    .option('--host <address>', 'address to listen on (HOST; default 127.0.0.1)')
    .option('--port <number>', 'port to listen on (PORT; default 8000)');
}

/** The namespace asked for; undefined: all. */
export function namespaceOf({ namespace, allNamespaces }: ScopeOptions): string | undefined {
  if (namespace === undefined) return undefined;
  if (allNamespaces === true) throw new ExitError(EXIT.usage, 'Give either -n or -A, not both.');
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) {
    throw new ExitError(
      EXIT.usage,
      `"${namespace}" cannot be the name of a namespace; use lower-case letters, digits and -.`,
    );
  }
  return namespace;
}

/** @throws ExitError naming the choices. */
export function oneOf<T extends string>(
  option: string,
  value: string | undefined,
  choices: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = choices.find((choice) => choice === value);
  if (found === undefined)
    throw new ExitError(EXIT.usage, `${option} must be one of ${choices.join(', ')}, not "${value}".`);
  return found;
}
