/** What a snapshot loads, what it leaves out and says so, and what it takes for absent. */
import { execFileSync } from 'node:child_process';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { ClusterUnreadableError } from '../../src/cluster/source.ts';
import { folderOf, NAMESPACE, object } from './folder.ts';

const POD = object('v1', 'Pod', 'shop', 'web');
const gapsOf = async (folder: string) => (await loadSnapshot(folder)).gaps.map(({ what, why }) => `${what} ${why}`);
const namesOf = async (path: string) =>
  (await loadSnapshot(path)).objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);

describe('layouts', () => {
  test('single objects, several documents, lists and typed lists, in any folder under any name', async () => {
    const folder = await folderOf({
      'a.yaml': POD,
      'deep/er/B.YML': `${NAMESPACE}\n---\n${object('v1', 'Service', 'shop', 'web')}`,
      'list.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', namespace: 'shop' } }],
      }),
      'typed.json': JSON.stringify({
        apiVersion: 'apps/v1',
        kind: 'DeploymentList',
        items: [{ metadata: { name: 'd', namespace: 'shop' } }],
      }),
      'logs/shop/web/app.yaml': 'not: read',
      'notes.md': 'not read either',
    });
    expect(await namesOf(folder)).toEqual(['Deployment d', 'Namespace shop', 'Pod web', 'Pod x', 'Service web']);
    expect(await gapsOf(folder)).toEqual([]);
  });

  test('one file, whatever its name, with the marks and line ends of Windows', async () => {
    const folder = await folderOf({ dump: `\ufeff${POD.replaceAll('\n', '\r\n')}` });
    expect(await namesOf(join(folder, 'dump'))).toEqual(['Pod web']);
    await writeFile(join(folder, 'power.yaml'), Buffer.from(`\ufeff${POD}`, 'utf16le'));
    expect(await namesOf(join(folder, 'power.yaml'))).toEqual(['Pod web']);
  });

  test('a case is read from its snapshot folder', async () => {
    const folder = await folderOf({ 'case.yaml': 'id: x', 'snapshot/pod.yaml': POD });
    expect(await namesOf(folder)).toEqual(['Pod web']);
  });

  test('the order is that of the API server, whatever the files are called', async () => {
    const pods = [
      ['a-b', 'one'],
      ['a', 'two'],
      ['a', 'one'],
    ].map(([ns, name]) => object('v1', 'Pod', ns, name ?? ''));
    const one = await folderOf({ 'x.yaml': pods.join('---\n') });
    const other = await folderOf({ 'z.yaml': pods[0] ?? '', 'y.yaml': pods[2] ?? '', 'k.yaml': pods[1] ?? '' });
    const order = async (folder: string) =>
      (await loadSnapshot(folder)).objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
    expect(await order(one)).toEqual(['a-b/one', 'a/one', 'a/two']);
    expect(await order(other)).toEqual(await order(one));
  });

  test('of the same object twice, the one with the newest revision is kept', async () => {
    const at = (revision: string, label: string) =>
      object('v1', 'Pod', 'shop', 'web', `  resourceVersion: "${revision}"\n  labels: {is: ${label}}\n`);
    const folder = await folderOf({ 'a.yaml': at('1000', 'new'), 'b.yaml': at('999', 'old') });
    const { objects } = await loadSnapshot(folder);
    expect(objects.map(({ metadata }) => metadata.labels)).toEqual([{ is: 'new' }]);
  });
});

