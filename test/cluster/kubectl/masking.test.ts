/** No way of asking the real kubectl gets at the value of a Secret. */
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Kubebox, kubeboxKubectl, kubeboxMissing, startKubebox } from '../../kubebox.ts';
import { CANARY, canaryFolder, LEAKS, realKubectl, type Subject, scratch, subject } from './support.ts';

/** Each on Secrets; `%` is filled with every way of naming them. */
const FORMATS = [
  'get %',
  'get % -o wide --show-labels',
  'get % -L copied,app',
  'get % -o name',
  'get % -o yaml',
  'get % -o yaml --show-managed-fields',
  'get % -o json',
  'get % -o kyaml',
  "get % -o jsonpath='{..data}{..annotations}'",
  "get % -o jsonpath='{..password}'",
  "get % -o jsonpath-as-json='{..data}'",
  "get % -o go-template='{{.}}'",
  "get % -o go-template='{{range .items}}{{range $k,$v := .data}}{{$v | base64decode}}{{end}}{{end}}'",
  "get % -o template --template='{{.}}'",
  'get % -o custom-columns=A:.data,B:.metadata.annotations,C:.metadata.labels',
  'get % --sort-by=.data.password -o yaml',
  'get % --sort-by=.data.password',
  'get % --server-print=false',
  'get % --chunk-size=1 -o json',
  'get % -o json -v=9',
  'describe %',
  'apply view-last-applied %',
  'label % probe=1 --dry-run=client -o yaml',
  'annotate % probe=1 --dry-run=client -o json',
  "patch % --type=merge -p '{}' --dry-run=client -o yaml",
  'delete % --dry-run=client -o name',
];
const NAMES = ['secret db -n shop', 'pods,secrets.v1. -A'];
const OTHERS = [
  'get --raw /api/v1/namespaces/shop/secrets',
  'get --raw /api/v1/namespaces/shop/secrets/db',
  'get --raw /api/v1/secrets?limit=1',
  'get --raw /api/v1/namespaces/shop/%73ecrets/db',
  'get --raw /api/v1/watch/namespaces/shop/secrets',
  'get --raw "/api/v1/namespaces/shop/secrets?watch=1&timeoutSeconds=1"',
  'get --raw /api/v1/namespaces/shop/pods/../secrets/db',
  'get secrets -A --watch --request-timeout=2s',
  'set env pod/web -n shop --list --resolve',
  'create secret generic copy --from-literal=a=b -n shop --dry-run=client -o yaml',
  'describe pod web -n shop',
  'describe sa default -n shop',
  'cluster-info dump -n shop',
  'get events -A -o yaml',
];
const lines = [...NAMES.flatMap((name) => FORMATS.map((format) => format.replace('%', name))), ...OTHERS];

const folder = scratch();
const dir = canaryFolder(folder);

