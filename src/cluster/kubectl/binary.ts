/** Which kubectl is run: the first on PATH, if it is new enough. */
import { constants } from 'node:fs';
import { access, readdir, realpath, stat } from 'node:fs/promises';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { record, text } from '../lenient.ts';
import type { Environment } from '../options.ts';
import { runProcess } from './process.ts';

/** Path of the program, or one sentence that says why there is none. */
export type Binary = { path: string } | { missing: string };

/** Enough for a wrapper that is a script, and nobody's own folders, where plug-ins lie. */
export const SYSTEM_PATH = '/usr/bin:/bin';
const OLDEST_MINOR = 28;
const MEND = `install kubectl 1.${OLDEST_MINOR} or newer on PATH`;
const VERSION_MS = 20_000;

/** Looks for kubectl and asks it for its version; it contacts nothing. */
export async function findKubectl(env: Environment, folder: string, signal: AbortSignal): Promise<Binary> {
  const path = await onPath(env.PATH ?? '');
  if (path === undefined) return { missing: `kubectl is not installed here; ${MEND}.` };
  return judge(path, await versionOf(path, folder, signal));
}

async function onPath(path: string): Promise<string | undefined> {
  // A relative folder on PATH would mean whatever the working directory happens to hold.
  for (const folder of path.split(delimiter).filter(isAbsolute)) {
    const file = join(folder, process.platform === 'win32' ? 'kubectl.exe' : 'kubectl');
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

interface Version {
  gitVersion: string;
  minor: number;
}

async function versionOf(file: string, folder: string, signal: AbortSignal): Promise<Version | undefined> {
  const env = { HOME: folder, KUBERC: 'off', KUBECONFIG: join(folder, 'none'), PATH: SYSTEM_PATH };
  const args = ['version', '--client', '-o', 'json'];
  try {
    const request = { file, args, env, cwd: folder, timeoutMs: VERSION_MS, maxBytes: 1 << 16, signal };
    const { stdout } = await runProcess(request);
    const { gitVersion, minor } = record(record(JSON.parse(stdout)).clientVersion);
    const found = { gitVersion: text(gitVersion) ?? '', minor: Number.parseInt(text(minor) ?? '', 10) };
    return Number.isNaN(found.minor) ? undefined : found;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function judge(path: string, version: Version | undefined): Promise<Binary> {
  if (version === undefined) {
    return { missing: `${path} does not say its version, so it may be a wrapper of a vendor's; ${MEND} before it.` };
  }
  if (version.gitVersion.includes('dispatcher')) return behindDispatcher(path, version);
  if (version.minor < OLDEST_MINOR) return { missing: `${path} is ${version.gitVersion}, which is too old; ${MEND}.` };
  return { path };
}

/** Google's SDK installs a dispatcher of that name, and the programs that it starts beside it as `kubectl.1.NN`. */
async function behindDispatcher(path: string, { gitVersion }: Version): Promise<Binary> {
  const folder = dirname(await realpath(path));
  const minors = (await readdir(folder)).flatMap((name) => {
    const minor = Number(/^kubectl\.1\.(\d+)$/.exec(name)?.[1]);
    return minor >= OLDEST_MINOR ? [minor] : [];
  });
  if (minors.length > 0) return { path: join(folder, `kubectl.1.${Math.max(...minors)}`) };
  return {
    missing: `${path} is a dispatcher (${gitVersion}) without a kubectl that is new enough; ${MEND} before it.`,
  };
}