describe('what cannot be read is named, and the rest loads', () => {
  test('a truncated JSON file, a broken YAML file, an empty file, entries that are no objects', async () => {
    const folder = await folderOf({
      'good.yaml': POD,
      'cut.json': '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Ser',
      'broken.yaml': 'apiVersion: v1\nkind: [Pod\nmetadata: {',
      'empty.yaml': '\n',
      'values.yaml': 'replicas: 3',
      'nameless.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {}',
    });
    expect(await namesOf(folder)).toEqual(['Pod web']);
    expect(await gapsOf(folder)).toEqual([
      expect.stringMatching(/^file broken\.yaml is not valid YAML \(line \d\)$/),
      'file cut.json is cut off: its JSON does not end',
      'file empty.yaml is empty',
      'entry 1 of file nameless.yaml has no metadata.name (a Pod)',
      'entry 1 of file values.yaml has no apiVersion',
    ]);
  });

  test('names that no API server takes, which would end up in commands and paths', async () => {
    const named = (name: string, namespace = 'shop', kind = 'Pod', apiVersion = 'v1') =>
      JSON.stringify({ apiVersion, kind, metadata: { name, namespace } });
    const folder = await folderOf({
      'a.json': named('web; rm -rf ~'),
      'b.json': named('web\nFAKE'),
      'c.json': named('../../kube-system/secrets/x'),
      'd.json': named('web', '..'),
      'e.json': named('web', 'shop', '$(id)'),
      'f.json': named('a\u001b[31m', 'shop', 'Widget', 'example.com/v1'),
      'good.json': named('system:controller x', '', 'ClusterRole', 'rbac.authorization.k8s.io/v1'),
      'core.json': named('v1.', '', 'APIService', 'apiregistration.k8s.io/v1'),
      'image.json': named('web:latest', 'shop', 'ImageStreamTag', 'image.openshift.io/v1'),
    });
    expect(await namesOf(folder)).toEqual([
      'APIService v1.',
      'ClusterRole system:controller x',
      'ImageStreamTag web:latest',
    ]);
    expect(await gapsOf(folder)).toEqual([
      'entry 1 of file a.json has a name that no Pod can have',
      'entry 1 of file b.json has a name that no Pod can have',
      'entry 1 of file c.json has a name that no Pod can have',
      'entry 1 of file d.json has a namespace that cannot exist',
      'entry 1 of file e.json has no kind',
      'entry 1 of file f.json has a name that no Widget can have',
    ]);
  });

  test('links that leave the folder, loops, pipes, folders named like files and files too large', async () => {
    const outside = await folderOf({ 'secret.yaml': object('v1', 'ConfigMap', 'shop', 'outside') });
    const folder = await folderOf({ 'good.yaml': POD, 'folder.yaml/x.yaml': NAMESPACE, 'huge.json': '{' });
    await symlink(join(outside, 'secret.yaml'), join(folder, 'leaves.yaml'));
    await symlink(outside, join(folder, 'leaving'));
    await symlink(folder, join(folder, 'loop'));
    await symlink(join(folder, 'gone.yaml'), join(folder, 'dangling.yaml'));
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    await truncate(join(folder, 'huge.json'), 600 * 1024 * 1024);
    expect(await namesOf(folder)).toEqual(['Namespace shop', 'Pod web']);
    expect(await gapsOf(folder)).toEqual([
      'file dangling.yaml does not exist',
      'file huge.json is too large to read (600 MiB); split it into several files',
      'file leaves.yaml is a link that leaves the folder',
      'file leaving is a link that leaves the folder',
      'file pipe.yaml is not a regular file',
    ]);
  });

  test('fields of wrong types neither stop the load nor the list', async () => {
    const folder = await folderOf({
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop, labels: [1], annotations: {a: 1, b: {}}, ownerReferences: x, creationTimestamp: 5}\nspec: {containers: nginx}\nstatus: [1]\n',
      'secret.json':
        '{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"shop"},"data":"x","stringData":{"a":{"b":1}}}',
      'event.json':
        '{"apiVersion":"events.k8s.io/v1","kind":"Event","metadata":{"name":"e","namespace":"shop"},"regarding":7,"note":[1]}',
      'proto.json':
        '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"p","namespace":"shop","__proto__":{"x":1},"labels":{"__proto__":"y"}},"data":{"__proto__":"z"}}',
    });
    const snapshot = await loadSnapshot(folder);
    expect(snapshot.gaps).toEqual([]);
    const pod = snapshot.objects.find(({ kind }) => kind === 'Pod');
    expect(pod?.metadata).toEqual({ name: 'web', namespace: 'shop', annotations: { a: '1' } });
    expect(Object.prototype).not.toHaveProperty('x');
  });

  test.each([
    ['no such path', async () => '/no/such/path', /^Snapshot \/no\/such\/path does not exist; name a folder/],
    ['an empty folder', () => folderOf({}), /holds no YAML or JSON files; name a folder/],
    [
      'a folder of which nothing can be read',
      () => folderOf({ 'a.json': '{' }),
      /can be read: file a\.json is cut off/,
    ],
    [
      'a pipe',
      async () => {
        const path = join(await folderOf({}), 'pipe');
        execFileSync('mkfifo', [path]);
        return path;
      },
      /is neither a folder nor a regular file/,
    ],
  ])('%s is an error of one sentence', async (_, make, sentence) => {
    const path = await make();
    await expect(loadSnapshot(path)).rejects.toThrow(sentence);
    await expect(loadSnapshot(path)).rejects.toBeInstanceOf(ClusterUnreadableError);
  });
});

