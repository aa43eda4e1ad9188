/** The served snapshot as a client meets it: who gets in, what it refuses and in which words, what it reads of huge logs. */
import { readFile, stat, symlink, truncate } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { loadSnapshot } from '../../src/cluster/snapshot/load.ts';
import { serveSnapshot } from '../../src/cluster/snapshot/serve.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import { folderOf, NAMESPACE, object } from './folder.ts';

const POD = `${object('v1', 'Pod', 'shop', 'web')}spec: {nodeName: n, containers: [{name: app, image: x}]}\nstatus: {phase: Running, containerStatuses: [{name: app, state: {running: {}}}]}\n`;
const FILES = { 'a.yaml': `${NAMESPACE}\n---\n${POD}` };

async function serve(folder: string) {
  const served = await serveSnapshot(await loadSnapshot(folder));
  onTestFinished(() => served.close());
  return served;
}

/** The status code for a Host that is not the server's own. */
function codeFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('who gets in', () => {
  test('only who knows the path, at the address itself', async () => {
    const { url } = await serve(await folderOf(FILES));
    expect(new URL(url).hostname).toBe('127.0.0.1');
    expect(new URL(url).pathname).toMatch(/^\/[0-9a-f]{32}$/);
    expect((await fetch(`${url}/api/v1/pods`)).status).toBe(200);
    expect((await fetch(`${new URL(url).origin}/api/v1/pods`)).status).toBe(404);
    expect((await fetch(`${new URL(url).origin}/${'0'.repeat(32)}/api/v1/pods`)).status).toBe(404);
    expect(await codeFor(`${url}/api/v1/pods`, 'evil.example')).toBe(404);
  });

  test('the kubeconfig is for this user alone, and goes when the server does', async () => {
    const served = await serveSnapshot(await loadSnapshot(await folderOf(FILES)));
    const { kubeconfigPath, url } = served;
    expect((await stat(kubeconfigPath)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(kubeconfigPath))).mode & 0o777).toBe(0o700);
    expect(await readFile(kubeconfigPath, 'utf8')).toContain(url);
    await Promise.all([served.close(), served.close()]);
    await expect(stat(dirname(kubeconfigPath))).rejects.toThrow('ENOENT');
    await expect(fetch(url)).rejects.toThrow();
  });

  test('a signal ends it', async () => {
    const controller = new AbortController();
    const served = await serveSnapshot(await loadSnapshot(await folderOf(FILES)), { signal: controller.signal });
    controller.abort();
    await served.close();
    await expect(fetch(served.url)).rejects.toThrow();
  });
});

describe('what it refuses, in words', () => {
  test.each([
    ['POST', '/api/v1/namespaces/shop/pods', 405, 'it cannot create anything'],
    ['DELETE', '/api/v1/namespaces/shop/pods/web', 405, 'it cannot delete anything'],
    ['PATCH', '/api/v1/namespaces/shop/pods/web', 405, 'it cannot change anything'],
    ['POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', 405, 'it cannot tell what anybody may do'],
    ['GET', '/api/v1/pods?watch=true', 405, 'it cannot be watched'],
    ['GET', '/api/v1/namespaces/shop/pods/web/exec?command=ls', 405, 'it cannot run a command in a container'],
    ['GET', '/api/v1/pods?fieldSelector=spec.color%3Dred', 400, 'field label not supported: spec.color'],
    ['GET', '/api/v1/pods?labelSelector=a%3D%3D%3Db', 400, 'unable to parse requirement'],
    ['GET', '/api/v1/pods?continue=nonsense', 400, 'continue key is not valid'],
    ['GET', '/api/v1/namespaces/shop/pods/nope', 404, 'pods "nope" not found'],
    ['GET', '/apis/example.com/v1/nothings', 404, 'could not find the requested resource'],
    ['GET', '/api/v1/%E0%A4%A', 404, 'could not find the requested resource'],
  ])('%s %s', async (method, path, code, words) => {
    const { url } = await serve(await folderOf(FILES));
    const response = await fetch(url + path, { method });
    expect(response.status).toBe(code);
    expect(await response.json()).toMatchObject({ kind: 'Status', code, message: expect.stringContaining(words) });
  });

  test('a list of what was not captured says so, and an aggregated API that was down stays down', async () => {
    const folder = await folderOf({
      'a.yaml': POD,
      'down.yaml': `${object('apiregistration.k8s.io/v1', 'APIService', undefined, 'v1beta1.metrics.k8s.io')}spec: {group: metrics.k8s.io, version: v1beta1, service: {name: m, namespace: kube-system}}\nstatus: {conditions: [{type: Available, status: "False"}]}\n`,
    });
    const { url } = await serve(folder);
    const secrets = await fetch(`${url}/api/v1/namespaces/shop/secrets`);
    expect(secrets.headers.get('warning')).toContain('this snapshot does not hold all secrets in shop');
    expect((await fetch(`${url}/api/v1/namespaces/shop/pods`)).headers.get('warning')).toBeNull();
    expect((await fetch(`${url}/apis/metrics.k8s.io/v1beta1/nodes`)).status).toBe(503);
  });
});

