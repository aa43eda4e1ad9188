/** The kubeconfig of a served snapshot, which is what lets a client in. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Name of the context, cluster and user in it. */
export const SNAPSHOT_CONTEXT = 'snapshot';

/** Writes a kubeconfig that only this user can read, in a folder of its own. */
export async function writeKubeconfig(server: string): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'aiops-snapshot-')).catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      `Nothing can be written to the temporary folder ${tmpdir()} (${error.code}); set TMPDIR to another.`,
    );
  });
  await chmod(folder, 0o700);
  const path = join(folder, 'kubeconfig');
  const name = SNAPSHOT_CONTEXT;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user: {} }],
  };
  await writeFile(path, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