describe('what is absent', () => {
  const look = async (
    folder: string,
    kind: 'services' | 'configmaps' | 'secrets' | 'serviceaccounts' | 'clusterroles' | 'certificates',
    namespace: string | undefined,
    name: string,
  ) => {
    const source = createSnapshotSource(await loadSnapshot(folder));
    return Object.keys(await source.get(kind, namespace, name))[0];
  };

  test('a folder with Namespaces is a whole cluster', async () => {
    const folder = await folderOf({ 'a.yaml': `${NAMESPACE}\n---\n${POD}` });
    expect(await look(folder, 'services', 'shop', 'db')).toBe('absent');
    expect(await look(folder, 'configmaps', 'other', 'x')).toBe('absent');
    expect(await look(folder, 'certificates', 'shop', 'x')).toBe('gap');
  });

  test('any other folder covers the kinds and namespaces it has objects of', async () => {
    const folder = await folderOf({ 'a.yaml': `${object('v1', 'Service', 'shop', 'web')}---\n${POD}` });
    expect(await look(folder, 'services', 'shop', 'db')).toBe('absent');
    expect(await look(folder, 'services', 'other', 'db')).toBe('gap');
    expect(await look(folder, 'configmaps', 'shop', 'x')).toBe('gap');
  });

  test('what a control plane makes by itself is never absent', async () => {
    const folder = await folderOf({ 'a.yaml': `${NAMESPACE}\n---\n${POD}` });
    expect(await look(folder, 'configmaps', 'shop', 'kube-root-ca.crt')).toBe('gap');
    expect(await look(folder, 'serviceaccounts', 'shop', 'default')).toBe('gap');
    expect(await look(folder, 'clusterroles', undefined, 'system:node')).toBe('gap');
    expect(await look(folder, 'services', 'kube-system', 'kube-dns')).toBe('gap');
  });

  test('snapshot.yaml says what is covered and what was asked for in vain', async () => {
    const folder = await folderOf({
      'a.yaml': `${NAMESPACE}\n---\n${POD}`,
      'snapshot.yaml':
        'kinds: [v1/Pod, v1/Service]\nnamespaces: [shop]\nabsent: [{kind: Secret, namespace: shop, name: tls}]\ngaps: [{what: logs of shop/web, why: forbidden}]\ncluster: {context: prod, server: "https://x", version: v1.31.0}\n',
    });
    expect(await look(folder, 'services', 'shop', 'db')).toBe('absent');
    expect(await look(folder, 'services', 'other', 'db')).toBe('gap');
    expect(await look(folder, 'secrets', 'shop', 'tls')).toBe('absent');
    expect(await look(folder, 'secrets', 'shop', 'other')).toBe('gap');
    const snapshot = await loadSnapshot(folder);
    expect(snapshot.gaps).toEqual([{ what: 'logs of shop/web', why: 'forbidden' }]);
    expect(snapshot.identity).toMatchObject({ context: 'prod', server: 'https://x', version: 'v1.31.0' });
  });

  test('a broken file may have held anything: nothing of its kinds is absent', async () => {
    const folder = await folderOf({
      'a.yaml': `${NAMESPACE}\n---\n${POD}\n---\n${object('v1', 'ConfigMap', 'shop', 'c')}`,
      'services.json': '{"kind":"List","items":[{"kind":"Service","meta',
    });
    expect(await look(folder, 'services', 'shop', 'db')).toBe('gap');
    expect(await look(folder, 'configmaps', 'shop', 'x')).toBe('absent');
  });
});