describe('logs', () => {
  const LOG = 'logs/shop/web/app.log';
  const read = { namespace: 'shop', pod: 'web', container: 'app', previous: false, tailLines: 2, limitBytes: 1000 };

  test('a log of two gigabytes is read from its end', async () => {
    const folder = await folderOf({ ...FILES, [LOG]: '' });
    await truncate(join(folder, LOG), 2 ** 31 + 100);
    const { appendFile } = await import('node:fs/promises');
    await appendFile(join(folder, LOG), '\nfirst\nsecond\nthird\n');
    const { url } = await serve(folder);
    const log = `${url}/api/v1/namespaces/shop/pods/web/log`;
    expect(await (await fetch(`${log}?tailLines=2`)).text()).toBe('second\nthird\n');
    const source = createSnapshotSource(await loadSnapshot(folder));
    expect(await source.log(read)).toEqual({ text: 'second\nthird\n' });
    const abandoned = await fetch(log);
    await abandoned.body?.cancel();
    expect(await (await fetch(`${log}?tailLines=1`)).text()).toBe('third\n');
  });

  test('a line that the limit would cut is left out of what a diagnosis reads', async () => {
    const folder = await folderOf({ ...FILES, [LOG]: `${'x'.repeat(50)}\nshort\n` });
    const source = createSnapshotSource(await loadSnapshot(folder));
    expect(await source.log({ ...read, limitBytes: 20 })).toEqual({ text: 'short\n' });
    expect(await source.log({ ...read, limitBytes: 6 })).toEqual({ text: 'short\n' });
    const beginning = { ...read, tailLines: undefined };
    expect(await source.log({ ...beginning, limitBytes: 53 })).toEqual({ text: `${'x'.repeat(50)}\n` });
    expect(await source.log({ ...beginning, limitBytes: 20 })).toEqual({ text: 'x'.repeat(20) });
    expect(await source.log({ ...read, limitBytes: 1000 })).toEqual({ text: `${'x'.repeat(50)}\nshort\n` });
  });

  test('a missing log is a gap; links and names cannot lead out of the folder', async () => {
    const outside = await folderOf({ 'app.log': 'secret' });
    const folder = await folderOf(FILES);
    const source = createSnapshotSource(await loadSnapshot(folder));
    expect(await source.log(read)).toEqual({ gap: { what: 'logs of shop/web (app)', why: 'not captured' } });
    expect(await source.log({ ...read, namespace: '..', pod: '..' })).toHaveProperty('gap');
    await symlink(outside, join(folder, 'logs'));
    const linked = createSnapshotSource(await loadSnapshot(folder));
    expect(await linked.log({ ...read, namespace: '.', pod: '.' })).toHaveProperty('gap');
  });
});

test('the clock of the server is that of the capture', async () => {
  const { url } = await serve(await folderOf({ ...FILES, 'time.txt': '2025-02-02T04:00:00Z' }));
  expect((await fetch(`${url}/version`)).headers.get('date')).toBe('Sun, 02 Feb 2025 04:00:00 GMT');
});

test('pages are cut by limit and continue, and together are the list', async () => {
  const pods = Array.from({ length: 7 }, (_, index) => object('v1', 'Pod', 'shop', `p${index}`));
  const { url } = await serve(await folderOf({ 'a.yaml': pods.join('---\n') }));
  const names: string[] = [];
  let token = '';
  let pages = 0;
  do {
    const page = (await (await fetch(`${url}/api/v1/pods?limit=3&continue=${token}`)).json()) as {
      metadata: { continue?: string };
      items: { metadata: { name: string } }[];
    };
    names.push(...page.items.map(({ metadata }) => metadata.name));
    token = page.metadata.continue ?? '';
    pages += 1;
  } while (token !== '');
  expect(pages).toBe(3);
  expect(names).toEqual(['p0', 'p1', 'p2', 'p3', 'p4', 'p5', 'p6']);
});
