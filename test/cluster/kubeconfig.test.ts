import { mkdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findConnection } from '../../src/cluster/connection.ts';
import { kubeconfigFor } from './faultServer.ts';
import { file, folder, refusal } from './refusal.ts';

describe('which cluster', () => {
  test('no kubeconfig anywhere', async () => {
    expect(await refusal({ env: { HOME: folder } })).toContain(
      `No kubeconfig was found at ${join(folder, '.kube', 'config')}`,
    );
    expect(await refusal({ env: {} })).toContain('No kubeconfig was found;');
  });

  test('a named file that is not there, is no YAML, or has no contexts', async () => {
    expect(await refusal({ kubeconfig: join(folder, 'no'), env: {} })).toContain('does not exist');
    const broken = await refusal({ kubeconfig: await file('broken', 'users:\n- token: hunter2: {'), env: {} });
    expect(broken).toContain('is not valid YAML');
    expect(broken).not.toContain('hunter2');
    expect(await refusal({ kubeconfig: await file('bare', { clusters: [] }), env: {} })).toContain('has no contexts');
  });

  test('an unknown context names the known ones', async () => {
    const kubeconfig = await file('known', kubeconfigFor('https://127.0.0.1:1', {}));
    expect(await refusal({ kubeconfig, context: 'there', env: {} })).toBe(
      'The kubeconfig has no context "there"; it has here.',
    );
  });

  test('a context whose cluster is not there, and a server that is no address', async () => {
    const lost = { 'current-context': 'x', contexts: [{ name: 'x', context: { cluster: 'lost' } }] };
    expect(await refusal({ kubeconfig: await file('lost', lost), env: {} })).toContain('refers to the cluster "lost"');
    const odd = await file('odd', kubeconfigFor('ftp://x', {}));
    expect(await refusal({ kubeconfig: odd, env: {} })).toContain('no usable server address');
  });

  test('KUBECONFIG lists files: the first wins, missing ones are skipped, paths are relative to their file', async () => {
    await mkdir(join(folder, 'sub'), { recursive: true });
    await file('sub/token', 'from-file');
    const one = await file('one', { ...(kubeconfigFor('https://one', {}) as object), users: [] });
    const two = await file('sub/two', kubeconfigFor('https://two', { tokenFile: 'token' }));
    const found = findConnection({ env: { KUBECONFIG: [join(folder, 'no'), one, two].join(delimiter) } });
    expect(found).toMatchObject({
      context: 'here',
      server: 'https://one',
      user: { tokenFile: join(folder, 'sub', 'token') },
    });
  });

  test('in a pod, the service account is used', async () => {
    await file('ca.crt', 'CA');
    await file('token', 'T');
    await file('namespace', 'aiops\n');
    const env = { KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' };
    const found = findConnection({ env, serviceAccountFolder: folder });
    expect(found).toMatchObject({ context: null, server: 'https://[fd00::1]:443', namespace: 'aiops', ca: 'CA' });
  });
});
