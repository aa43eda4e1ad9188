/** Reading a snapshot: a folder in the capture layout, a folder of `kubectl get` outputs, or one such file. */
import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { KubeObject } from '../objects.ts';
import { ClusterUnreadableError, type Gap } from '../source.ts';
import { ObjectSet } from './accept.ts';
import { newestTime } from './clock.ts';
import { type Broken, coverageOf } from './coverage.ts';
import { findFiles, readRegularFile, reasonOf, type SnapshotFile } from './files.ts';
import { type Manifest, readManifest, readTime } from './manifest.ts';
import { parseText } from './parse.ts';
import type { Snapshot } from './snapshot.ts';

/** How much text is read in all; what lies beyond is a gap. */
const MAX_TOTAL_CHARACTERS = 2 ** 31;

/**
 * Reads a snapshot. What cannot be read is a gap, and the rest loads.
 * @throws ClusterUnreadableError where nothing can be read; the signal's reason when cancelled.
 */
export async function loadSnapshot(path: string, signal?: AbortSignal): Promise<Snapshot> {
  const folder = await folderOf(path);
  const found = folder === undefined ? { files: [{ name: basename(path), path }], gaps: [] } : await findFiles(folder);
  const read = await readFiles(found.files, signal);
  const gaps = [...found.gaps, ...read.gaps];
  if (read.objects.length === 0) throw new ClusterUnreadableError(nothing(path, found.files.length, gaps));
  const about = folder === undefined ? { gaps: [] } : await readAbout(folder);
  const now = about.time ?? newestTime(read.objects) ?? new Date();
  const leftOut: Broken[] = found.gaps.map(() => ({ kinds: new Set<string>() }));
  return {
    path,
    folder,
    objects: read.objects,
    gaps: [...gaps, ...about.gaps],
    brokenFiles: gaps,
    now,
    identity: {
      context: about.manifest?.cluster?.context ?? nameOf(path),
      server: about.manifest?.cluster?.server ?? null,
      version: about.manifest?.cluster?.version ?? kubeletVersion(read.objects),
      capturedAt: now.toISOString().replace('.000Z', 'Z'),
    },
    coverage: coverageOf(read.objects, about.manifest, [...read.broken, ...leftOut]),
  };
}

/** The folder to read: of a case, its `snapshot/`. Undefined for a single file. */
async function folderOf(path: string): Promise<string | undefined> {
  const problem = (why: string) =>
    new ClusterUnreadableError(
      `Snapshot ${path} ${why}; name a folder or a file of Kubernetes objects in YAML or JSON.`,
    );
  const info = await stat(path).catch((error: unknown) => {
    throw problem(reasonOf(error));
  });
  if (info.isFile()) return undefined;
  if (!info.isDirectory()) throw problem('is neither a folder nor a regular file');
  const isCase = (await exists(join(path, 'case.yaml'))) && (await exists(join(path, 'snapshot')));
  return isCase ? join(path, 'snapshot') : path;
}

/** What people call the snapshot: its folder, or the case that the folder belongs to. */
function nameOf(path: string): string {
  const full = resolve(path);
  return basename(full) === 'snapshot' ? basename(dirname(full)) : basename(full);
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

interface Read {
  objects: KubeObject[];
  gaps: Gap[];
  broken: Broken[];
}

async function readFiles(files: readonly SnapshotFile[], signal: AbortSignal | undefined): Promise<Read> {
  const set = new ObjectSet();
  const gaps: Gap[] = [];
  const broken: Broken[] = [];
  let budget = MAX_TOTAL_CHARACTERS;
  for (const { name, path } of files) {
    signal?.throwIfAborted();
    try {
      const text = await readRegularFile(path, budget);
      budget -= text.length;
      const { documents, problems } = parseText(text);
      for (const why of problems) gaps.push({ what: `file ${name}`, why });
      if (problems.length > 0) broken.push({ kinds: kindsNamedIn(text) });
      for (const document of documents) gaps.push(...set.add(document, name));
    } catch (error) {
      gaps.push({ what: `file ${name}`, why: reasonOf(error) });
      broken.push({ kinds: new Set() });
    }
  }
  return { objects: set.sorted(), gaps, broken };
}

/** Kinds that a text which cannot be parsed names. */
function kindsNamedIn(text: string): Set<string> {
  return new Set(Array.from(text.matchAll(/"?\bkind"?:\s*"?([A-Za-z]{2,80})/g), (match) => match[1] ?? ''));
}

async function readAbout(folder: string): Promise<{ manifest?: Manifest; time?: Date; gaps: Gap[] }> {
  const [said, timed] = await Promise.all([readManifest(folder), readTime(folder)]);
  return { manifest: said.manifest, time: timed.time, gaps: [...said.gaps, ...timed.gaps] };
}

/** The version of the newest kubelet that was captured, which no control plane is older than. */
function kubeletVersion(objects: readonly KubeObject[]): string | null {
  const versions = objects.flatMap((object) => (object.kind === 'Node' ? [versionOf(object)] : []));
  return (
    versions
      .filter((version) => version !== undefined)
      .sort(byVersion)
      .at(-1) ?? null
  );
}

function versionOf(node: KubeObject & { status?: { nodeInfo?: { kubeletVersion?: unknown } } }): string | undefined {
  const version = node.status?.nodeInfo?.kubeletVersion;
  return typeof version === 'string' ? version : undefined;
}

function byVersion(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

function nothing(path: string, files: number, gaps: readonly Gap[]): string {
  const first = gaps[0];
  if (first !== undefined) return `Nothing in snapshot ${path} can be read: ${first.what} ${first.why}.`;
  if (files > 0) return `Snapshot ${path} holds no Kubernetes objects; name a folder or a file that does.`;
  return `Snapshot ${path} holds no YAML or JSON files; name a folder of Kubernetes objects, such as one that capture wrote.`;
}
