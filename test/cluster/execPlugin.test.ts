import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { type FaultServer, json, pods, startFaultServer } from './faultServer.ts';
import { file, folder, kubeconfig, refusal } from './refusal.ts';

describe.skipIf(process.platform === 'win32')('credential plug-in', () => {
  let server: FaultServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  async function plugin(script: string): Promise<string> {
    const path = await file('plugin', `#!/bin/sh\n${script}\n`);
    await chmod(path, 0o755);
    return path;
  }
  const credential = (token: string) => `{"kind":"ExecCredential","status":{"token":"${token}"}}`;
  const exec = async (script: string) => ({
    exec: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: await plugin(script),
      args: ['x'],
      env: [{ name: 'EXTRA', value: 'e' }],
    },
  });

  test('runs once for all, sees no stdin and no terminal, and again on 401', async () => {
    const runs = join(folder, 'runs');
    const user = await exec(
      `read line && exit 9\necho "$1 $EXTRA $KUBERNETES_EXEC_INFO" >> ${runs}\nn=$(wc -l < ${runs})\necho '${credential("'$(echo t$n)'")}'`,
    );
    const tokens: string[] = [];
    server = await startFaultServer(
      (_, response) => json(response, 200, pods(['a'])),
      (request, response) => {
        tokens.push(request.headers.authorization ?? '');
        if (request.headers.authorization !== 'Bearer t1' || request.url?.includes('/namespaces/') !== true)
          return false;
        json(response, 401, {});
        return true;
      },
    );
    const source = await server.source(user);
    await source.serves('pods');
    expect(new Set(tokens)).toEqual(new Set(['Bearer t1']));
    expect((await source.list('pods', 'shop')).objects).toHaveLength(1);
    expect(tokens.at(-1)).toBe('Bearer t2');
    const [first = ''] = (await readFile(runs, 'utf8')).split('\n');
    expect(first).toMatch(/^x e \{.*"interactive":false/);
  });

  test.each<[string, string, RegExp]>([
    ['fails', 'echo "please log in" >&2; exit 3', /failed \(exit 3\): please log in; run it by hand/],
    ['prints something else', 'echo hello', /printed no credential/],
    ['hangs', 'sleep 600', /did not answer within 0.3 s/],
  ])('that %s', async (_, script, sentence) => {
    const path = await kubeconfig('http://127.0.0.1:1', await exec(script));
    expect(await refusal({ kubeconfig: path, env: { PATH: process.env.PATH }, pluginTimeoutMs: 300 })).toMatch(
      sentence,
    );
  });

  test('that is not installed says how to install it', async () => {
    const user = { exec: { command: 'aiops-no-such-plugin', installHint: 'Install it with x.\nMore.' } };
    expect(await refusal({ kubeconfig: await kubeconfig('http://127.0.0.1:1', user), env: {} })).toBe(
      'The credential plug-in of user "u" aiops-no-such-plugin is not installed; Install it with x.',
    );
  });

  test('that is cancelled leaves no process behind', async () => {
    const pid = join(folder, 'pid');
    const user = await exec(`sleep 600 &\necho $! > ${pid}.new; mv ${pid}.new ${pid}; wait`);
    server = await startFaultServer(() => undefined);
    const cancel = new AbortController();
    const reading = (await server.source(user)).list('pods', 'shop', cancel.signal);
    const child = Number(
      await expect
        .poll(() => readFile(pid, 'utf8').catch(() => ''), { timeout: 20_000 })
        .not.toBe('')
        .then(() => readFile(pid, 'utf8')),
    );
    cancel.abort(new Error('enough'));
    await expect(reading).rejects.toThrow('enough');
    await expect.poll(() => running(child), { timeout: 20_000 }).toBe(false);
  });
});

function running(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