describe.skipIf(kubeboxMissing !== undefined)(`a real API server (${kubeboxMissing ?? 'at hand'})`, () => {
  let box: Kubebox;
  let live: Subject;
  let captured: Subject;
  beforeAll(async () => {
    const path = realKubectl(folder);
    box = await startKubebox(['serve', '--snapshot', dir]);
    live = subject(path, { kubeconfig: box.kubeconfig });
    captured = subject(path, { snapshot: dir });
  });
  afterAll(async () => {
    await Promise.all([live?.kubectl.close(), captured?.kubectl.close()]);
    await box?.stop();
  });

  /** All lines, a few at a time; the texts in which the canary was seen. */
  async function leaks(on: Subject, asked: readonly string[]): Promise<string[]> {
    const seen = await Promise.all(
      asked.map(async (line) => {
        const { stdout, stderr } = await on.run(line, { timeoutMs: 20_000 });
        return LEAKS.some((leak) => leak.test(stdout + stderr)) ? [`${line}\n${stdout}${stderr}`.slice(0, 2000)] : [];
      }),
    );
    return seen.flat();
  }

  /** The Secret as it is in the cluster, read past all that is tested here. */
  function secretInCluster(): { data: Record<string, string>; metadata: Record<string, Record<string, string>> } {
    const [program, command] = kubeboxKubectl;
    const args = [command, `--kubeconfig=${box.kubeconfig}`, 'get', 'secret', 'db', '-n', 'shop', '-o', 'json'];
    return JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
  }

  it('holds the value, so that it could be seen', () => {
    expect(LEAKS.some((leak) => leak.test(JSON.stringify(secretInCluster())))).toBe(true);
  });

  it('shows no value in any format', { timeout: 180_000 }, async () => {
    expect(await leaks(live, lines)).toEqual([]);
  });

  it('shows none on a snapshot', { timeout: 180_000 }, async () => {
    expect(await leaks(captured, lines.slice(FORMATS.length))).toEqual([]);
  });

  it('shows no password that lies in other objects, however it is picked out', async () => {
    const picked = [
      "get pod careless -n plain -o jsonpath='{.spec.containers[0].env[0].value}{.spec.containers[0].args}'",
      'get pods -n plain -o custom-columns=A:.spec.containers[*].env[*].value,B:.spec.containers[*].args',
      "get cm careless -n plain -o go-template='{{.data.DB_PASSWORD}}'",
      'describe cm,pods -n plain',
      'get cm,pods -n plain -o yaml',
    ];
    expect(await leaks(live, picked)).toEqual([]);
    expect(await leaks(captured, picked)).toEqual([]);
    const { stdout } = await live.run("get cm careless -n plain -o jsonpath='{.data.greeting}'");
    expect(stdout).toBe('good morning');
  });

  it('writes no mask back where what was read is changed', async () => {
    const { exitCode } = await live.run('patch cm careless -n plain -p \'{"data":{"more":"x"}}\'', { writes: true });
    const [program, command] = kubeboxKubectl;
    const args = [command, `--kubeconfig=${box.kubeconfig}`, 'get', 'cm', 'careless', '-n', 'plain', '-o', 'json'];
    const { data } = JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
    expect([exitCode, data]).toEqual([0, { DB_PASSWORD: CANARY, greeting: 'good morning', more: 'x' }]);
  });

  it('reads the few paths that hold no objects, and names no address of its own', async () => {
    expect(await live.run('get --raw /version')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('major'),
    });
    expect((await live.run('get --raw=/readyz?verbose')).stdout).toContain('readyz check passed');
    const { stdout, stderr } = await live.run('get --raw /healthz/none');
    expect(stdout + stderr).toMatch(/NotFound|not found/i);
    expect(stdout + stderr).not.toMatch(/[0-9a-f]{32}/);
  });

  it('shows keys and lengths', async () => {
    const { stdout } = await live.run('get secret db -n shop -o yaml');
    expect(stdout).toContain(`password: '*** (${CANARY.length} bytes)'`);
    expect((await live.run('describe secret db -n shop')).stdout).toMatch(/password: +17 bytes/);
  });

  it('shows none where a Secret is changed, and changes nothing but what was asked', async () => {
    const { stdout, exitCode } = await live.run('label secret db -n shop changed=yes -o yaml', { writes: true });
    expect([exitCode, LEAKS.some((leak) => leak.test(stdout))]).toEqual([0, false]);
    const patched = await live.run(`patch secret registry -n shop -p '{"stringData":{"x":"y"}}' -o yaml`, {
      writes: true,
    });
    expect([patched.exitCode, LEAKS.some((leak) => leak.test(patched.stdout))]).toEqual([0, false]);
    const { data, metadata } = secretInCluster();
    expect(Buffer.from(data.password ?? '', 'base64').toString()).toBe(CANARY);
    expect(metadata.labels).toEqual({ app: 'db', copied: CANARY, changed: 'yes' });
    expect(metadata.annotations?.note).toContain(CANARY);
  });
});
