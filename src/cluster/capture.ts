/** Writes what a cluster looks like to a folder that reads like the cluster itself; secrets stay behind. */
import { openCaptureFolder } from './capture/folder.ts';
import { captureKinds, type KindsResult } from './capture/kinds.ts';
import { captureLogs } from './capture/logs.ts';
import { CaptureError, type CaptureOptions, type CaptureSource } from './capture/options.ts';
import { ClusterUnreadableError, type Gap } from './source.ts';

/** What was written. */
export interface CaptureSummary {
  objects: number;
  logs: number;
  namespaces: readonly string[] | 'all';
  gaps: readonly Gap[];
}

/**
 * Captures the namespaces that are asked for, or all that can be read, and everything that belongs to no namespace.
 * An interrupted capture leaves a folder that says so, and that the next capture may replace.
 * @throws CaptureError when the folder cannot be written or holds something else; ClusterUnreadableError; the signal's
 * reason.
 */
export async function capture(source: CaptureSource, dir: string, options: CaptureOptions): Promise<CaptureSummary> {
  const { signal, onProgress = () => undefined } = options;
  const identity = await source.identity(signal);
  const now = await source.now(signal);
  const namespaces = options.namespaces ?? (await source.readableNamespaces(signal)) ?? 'all';
  if (namespaces !== 'all' && namespaces.length === 0) {
    throw new ClusterUnreadableError('No namespace is known in which this user can list pods; name one with -n.');
  }
  await assertExist(source, options.namespaces ?? [], signal);
  const folder = await openCaptureFolder(dir);
  const kinds = await captureKinds(source, folder, namespaces, { ...options, onProgress });
  const logs = await captureLogs(source, folder, kinds.pods, { ...options, onProgress });
  const gaps = distinct([...kinds.gaps, ...logs.gaps], options.redact.text);
  await folder.finish({
    time: now.toISOString(),
    kinds: covered(kinds),
    namespaces: namespaces === 'all' ? 'all' : [...namespaces],
    gaps,
    cluster: { context: identity.context, server: identity.server, version: identity.version },
  });
  return { objects: kinds.objects, logs: logs.written, namespaces, gaps };
}

/** A mistyped namespace would give a folder that looks like an empty one. @throws CaptureError where the server says so. */
async function assertExist(source: CaptureSource, names: readonly string[], signal?: AbortSignal): Promise<void> {
  const read = await Promise.all(names.map((name) => source.get('namespaces', undefined, name, signal)));
  const missing = names.filter((_, index) => read[index] !== undefined && 'absent' in read[index]);
  if (missing.length > 0) throw new CaptureError(`There is no namespace ${missing.join(', ')}; check its name.`);
}

/** Kinds of which everything in scope was written: only of these does a missing object prove anything. */
function covered({ kinds }: KindsResult): string[] {
  const complete = kinds.filter((kind) => kind.complete);
  return complete.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`).sort();
}

/** In an order that does not depend on which answer came first. */
function distinct(gaps: readonly Gap[], redact: (text: string) => string): Gap[] {
  const seen = new Map(gaps.map(({ what, why }) => [`${what}\n${why}`, { what, why: redact(why) }]));
  return [...seen.values()].sort((a, b) => (a.what < b.what ? -1 : 1));
}
