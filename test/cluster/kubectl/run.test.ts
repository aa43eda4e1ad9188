/** Running the real kubectl: leave, namespaces, ends of every kind, and what there is instead of a kubectl. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubebox, kubeboxMissing, startKubebox } from '../../kubebox.ts';
import { demoCase, until } from '../../support/program.ts';
import { binFolder, canaryFolder, realKubectl, type Subject, scratch, subject } from './support.ts';

const folder = scratch();

describe.skipIf(kubeboxMissing !== undefined)(`a real API server (${kubeboxMissing ?? 'at hand'})`, () => {
  let box: Kubebox;
  let live: Subject;
  beforeAll(async () => {
    box = await startKubebox(['serve', '--snapshot', canaryFolder(folder)]);
    live = subject(realKubectl(folder), { kubeconfig: box.kubeconfig });
  });
  afterAll(async () => {
    await live?.kubectl.close();
    await box?.stop();
  });

  it.each([
    'delete pod web -n shop',
    'label pod web a=b -n shop',
    'create namespace dev',
    'scale deploy/web --replicas=0 -n shop',
    'create token default -n shop',
    'run x --image=nginx -n shop',
  ])('lets a read do nothing else: %s', async (line) => {
    const { exitCode, stderr } = await live.run(line);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/not let through|only reads|not found/);
  });

  it.each([
    'exec web -n shop -- id',
    'get --raw /api/v1/namespaces/shop/pods/web/attach',
    'get --raw /api/v1/nodes/n/proxy/configz',
    'get --raw /debug/pprof/heap',
    'create token default -n shop',
  ])('never lets through, also where writing is allowed: %s', async (line) => {
    const { exitCode, stderr } = await live.run(line, { writes: true, timeoutMs: 10_000 });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/not let through|not found/);
  });

  it('writes where writing is allowed', async () => {
    expect((await live.run('create namespace dev', { writes: true })).stdout).toMatch(/created/);
    expect((await live.run('get namespace dev -o name')).stdout.trim()).toBe('namespace/dev');
    expect((await live.run('auth can-i delete pods')).stdout.trim()).toBe('yes');
  });

  it('keeps to the namespaces of the caller, whatever the command says', async () => {
    const bound = { namespaces: ['shop'] };
    expect((await live.run('get pods -n shop -o name', bound)).stdout.trim()).toBe('pod/web');
    for (const line of ['get pods -n other', 'get pods -A', 'get nodes', 'describe pod far -n other', 'get ns']) {
      expect(await live.run(line, bound)).toMatchObject({
        exitCode: 1,
        stderr: expect.stringContaining('only the namespaces shop'),
      });
    }
  });

  it('names the cluster, and neither the gate nor a credential', async () => {
    const { stdout, stderr, cluster } = await live.run('config view --raw -o yaml');
    expect(cluster).toMatchObject({ server: box.server, capturedAt: null });
    expect(stdout + stderr).toContain(`server: ${box.server}`);
    expect(stdout + stderr).not.toMatch(/127\.0\.0\.1:\d+\/[0-9a-f]{32}|client-key-data|token/);
  });

  it('says in one sentence that the API server cannot be reached', async () => {
    const kubeconfig = join(folder, 'dead.json');
    const name = 'dead';
    const cluster = { server: 'https://127.0.0.1:1' };
    const contexts = [{ name, context: { cluster: name, user: name } }];
    const users = [{ name, user: { token: 'none' } }];
    writeFileSync(
      kubeconfig,
      JSON.stringify({ 'current-context': name, clusters: [{ name, cluster }], contexts, users }),
    );
    const dead = subject(join(folder, 'bin'), { kubeconfig });
    const { exitCode, stderr } = await dead.run('get pods');
    await dead.kubectl.close();
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^The API server at https:\/\/127\.0\.0\.1:1 refused .*\n$/),
    ]);
  });

  it('kills what a cancelled call left running', async () => {
    const stop = new AbortController();
    const running = live.run('get pods -n shop --watch', { signal: stop.signal });
    await until(() => watches().length > 0 || undefined);
    stop.abort(new Error('no longer wanted'));
    await expect(running).rejects.toThrow('no longer wanted');
    await until(() => watches().length === 0 || undefined);
  });

  it('ends what takes too long, and says so', async () => {
    const { exitCode, stderr, stdout } = await live.run('get pods -n shop --watch', { timeoutMs: 3000 });
    expect([exitCode, stdout.includes('web')]).toEqual([124, true]);
    expect(stderr).toMatch(/ended after 3 s/);
  });
});

/** Processes of this test that watch. */
function watches(): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid) || !existsSync(`/proc/${pid}/cmdline`)) return false;
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return command.includes('--watch') && readFileSync(`/proc/${pid}/environ`, 'utf8').includes('aiops-kubectl-');
    } catch {
      return false;
    }
  });
}

describe('what there is for a kubectl', () => {
  const version = (minor: string, gitVersion: string) =>
    `echo '{"clientVersion":{"major":"1","minor":"${minor}","gitVersion":"${gitVersion}"}}'`;
  const cases: [string, string | undefined, RegExp][] = [
    ['none', undefined, /^kubectl is not installed here; install kubectl 1\.28 or newer on PATH\.$/],
    ['an old one', version('27', 'v1.27.9'), /is v1\.27\.9, which is too old; install kubectl 1\.28/],
    ['a wrapper that says nothing', 'exit 3', /may be a wrapper of a vendor's/],
    ['a dispatcher alone', version('32+', 'v1.32.4-dispatcher'), /is a dispatcher \(v1\.32\.4-dispatcher\) without/],
  ];
  it.each(cases)('%s', async (name, script, sentence) => {
    const path = script === undefined ? join(folder, 'nothing') : binFolder(folder, name.replaceAll(' ', '-'), script);
    const { kubectl, run } = subject(path, { snapshot: demoCase('volume-four-hops') });
    const { exitCode, stderr } = await run('get pods');
    await kubectl.close();
    expect([exitCode, stderr]).toEqual([127, expect.stringMatching(sentence)]);
  });

  it('leaves nothing behind', async () => {
    const before = readdirSync(tmpdir()).filter((name) => /^aiops-(?:kubectl|snapshot)-/.test(name));
    const { kubectl, run } = subject(join(folder, 'nothing'), { snapshot: demoCase('volume-four-hops') });
    await run('get pods');
    await kubectl.close();
    const after = readdirSync(tmpdir()).filter((name) => /^aiops-(?:kubectl|snapshot)-/.test(name));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});
