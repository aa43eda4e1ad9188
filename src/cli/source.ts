/** Opens what is read: the snapshot that `--snapshot` names, else the live cluster. */
import type { LiveSource } from '../cluster/live.ts';
import type { Snapshot } from '../cluster/snapshot/snapshot.ts';
import type { ClusterSource } from '../cluster/source.ts';
import type { Environment } from '../config/environment.ts';
import type { CommonOptions } from './options.ts';

/** A live cluster can list more kinds than the ones that are known here. */
export type OpenSource = ClusterSource & Partial<Pick<LiveSource, 'resources' | 'listResource'>>;

export interface SourceHolder {
  /**
   * The source, opened once for each context (undefined: the one that was asked for at the start); a failure is not
   * kept, so that the next call tries anew.
   */
  open: (context?: string) => Promise<OpenSource>;
  /** The snapshot, loaded once for all who read it; only where one was named. */
  snapshot: (folder: string) => Promise<Snapshot>;
  close: () => Promise<void>;
}

/** Nothing is loaded or contacted before the first `open`. */
export function createSourceHolder(
  options: CommonOptions,
  env: Environment,
  namespaces: readonly string[],
): SourceHolder {
  const opened = new Map<string, Promise<OpenSource>>();
  const snapshots = new Map<string, Promise<Snapshot>>();
  const snapshot = (folder: string) => kept(snapshots, folder, () => load(folder));
  return {
    snapshot,
    open: (context) =>
      kept(opened, context ?? '', () =>
        options.snapshot === undefined
          ? openLive({ ...options, context: context ?? options.context }, env, namespaces)
          : openSnapshot(snapshot(options.snapshot)),
      ),
    async close() {
      const sources = await Promise.all([...opened.values()].map((source) => source.catch(() => undefined)));
      await Promise.all(sources.map((source) => source?.close()));
    },
  };
}

/** Made once for each key; a failure is forgotten. */
function kept<T>(all: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = make().catch((error: unknown) => {
    all.delete(key);
    throw error;
  });
  all.set(key, made);
  return made;
}

async function openLive(
  { kubeconfig, context }: CommonOptions,
  env: Environment,
  namespaces: readonly string[],
): Promise<OpenSource> {
  const { createLiveSource } = await import('../cluster/live.ts');
  return createLiveSource({ kubeconfig, context, env }, namespaces);
}

async function openSnapshot(loading: Promise<Snapshot>): Promise<OpenSource> {
  const [{ createSnapshotSource }, snapshot] = await Promise.all([import('../cluster/snapshot/source.ts'), loading]);
  return createSnapshotSource(snapshot);
}

async function load(folder: string): Promise<Snapshot> {
  const { loadSnapshot } = await import('../cluster/snapshot/load.ts');
  return loadSnapshot(folder);
}

/** Which cluster is meant now, as one name that no other cluster has; nothing is contacted. */
export async function clusterName({ snapshot, kubeconfig, context }: CommonOptions, env: Environment): Promise<string> {
  if (snapshot !== undefined) return `snapshot ${snapshot}`;
  const { findConnection } = await import('../cluster/connection.ts');
  try {
    const found = findConnection({ kubeconfig, context, env });
    return `${found.context ?? 'in-cluster'} (${found.server})`;
  } catch {
    // Tools that need no cluster work all the same.
    return 'no cluster';
  }
}
