import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CaptureError } from '../../src/cluster/capture/options.ts';
import { capture } from '../../src/cluster/capture.ts';
import { fieldTimes } from '../../src/cluster/fieldTimes.ts';
import { KIND_NAMES } from '../../src/cluster/kinds.ts';
import { createLiveSource, type LiveSource } from '../../src/cluster/live.ts';
import { type KubeObject, refKey, refOf } from '../../src/cluster/objects.ts';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { createRedactor, redactObject } from '../../src/output/redact.ts';
import { type Kubebox, kubeboxMissing, startKubebox } from '../kubebox.ts';
import { refusal } from './refusal.ts';
import { PASSWORD, SHOP } from './shop.ts';

const text = createRedactor();
const redact = { text, object: <T>(value: T): T => redactObject(value, text) };
describe.skipIf(kubeboxMissing)(`a real API server${kubeboxMissing ? `: ${kubeboxMissing}` : ''}`, () => {
  let folder: string;
  let box: Kubebox;
  const sources: LiveSource[] = [];
  const open = (kubeconfig: string, namespaces?: string[]): LiveSource => {
    const source = createLiveSource({ kubeconfig, env: {} }, namespaces);
    sources.push(source);
    return source;
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aiops-live-'));
    const snapshot = join(folder, 'snapshot');
    const logs = join(snapshot, 'logs', 'shop', 'web-1');
    await mkdir(logs, { recursive: true });
    await writeFile(join(snapshot, 'all.json'), JSON.stringify(SHOP));
    await writeFile(join(logs, 'app.log'), `2026-01-02T03:04:06Z started with password=${PASSWORD}\n`);
    await writeFile(join(logs, 'app.previous.log'), '2026-01-02T03:04:04Z out of cheese\n');
    box = await startKubebox([
      'serve',
      '--snapshot',
      snapshot,
      '--namespace-user',
      'bob=shop',
      '--deny',
      'nodes',
      '--deny',
      'discovery.k8s.io/endpointslices',
      '--latency',
      '5ms',
    ]);
  });
  afterAll(async () => {
    await Promise.all(sources.map((source) => source.close()));
    await box?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('says which cluster it is, and its time', async () => {
    const source = open(box.kubeconfig);
    const identity = await source.identity();
    expect(identity).toMatchObject({ server: box.server, capturedAt: null });
    expect(identity.version).toMatch(/^v1\.\d+/);
    expect(Math.abs((await source.now()).getTime() - Date.now())).toBeLessThan(5000);
    expect(await source.readableNamespaces()).toBeUndefined();
  });

  test('every kind is listed, or there is a gap', async () => {
    const source = open(box.kubeconfig);
    const listings = await Promise.all(
      KIND_NAMES.map(async (kind) => [kind, await source.list(kind, undefined)] as const),
    );
    const gaps = Object.fromEntries(
      listings.flatMap(([kind, { gap }]) => (gap && gap.why !== 'not served by this cluster' ? [[kind, gap]] : [])),
    );
    expect(gaps).toEqual({
      nodes: { what: 'nodes', why: 'forbidden' },
      endpointslices: { what: 'endpointslices in all namespaces', why: 'forbidden' },
    });
    expect(await source.serves('certificates')).toBe(true);
    expect(await source.serves('httproutes')).toBe(false);
    const [pod] = (await source.list('pods', 'shop')).objects;
    expect(pod).toMatchObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-1' } });
    expect(pod?.metadata.managedFields).toBeUndefined();
    expect(pod && fieldTimes(pod)).toEqual([
      { manager: 'kubectl-edit', operation: 'Update', time: '2026-01-02T03:04:05Z' },
    ]);
  });

  test('one object, none, or not known', async () => {
    const source = open(box.kubeconfig);
    expect(await source.get('pods', 'shop', 'web-1')).toHaveProperty('found');
    expect(await source.get('pods', 'shop', 'gone')).toEqual({ absent: true });
    expect(await source.get('nodes', undefined, 'n1')).toEqual({ gap: { what: 'Node n1', why: 'forbidden' } });
  });

  test('logs, with the kubelet’s own words where there are none', async () => {
    const source = open(box.kubeconfig);
    const request = {
      namespace: 'shop',
      pod: 'web-1',
      container: 'app',
      previous: true,
      tailLines: 5,
      limitBytes: 4096,
    };
    expect(await source.log(request)).toEqual({
      text: expect.stringMatching(/^2026-01-02T03:04:04\S*Z .*out of cheese\n$/),
    });
    expect(await source.log({ ...request, container: 'nope' })).toEqual({
      gap: { what: expect.any(String), why: expect.stringContaining('nope is not valid for pod web-1') },
    });
    expect(await source.log({ ...request, pod: 'gone' })).toHaveProperty('gap.why', 'pods "gone" not found');
  });

  test('a user with rights in one namespace reads that one', async () => {
    const source = open(box.users.bob ?? '', ['shop', 'other']);
    expect(await source.readableNamespaces()).toEqual(['shop']);
    expect((await source.list('pods', 'shop')).objects).toHaveLength(1);
    expect((await source.list('pods', 'other')).gap).toEqual({ what: 'pods in other', why: 'forbidden' });
    expect((await source.list('persistentvolumes', undefined)).gap).toEqual({
      what: 'persistentvolumes',
      why: 'forbidden',
    });
  });

  test('an authority that the kubeconfig does not name is not trusted', async () => {
    const config = parse(await readFile(box.kubeconfig, 'utf8')) as {
      clusters: { cluster: Record<string, unknown> }[];
    };
    for (const { cluster } of config.clusters) delete cluster['certificate-authority-data'];
    const path = join(folder, 'untrusted');
    await writeFile(path, JSON.stringify(config));
    expect(await refusal({ kubeconfig: path, env: {} })).toContain(
      'signed by an authority that the kubeconfig does not know',
    );
  });

  describe('a capture', () => {
    const keys = (objects: readonly KubeObject[]) => objects.map((object) => refKey(refOf(object))).sort();

    test('reads back as the cluster it was', async () => {
      const live = open(box.kubeconfig);
      const dir = join(folder, 'out');
      const summary = await capture(live, dir, { redact });
      expect(summary).toMatchObject({
        namespaces: 'all',
        logs: 2,
        gaps: [
          { what: 'endpointslices in all namespaces', why: 'forbidden' },
          { what: 'nodes', why: 'forbidden' },
        ],
      });
      const back = createSnapshotSource(await loadSnapshot(dir));
      for (const kind of KIND_NAMES.filter((name) => name !== 'nodes' && name !== 'endpointslices')) {
        const [from, to] = await Promise.all([live.list(kind, undefined), back.list(kind, undefined)]);
        expect([kind, keys(to.objects)]).toEqual([kind, keys(from.objects)]);
      }
      expect(await back.get('nodes', undefined, 'n1')).toHaveProperty('gap');
      expect(await back.get('pods', 'shop', 'gone')).toEqual({ absent: true });
      const [pod] = (await back.list('pods', 'shop')).objects;
      expect(pod && fieldTimes(pod)).toMatchObject([{ manager: 'kubectl-edit' }]);
      expect(await readdir(join(dir, 'logs', 'shop', 'web-1'))).toEqual(['app.log', 'app.previous.log']);
      expect(await readFile(join(dir, 'shop.widgets.example.com.json'), 'utf8')).toContain('"size":3');
    });

    test('holds no secret', async () => {
      const dir = join(folder, 'clean');
      await capture(open(box.kubeconfig), dir, { redact });
      const files = (await readdir(dir, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
      const all = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
      expect(all.join('\n')).toContain('"DB_PASSWORD":"***"');
      expect(
        all.filter((content) => content.includes(PASSWORD) || content.includes(btoa(PASSWORD).slice(0, 16))),
      ).toEqual([]);
      expect(all.filter((content) => content.length > 200_000)).toEqual([]);
    });

    test('of one namespace holds that one, and proves nothing about others', async () => {
      const dir = join(folder, 'one');
      const summary = await capture(open(box.users.bob ?? ''), dir, { namespaces: ['shop'], redact });
      expect(summary.gaps).toContainEqual({ what: 'persistentvolumes', why: 'forbidden' });
      expect((await readdir(dir)).filter((name) => name.startsWith('other.'))).toEqual([]);
      const manifest = parse(await readFile(join(dir, 'snapshot.yaml'), 'utf8')) as {
        kinds: string[];
        namespaces: unknown;
      };
      expect(manifest.namespaces).toEqual(['shop']);
      expect(manifest.kinds).toContain('v1/Pod');
      expect(manifest.kinds).not.toContain('v1/Namespace');
      expect(manifest.kinds).not.toContain('v1/PersistentVolume');
    });

    test('of a namespace that does not exist is refused, and makes no folder', async () => {
      const dir = join(await mkdtemp(join(tmpdir(), 'capture-')), 'snapshot');
      const wrong = capture(open(box.kubeconfig), dir, { namespaces: ['shop', 'shpo'], redact });
      await expect(wrong).rejects.toThrow(new CaptureError('There is no namespace shpo; check its name.'));
      await expect(readdir(dir)).rejects.toThrow(/ENOENT/);
    });

    test('does not touch a folder that holds something else, and replaces an earlier capture', async () => {
      const dir = join(folder, 'again');
      const live = open(box.kubeconfig);
      await capture(live, dir, { namespaces: ['other'], redact });
      await capture(live, dir, { namespaces: ['shop'], redact });
      expect((await readdir(dir)).filter((name) => name.startsWith('other.'))).toEqual([]);
      await writeFile(join(dir, 'notes.txt'), 'mine');
      await expect(capture(live, dir, { redact })).rejects.toThrow(CaptureError);
      expect(await readdir(dir)).toContain('shop.pods.json');
      await expect(capture(live, join(box.kubeconfig, 'x'), { redact })).rejects.toThrow(
        /cannot be written \(a part of the path is a file\)/,
      );
    });

    test('that is interrupted says so when it is read', async () => {
      const dir = join(folder, 'interrupted');
      const cancel = new AbortController();
      const onProgress = () => cancel.abort(new Error('enough'));
      await expect(capture(open(box.kubeconfig), dir, { redact, signal: cancel.signal, onProgress })).rejects.toThrow(
        'enough',
      );
      const { gaps, coverage } = await loadSnapshot(dir);
      expect(gaps).toContainEqual({ what: 'the rest of the cluster', why: expect.stringContaining('interrupted') });
      expect(coverage.provesAbsent('services', 'shop', 'gone')).toBe(false);
    });
  });
});
