/** The folder in which this program keeps what must outlive a process: approvals, pins, runs. One a user. */
import { accessSync, constants, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

export interface DataFolderOptions {
  /** `storage.folder`. */
  configured?: string;
  env: Readonly<Record<string, string | undefined>>;
}

/** The path that is meant, whether it exists or not. */
export function dataFolderPath({ configured, env }: DataFolderOptions): string {
  return configured ?? join(env.XDG_STATE_HOME ?? join(env.HOME ?? homedir(), '.local', 'state'), 'aiops-copilot');
}

/** Makes a part of the folder, for its owner alone; undefined where nothing can be written there. */
export function openDataFolder(options: DataFolderOptions, part: string): string | undefined {
  const path = join(dataFolderPath(options), part);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK);
    return path;
  } catch {
    return undefined;
  }
}
