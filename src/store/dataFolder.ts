/** The folder in which this program keeps what must outlive a process: approvals, pins, runs. One a user. */
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

export interface DataFolderOptions {
  /** `storage.folder`. */
  configured?: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** The path that is meant, whether it exists or not. */
export function dataFolderPath({ configured, env }: DataFolderOptions): string {
  if (configured !== undefined) return configured;
  // The XDG rules ignore a relative path.
  const state = env.XDG_STATE_HOME !== undefined && isAbsolute(env.XDG_STATE_HOME) ? env.XDG_STATE_HOME : undefined;
  return join(state ?? join(env.HOME ?? homedir(), '.local', 'state'), 'aiops-copilot');
}

/**
 * Makes a part of the folder, for its owner alone; undefined where nothing can be written there, or where it is somebody
 * else's: what lies in it is believed.
 */
export function openDataFolder(options: DataFolderOptions, part: string): string | undefined {
  const path = join(dataFolderPath(options), part);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    const { uid, mode } = statSync(path);
    if (process.getuid !== undefined && uid !== process.getuid()) return undefined;
    if ((mode & 0o077) !== 0) chmodSync(path, 0o700);
    accessSync(path, constants.W_OK);
    return path;
  } catch {
    return undefined;
  }
}
