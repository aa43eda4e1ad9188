/** The folder that kubectl takes for its home: its kubeconfigs and its cache of what servers have; nothing of the user's. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Home {
  folder: string;
  /** Writes a kubeconfig with one context; the same name is written once. */
  kubeconfig(name: string, content: KubeconfigContent): Promise<string>;
  remove(): Promise<void>;
}

export interface KubeconfigContent {
  context: string;
  server: string;
  namespace: string | undefined;
}

/** @throws Error with one sentence where nothing can be written. */
export async function makeHome(): Promise<Home> {
  const folder = await mkdtemp(join(tmpdir(), 'aiops-kubectl-')).catch((error: NodeJS.ErrnoException) => {
    const code = error.code ?? 'unknown error';
    throw new Error(`Nothing can be written to the temporary folder ${tmpdir()} (${code}); set TMPDIR to another.`);
  });
  await chmod(folder, 0o700);
  const written = new Map<string, Promise<string>>();
  return {
    folder,
    kubeconfig(name, content) {
      const known = written.get(name) ?? write(join(folder, `config-${written.size}`), content);
      written.set(name, known);
      return known;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function write(path: string, { context: name, server, namespace }: KubeconfigContent): Promise<string> {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster: { server } }],
    contexts: [{ name, context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) } }],
    users: [{ name, user: {} }],
  };
  await writeFile(path, JSON.stringify(config), { mode: 0o600 });
  return path;
}
