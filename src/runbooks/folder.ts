/** Reads a folder of runbooks, also one that is a mounted ConfigMap: there each file is a link through `..data`. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Place } from './merge.ts';
import { isRunbookName, MAX_RUNBOOK_BYTES, type RunbookFile } from './parse.ts';

/** A folder of more is not one of runbooks. */
const MAX_FILES = 1000;

interface Entry {
  name: string;
  path: string;
  /** Changes whenever the file does, also when a link to it is swapped. */
  mark: string;
  size: number;
}

/** Everything that tells whether a folder changed since it was read; cheap to take. */
export async function markOf(folder: string): Promise<string> {
  const entries = await entriesOf(folder).catch((error: unknown) => String(error));
  return typeof entries === 'string' ? entries : entries.map(({ name, mark }) => `${name} ${mark}`).join('\n');
}

/** Never throws for what it finds. */
export async function readFolder(folder: string): Promise<Place> {
  try {
    const entries = await entriesOf(folder);
    const read = await Promise.all(entries.slice(0, MAX_FILES).map(readEntry));
    const more = entries.length - MAX_FILES;
    return {
      name: folder,
      files: read.flatMap((file) => (typeof file === 'string' ? [] : [file])),
      problems: [
        ...read.flatMap((file) => (typeof file === 'string' ? [`The runbook ${file} of ${folder} was skipped.`] : [])),
        ...(more > 0 ? [`Of the runbooks in ${folder}, only ${MAX_FILES} were read; ${more} were skipped.`] : []),
      ],
    };
  } catch (error) {
    return {
      name: folder,
      files: [],
      problems: [`The folder of runbooks ${folder} cannot be read (${codeOf(error)}).`],
    };
  }
}

async function entriesOf(folder: string): Promise<Entry[]> {
  const names = (await readdir(folder)).filter(isRunbookName).sort();
  const entries = await Promise.all(names.slice(0, MAX_FILES + 1).map((name) => entryOf(folder, name)));
  return entries.filter((entry) => entry !== undefined);
}

/** Undefined for what is no file, such as a folder or a pipe, or has just gone. */
async function entryOf(folder: string, name: string): Promise<Entry | undefined> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  return {
    name,
    path,
    size: found.size,
    mark: `${found.dev} ${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`,
  };
}

/** The file's name and why, where it cannot be read. */
async function readEntry({ name, path, size }: Entry): Promise<RunbookFile | string> {
  // Read no further than what shows that it is too large.
  if (size > MAX_RUNBOOK_BYTES) return { name, content: new Uint8Array(MAX_RUNBOOK_BYTES + 1) };
  try {
    return { name, content: await readFile(path) };
  } catch (error) {
    return `${name} (${codeOf(error)})`;
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
