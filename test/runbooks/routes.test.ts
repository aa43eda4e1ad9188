/** `/runbooks` and `/runbooks/{id}` of the program, and a start that bad runbooks do not stop. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoCase, type Served, scratchFolder, startServer } from '../support/program.ts';

const scratch = scratchFolder();
let server: Served;
beforeAll(async () => {
  const folder = join(scratch.path, 'ours');
  mkdirSync(folder);
  writeFileSync(join(folder, 'image-pull.md'), '# Our registry\n\nAsk the platform team. password: hunter2hunter2\n');
  writeFileSync(join(folder, 'broken.md'), '---\ntitle: [\n---\nx');
  // A relative folder lies beside the configuration.
  writeFileSync(join(scratch.path, 'config.yaml'), 'runbooks: {folders: [ours, /no/such/folder]}\n');
  server = await startServer([
    '--config',
    join(scratch.path, 'config.yaml'),
    '--snapshot',
    demoCase('volume-four-hops'),
  ]);
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  scratch.remove();
});

const get = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${server.url}${path}`, { headers });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
};
const list = async (path: string): Promise<{ id: string; title: string }[]> =>
  JSON.parse((await get(path)).text).runbooks;

it('lists titles in a language, own runbooks in the place of built-in ones, and names what was skipped', async () => {
  const runbooks = await list('/runbooks');
  expect(runbooks.find(({ id }) => id === 'image-pull')).toEqual({ id: 'image-pull', title: 'Our registry' });
  expect(runbooks.map(({ id }) => id)).toEqual(runbooks.map(({ id }) => id).toSorted());
  expect((await list('/runbooks?lang=zh')).find(({ id }) => id === 'dns')?.title).toBe('域名解析失败');
  expect(server.stderr()).toMatch(/The runbook broken\.md of \S+ours was skipped: its front matter is not YAML/);
  expect(server.stderr()).toMatch(/folder of runbooks \/no\/such\/folder cannot be read \(ENOENT\)/);
});

it('gives one as JSON, or as Markdown where that is asked for, without secrets', async () => {
  const own = await get('/runbooks/image-pull');
  expect(JSON.parse(own.text)).toMatchObject({ id: 'image-pull', title: 'Our registry', language: 'en' });
  expect(own.text).not.toMatch(/hunter2/);
  const dns = await get('/runbooks/dns?lang=zh', { accept: 'text/markdown' });
  expect([dns.status, dns.type]).toEqual([200, 'text/markdown; charset=utf-8']);
  expect(dns.text).toMatch(/^# 域名解析失败\n/);
});

it.each([
  ['/runbooks/none', 404],
  ['/runbooks/..%2f..%2fpackage', 404],
  ['/runbooks/__proto__', 404],
  ['/runbooks/%00', 404],
  ['/runbooks/dns?lang=fr', 400],
  ['/runbooks?language=en', 400],
])('%s is answered with %i', async (path, status) => {
  const answer = await get(path);
  expect([answer.status, Object.keys(JSON.parse(answer.text))]).toEqual([status, ['error']]);
});
