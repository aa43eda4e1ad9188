/** What a cluster that cannot be read says, and the kubeconfigs that lead there. */
import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { createLiveSource } from '../../src/cluster/live.ts';
import type { ConnectOptions } from '../../src/cluster/options.ts';
import { ClusterUnreadableError } from '../../src/cluster/source.ts';
import { kubeconfigFor } from './faultServer.ts';

/** A folder of this test file, removed when its tests have run. */
export const folder = mkdtempSync(join(tmpdir(), 'aiops-connect-'));
afterAll(() => rmSync(folder, { recursive: true }));

export async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** Path of a kubeconfig for one server and user. */
export async function kubeconfig(
  url: string,
  user: unknown = {},
  cluster: Record<string, unknown> = {},
): Promise<string> {
  return file('kubeconfig', kubeconfigFor(url, user, cluster));
}

/** The one sentence with which a connection is refused, before or at the first contact. */
export async function refusal(options: ConnectOptions): Promise<string> {
  try {
    const source = createLiveSource(options);
    try {
      await source.list('pods', undefined);
    } finally {
      await source.close();
    }
  } catch (error) {
    expect(error).toBeInstanceOf(ClusterUnreadableError);
    const { message } = error as Error;
    expect(message).toMatch(/^[A-Z][^\n]*; [^\n]*\.$/);
    return message;
  }
  throw new Error('the cluster was read');
}
