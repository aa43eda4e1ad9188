/** Kubeconfig files: found, read and merged as kubectl does (the first file that names an entry wins). */
import { readFileSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { isRecord, list, record, text } from './lenient.ts';
import type { ConnectOptions, Environment } from './options.ts';
import { ClusterUnreadableError } from './source.ts';

/** The entries of all kubeconfig files by name, as their authors wrote them, with paths made absolute. */
export interface Kubeconfig {
  /** Where it was read from, to name in messages. */
  files: readonly string[];
  clusters: ReadonlyMap<string, Record<string, unknown>>;
  users: ReadonlyMap<string, Record<string, unknown>>;
  contexts: ReadonlyMap<string, Record<string, unknown>>;
  current: string | undefined;
}

/** Fields that hold a path relative to the kubeconfig file. */
const PATHS = ['certificate-authority', 'client-certificate', 'client-key', 'tokenFile'];

/**
 * Reads the kubeconfig that kubectl would read.
 * @returns undefined where no file exists and none was named with `--kubeconfig`.
 * @throws ClusterUnreadableError when a file exists and cannot be used.
 */
export function loadKubeconfig(options: ConnectOptions): Kubeconfig | undefined {
  const files = kubeconfigFiles(options.kubeconfig, options.env);
  const read = files.flatMap((file) => readConfig(file, options.kubeconfig !== undefined));
  return read.length === 0 ? undefined : merge(read);
}

/** The files that are tried, in the order in which they count. */
export function kubeconfigFiles(named: string | undefined, env: Environment): string[] {
  if (named !== undefined) return [resolve(named)];
  if (env.KUBECONFIG) return env.KUBECONFIG.split(delimiter).filter(Boolean);
  const home = env.HOME || env.USERPROFILE;
  return home ? [join(home, '.kube', 'config')] : [];
}

interface ConfigFile {
  file: string;
  content: Record<string, unknown>;
}

function readConfig(file: string, mustExist: boolean): ConfigFile[] {
  const content = parseFile(file, readText(file, mustExist));
  return content === undefined ? [] : [{ file, content }];
}

function readText(file: string, mustExist: boolean): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = record(error).code;
    if (code === 'ENOENT' && !mustExist) return undefined;
    const why = code === 'ENOENT' ? 'does not exist' : `cannot be read (${String(code)})`;
    throw new ClusterUnreadableError(`The kubeconfig ${file} ${why}; name another one with --kubeconfig.`);
  }
}

function parseFile(file: string, content: string | undefined): Record<string, unknown> | undefined {
  if (content === undefined || content.trim() === '') return undefined;
  try {
    const value: unknown = parse(content, { logLevel: 'error' });
    if (isRecord(value)) return value;
  } catch {
    // Parser errors quote the file, which may hold credentials, so they are not repeated.
  }
  throw new ClusterUnreadableError(
    `The kubeconfig ${file} is not valid YAML; mend it or name another one with --kubeconfig.`,
  );
}

function merge(files: readonly ConfigFile[]): Kubeconfig {
  const entries = (section: string, key: string) => {
    const merged = new Map<string, Record<string, unknown>>();
    for (const { file, content } of files) {
      for (const entry of list(content[section]).map(record)) {
        const name = text(entry.name);
        if (name !== undefined && !merged.has(name)) merged.set(name, absolute(record(entry[key]), dirname(file)));
      }
    }
    return merged;
  };
  return {
    files: files.map(({ file }) => file),
    clusters: entries('clusters', 'cluster'),
    users: entries('users', 'user'),
    contexts: entries('contexts', 'context'),
    current: files.map(({ content }) => text(content['current-context'])).find((name) => name !== undefined),
  };
}

function absolute(entry: Record<string, unknown>, folder: string): Record<string, unknown> {
  const result = { ...entry };
  for (const field of PATHS) {
    const path = text(entry[field]);
    if (path !== undefined && !isAbsolute(path)) result[field] = join(folder, path);
  }
  if (isRecord(entry.exec)) result.exec = absoluteCommand(entry.exec, folder);
  return result;
}

/** client-go resolves a plug-in's path against the kubeconfig's folder, and looks up a bare name in PATH. */
function absoluteCommand(exec: Record<string, unknown>, folder: string): Record<string, unknown> {
  const command = text(exec.command);
  const relative = command !== undefined && /[\\/]/.test(command) && !isAbsolute(command);
  return relative ? { ...exec, command: join(folder, command) } : exec;
}
