/** Finding a snapshot's files on disk: hostile folders neither hang a read nor lead it out of the folder. */
import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Gap } from '../source.ts';

/** A file that may hold objects. */
export interface SnapshotFile {
  /** Relative to the folder, with `/`; how the file is named to people. */
  name: string;
  path: string;
}

/** The widest file that is read: what fits into one string, with room to parse it. */
export const MAX_FILE_BYTES = 480 * 1024 * 1024;
const MAX_FILES = 20_000;
const MAX_DEPTH = 16;
const OBJECT_FILE = /\.(ya?ml|json)$/i;
const RESERVED = new Set(['snapshot.yaml', 'time.txt']);

interface Walk {
  root: string;
  files: SnapshotFile[];
  gaps: Gap[];
  seen: Set<string>;
}

/** All files below a folder that may hold objects, sorted by name, without `logs/`; what was left out is a gap. */
export async function findFiles(folder: string): Promise<{ files: SnapshotFile[]; gaps: Gap[] }> {
  const root = await realpath(folder);
  const walk: Walk = { root, files: [], gaps: [], seen: new Set([root]) };
  await enter(walk, folder, '', 0);
  walk.files.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { files: walk.files, gaps: walk.gaps };
}

async function enter(walk: Walk, folder: string, prefix: string, depth: number): Promise<void> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    walk.gaps.push({ what: `folder ${prefix || '.'}`, why: reasonOf(error) });
    return;
  }
  for (const name of names.sort()) {
    if (depth === 0 && (name === 'logs' || RESERVED.has(name))) continue;
    if (name.startsWith('.')) continue;
    await visit(walk, join(folder, name), prefix + name, depth);
  }
}

async function visit(walk: Walk, path: string, name: string, depth: number): Promise<void> {
  const leftOut = (why: string) => walk.gaps.push({ what: `file ${name}`, why });
  let real: string;
  let info: Awaited<ReturnType<typeof stat>>;
  try {
    real = await realpath(path);
    info = await stat(real);
  } catch (error) {
    if (OBJECT_FILE.test(name)) leftOut(reasonOf(error));
    return;
  }
  if (info.isDirectory()) {
    if (!isInside(walk.root, real)) leftOut('is a link that leaves the folder');
    else if (depth >= MAX_DEPTH) leftOut(`is nested more than ${MAX_DEPTH} folders deep`);
    else if (!walk.seen.has(real)) {
      walk.seen.add(real);
      await enter(walk, real, `${name}/`, depth + 1);
    }
    return;
  }
  if (!OBJECT_FILE.test(name)) return;
  if (!isInside(walk.root, real)) leftOut('is a link that leaves the folder');
  else if (!info.isFile()) leftOut('is not a regular file');
  else if (info.size > MAX_FILE_BYTES) leftOut(tooLarge(info.size));
  else if (walk.files.length >= MAX_FILES) leftOut(`the folder has more than ${MAX_FILES} files`);
  else walk.files.push({ name, path: real });
}

/** True where `path` is the folder `root` or lies in it; both are real paths. */
export function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !way.startsWith(sep);
}

/**
 * The text of a regular file, without the danger of waiting for a pipe that took its place.
 * @throws Error with one short reason, such as `permission denied`.
 */
export async function readRegularFile(path: string, limit = MAX_FILE_BYTES): Promise<string> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new Error(reasonOf(error));
  }
  try {
    const info = await file.stat();
    if (!info.isFile()) throw new Error(info.isDirectory() ? 'is a folder' : 'is not a regular file');
    if (info.size > limit) throw new Error(tooLarge(info.size));
    return decode(await file.readFile());
  } finally {
    await file.close();
  }
}

/** Text in UTF-8, or in UTF-16 with a byte order mark as PowerShell's `>` writes it. */
function decode(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const text = bytes.toString(utf16 ? 'utf16le' : 'utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function tooLarge(bytes: number): string {
  return `is too large to read (${Math.round(bytes / 1024 / 1024)} MiB); split it into several files`;
}

const REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'is a loop of links',
  ENOTDIR: 'is not a folder',
  EISDIR: 'is a folder',
  ENXIO: 'is not a regular file',
  EMFILE: 'too many open files',
};

/** A file system error as a few words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return REASONS[code] ?? (error instanceof Error ? (error.message.split('\n')[0] ?? 'unreadable') : 'unreadable');
}
