/**
 * The folder of a capture. Until everything is written, its `snapshot.yaml` says that the capture was interrupted and
 * covers nothing, so that a half-written folder is never taken for a whole cluster.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import { record } from '../lenient.ts';
import type { KubeObject } from '../objects.ts';
import type { Gap } from '../source.ts';
import { CaptureError } from './options.ts';

/** What `snapshot.yaml` and `time.txt` say. */
export interface Manifest {
  time: string;
  kinds: string[];
  namespaces: string[] | 'all';
  gaps: Gap[];
  cluster: { context: string | null; server: string | null; version: string | null };
}

export interface CaptureFolder {
  /** Writes objects of one kind and namespace as a `List`. */
  writeObjects(namespace: string | undefined, resource: string, objects: readonly KubeObject[]): Promise<void>;
  writeLog(namespace: string, pod: string, container: string, previous: boolean, text: string): Promise<void>;
  finish(manifest: Manifest): Promise<void>;
}

const INTERRUPTED = {
  kinds: [],
  namespaces: [],
  gaps: [{ what: 'the rest of the cluster', why: 'the capture was interrupted; capture again into the same folder' }],
};
/** Names that {@link openCaptureFolder} gives: `shop.deployments.apps.json`, `_cluster.nodes.json`. */
const OBJECTS = /^(?:_cluster|[a-z0-9][a-z0-9-]*)\.[a-z0-9][a-z0-9.-]*\.json$/;
const OWN = new Set(['snapshot.yaml', 'time.txt', 'logs', 'snapshot.yaml.new']);

/**
 * Makes the folder, or empties one that an earlier capture wrote.
 * @throws CaptureError when it holds anything else, or cannot be written.
 */
export async function openCaptureFolder(dir: string): Promise<CaptureFolder> {
  await writing(dir, async () => {
    await makeFolder(resolve(dir));
    const entries = await readdir(dir);
    assertOwn(dir, entries);
    await writeManifest(dir, INTERRUPTED);
    for (const entry of entries) {
      if (entry !== 'snapshot.yaml') await rm(join(dir, entry), { recursive: true, force: true });
    }
  });
  return {
    writeObjects: (namespace, resource, objects) =>
      writing(dir, () => writeList(join(dir, `${namespace ?? '_cluster'}.${resource}.json`), objects)),
    writeLog: (namespace, pod, container, previous, text) =>
      writing(dir, async () => {
        const file = join(dir, 'logs', namespace, pod, `${container}${previous ? '.previous' : ''}.log`);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, text);
      }),
    finish: ({ time, ...manifest }) =>
      writing(dir, async () => {
        await writeFile(join(dir, 'time.txt'), `${time}\n`);
        await writeManifest(dir, manifest);
      }),
  };
}

/** Whole or not at all, also when the process is killed. */
async function writeManifest(dir: string, manifest: Omit<Manifest, 'time' | 'cluster'>): Promise<void> {
  const file = join(dir, 'snapshot.yaml');
  await writeFile(`${file}.new`, stringify(manifest));
  await rename(`${file}.new`, file);
}

/** Level by level: Node's own `recursive` never returns below folders such as /proc, in which nothing can be made. */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (error) {
    const { code } = record(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(dirname(dir))) throw error;
    await makeFolder(dirname(dir));
    await mkdir(dir, { mode: 0o700 });
  }
}

function assertOwn(dir: string, entries: readonly string[]): void {
  if (entries.length === 0) return;
  const foreign = entries.includes('snapshot.yaml')
    ? entries.find((entry) => !OWN.has(entry) && !OBJECTS.test(entry))
    : entries[0];
  if (foreign === undefined) return;
  throw new CaptureError(
    `The folder ${dir} holds something else than a capture (${foreign}); name an empty or a new one.`,
  );
}

/** One object a line: a list of 10,000 pods does not fit into one string with its indentation, and diffs stay readable. */
async function writeList(path: string, objects: readonly KubeObject[]): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write('{"apiVersion": "v1", "kind": "List", "items": [\n');
    for (let from = 0; from < objects.length; from += 100) {
      const lines = objects.slice(from, from + 100).map((object) => JSON.stringify(object));
      await file.write(lines.join(',\n') + (from + 100 < objects.length ? ',\n' : '\n'));
    }
    await file.write(']}\n');
  } finally {
    await file.close();
  }
}

const WHY: Record<string, string> = {
  EACCES: 'permission denied',
  EROFS: 'it is read-only',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is a file',
  ENOENT: 'nothing can be made there',
};

async function writing(dir: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CaptureError) throw error;
    const code = String(record(error).code ?? 'unknown error');
    throw new CaptureError(`The folder ${dir} cannot be written (${WHY[code] ?? code}); name another one.`);
  }
}
