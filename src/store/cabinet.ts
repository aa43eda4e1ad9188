/** Small texts, each in a state: as files that several processes share, or in memory where no folder can be written. */
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Slip {
  id: string;
  state: string;
  /** Epoch milliseconds: when it came into its state. */
  at: number;
  text: string;
}

export interface Cabinet {
  list(): Promise<Slip[]>;
  put(id: string, state: string, text: string): Promise<void>;
  /** Changes the state; false where it is no longer in the one named. Of several that try, one succeeds. */
  move(id: string, from: string, to: string): Promise<boolean>;
  remove(id: string, state: string): Promise<void>;
}

const NAME = /^([\w-]{1,64})\.([a-z]{1,16})$/;

/** A file a slip, `<id>.<state>`, whose time of modification is when it came into its state. */
export function createFileCabinet(folder: string, now: () => number): Cabinet {
  const path = (id: string, state: string) => join(folder, `${id}.${state}`);
  const read = async (name: string): Promise<Slip[]> => {
    const [, id, state] = NAME.exec(name) ?? [];
    if (id === undefined || state === undefined) return [];
    try {
      const file = join(folder, name);
      const [text, { mtimeMs }] = await Promise.all([readFile(file, 'utf8'), stat(file)]);
      return [{ id, state, at: mtimeMs, text }];
    } catch {
      // Moved or removed by another process between the listing and the reading.
      return [];
    }
  };
  return {
    async list() {
      return (await Promise.all((await readdir(folder)).map(read))).flat();
    },
    async put(id, state, text) {
      const draft = join(folder, `.${id}-${randomBytes(6).toString('hex')}`);
      await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
      await utimes(draft, new Date(now()), new Date(now()));
      await rename(draft, path(id, state));
    },
    async move(id, from, to) {
      try {
        await rename(path(id, from), path(id, to));
      } catch {
        return false;
      }
      await utimes(path(id, to), new Date(now()), new Date(now())).catch(() => {});
      return true;
    },
    remove: (id, state) => rm(path(id, state), { force: true }),
  };
}

/** For one process: what it holds is gone with it. */
export function createMemoryCabinet(now: () => number): Cabinet {
  const slips = new Map<string, Slip>();
  return {
    list: async () => [...slips.values()],
    async put(id, state, text) {
      slips.set(id, { id, state, at: now(), text });
    },
    async move(id, from, to) {
      const slip = slips.get(id);
      if (slip?.state !== from) return false;
      slips.set(id, { ...slip, state: to, at: now() });
      return true;
    },
    async remove(id, state) {
      if (slips.get(id)?.state === state) slips.delete(id);
    },
  };
}
