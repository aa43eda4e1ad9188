/** Opens what is read: the snapshot that `--snapshot` names, else the live cluster. */
import type { LiveSource } from '../cluster/live.ts';
import type { ClusterSource } from '../cluster/source.ts';
import type { Environment } from '../config/environment.ts';
import type { CommonOptions } from './options.ts';

/** A live cluster can list more kinds than the ones that are known here. */
export type OpenSource = ClusterSource & Partial<Pick<LiveSource, 'resources' | 'listResource'>>;

export interface SourceHolder {
  /** The source, opened once; a failure is not kept, so that the next call tries anew. */
  open: () => Promise<OpenSource>;
  close: () => Promise<void>;
}

/** Nothing is loaded or contacted before the first `open`. */
export function createSourceHolder(
  options: CommonOptions,
  env: Environment,
  namespaces: readonly string[],
): SourceHolder {
  let opened: Promise<OpenSource> | undefined;
  return {
    open() {
      opened ??= openSource(options, env, namespaces).catch((error: unknown) => {
        opened = undefined;
        throw error;
      });
      return opened;
    },
    async close() {
      const source = await opened?.catch(() => undefined);
      await source?.close();
    },
  };
}

async function openSource(
  options: CommonOptions,
  env: Environment,
  namespaces: readonly string[],
): Promise<OpenSource> {
  const { snapshot, kubeconfig, context } = options;
  if (snapshot === undefined) {
    const { createLiveSource } = await import('../cluster/live.ts');
    return createLiveSource({ kubeconfig, context, env }, namespaces);
  }
  const [{ loadSnapshot }, { createSnapshotSource }] = await Promise.all([
    import('../cluster/snapshot/load.ts'),
    import('../cluster/snapshot/source.ts'),
  ]);
  return createSnapshotSource(await loadSnapshot(snapshot));
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