describe('content', () => {
  test('Secret values do not get in, keys and certificates do', async () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMIIBaaaa\n-----END CERTIFICATE-----\n';
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    const folder = await folderOf({
      's.json': JSON.stringify({
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: {
          name: 's',
          namespace: 'shop',
          annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2' },
        },
        data: { password: base64('hunter2-hunter2-hunter2'), 'tls.crt': base64(pem), both: base64(`${pem}hunter2`) },
        stringData: { plain: 'hunter2' },
      }),
    });
    const [secret] = (await loadSnapshot(folder)).objects;
    const text = JSON.stringify(secret);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(base64('hunter2').slice(0, 8));
    const { data } = secret as unknown as { data: Record<string, string> };
    expect(Object.keys(data)).toEqual(['password', 'tls.crt', 'both']);
    expect(data['tls.crt']).toBe(base64(pem));
    expect(Buffer.from(data.password ?? '', 'base64')).toHaveLength('hunter2-hunter2-hunter2'.length);
  });

  test('older versions become the ones that are read', async () => {
    const folder = await folderOf({
      'ingress.yaml': `${object('extensions/v1beta1', 'Ingress', 'shop', 'web')}spec:\n  backend: {serviceName: old, servicePort: http}\n  rules: [{host: a, http: {paths: [{path: /, backend: {serviceName: web, servicePort: 80}}]}}]\n`,
      'hpa.yaml': `${object('autoscaling/v1', 'HorizontalPodAutoscaler', 'shop', 'web')}spec: {maxReplicas: 3, targetCPUUtilizationPercentage: 70}\n`,
      'slice.yaml': `${object('discovery.k8s.io/v1beta1', 'EndpointSlice', 'shop', 'web')}endpoints: [{addresses: [1.2.3.4], topology: {kubernetes.io/hostname: n1}}]\n`,
      'cron.yaml': object('batch/v1beta1', 'CronJob', 'shop', 'c'),
      'event.yaml': `${object('events.k8s.io/v1', 'Event', 'shop', 'e')}note: hello\nregarding: {kind: Pod, name: web}\nreportingController: kubelet\n`,
    });
    const { objects } = await loadSnapshot(folder);
    const byKind = Object.fromEntries(objects.map((entry) => [entry.kind, entry]));
    expect(objects.map(({ apiVersion }) => apiVersion).sort()).toEqual([
      'autoscaling/v2',
      'batch/v1',
      'discovery.k8s.io/v1',
      'networking.k8s.io/v1',
      'v1',
    ]);
    expect(byKind.Ingress).toMatchObject({
      spec: {
        defaultBackend: { service: { name: 'old', port: { name: 'http' } } },
        rules: [
          {
            http: {
              paths: [
                { pathType: 'ImplementationSpecific', backend: { service: { name: 'web', port: { number: 80 } } } },
              ],
            },
          },
        ],
      },
    });
    expect(byKind.HorizontalPodAutoscaler).toMatchObject({
      spec: { metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }] },
    });
    expect(byKind.EndpointSlice).toMatchObject({ endpoints: [{ addresses: ['1.2.3.4'], nodeName: 'n1' }] });
    expect(byKind.Event).toMatchObject({
      message: 'hello',
      involvedObject: { kind: 'Pod' },
      reportingComponent: 'kubelet',
    });
  });

  test('now is the instant of time.txt, else the newest that has passed, never an expiry', async () => {
    const times =
      'status:\n  notAfter: "2031-01-01T00:00:00Z"\n  conditions: [{type: Ready, lastTransitionTime: "2025-02-02T02:00:00Z"}]\n  containerStatuses: [{state: {running: {startedAt: "2025-02-02T03:00:00Z"}}}]\n';
    const pod = object('v1', 'Pod', 'shop', 'web', '  creationTimestamp: "2025-02-01T00:00:00Z"\n') + times;
    const now = async (files: Record<string, string>) => (await loadSnapshot(await folderOf(files))).now.toISOString();
    expect(await now({ 'a.yaml': pod })).toBe('2025-02-02T03:00:00.000Z');
    expect(await now({ 'a.yaml': pod, 'time.txt': '2025-02-02T04:00:00+01:00\n' })).toBe('2025-02-02T03:00:00.000Z');
  });

  test('lists are frozen and shared', async () => {
    const source = createSnapshotSource(await loadSnapshot(await folderOf({ 'a.yaml': POD })));
    const [one, other] = await Promise.all([source.list('pods', 'shop'), source.list('pods', 'shop')]);
    expect(one.objects).toBe(other.objects);
    expect(Object.isFrozen(one.objects)).toBe(true);
  });
});
