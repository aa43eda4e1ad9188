/** Runbooks as resources, and what clients hear when one changes on disk. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCase, type Served, scratchFolder, startServer, until } from '../support/program.ts';

const scratch = scratchFolder();
const folder = join(scratch.path, 'runbooks');
const open: Client[] = [];
let server: Served;

const write = (title: string, body: string) =>
  writeFileSync(join(folder, 'our-own.md'), `---\nid: our-own\ntitle: ${title}\nsymptoms: [it hums]\n---\n${body}\n`);

beforeAll(async () => {
  mkdirSync(folder);
  write('Our own', 'First edition.');
  const config = join(scratch.path, 'config.yaml');
  writeFileSync(config, `runbooks: {folders: [${JSON.stringify(folder)}]}\n`);
  server = await startServer(['--config', config, '--snapshot', demoCase('volume-four-hops')]);
});
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  scratch.remove();
});

async function connect(mode: 'legacy' | { pin: '2026-07-28' }): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  open.push(client);
  return client;
}

const textOf = async (client: Client, uri: string) => JSON.stringify((await client.readResource({ uri })).contents);

describe.each(['legacy', { pin: '2026-07-28' }] as const)('a client of %j', (mode) => {
  it('lists, reads and completes them', async () => {
    const client = await connect(mode);
    const { resources } = await client.listResources();
    expect(resources.map(({ uri }) => uri)).toEqual(
      expect.arrayContaining(['runbook://image-pull', 'runbook://our-own']),
    );
    expect(await textOf(client, 'runbook://our-own')).toMatch(/Our own.*edition/s);
    expect(await textOf(client, 'runbook://image-pull?language=zh')).toMatch(/镜像/);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain('runbook://{id}');
    const ref = { type: 'ref/resource' as const, uri: 'runbook://{id}' };
    const { completion } = await client.complete({ ref, argument: { name: 'id', value: 'image' } });
    expect(completion.values).toContain('image-pull');
    for (const uri of [
      'runbook://none',
      'runbook://..%2f..%2fetc',
      'runbook://image-pull?language=xx',
      'file:///etc/passwd',
    ]) {
      await expect(client.readResource({ uri }), uri).rejects.toThrow(/no resource|not found/i);
    }
  });
});

it('a change on disk reaches those who listen', async () => {
  const client = await connect('legacy');
  const heard: string[] = [];
  client.setNotificationHandler('notifications/resources/list_changed', () => void heard.push('list'));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri));
  await client.listResources();
  await client.subscribeResource({ uri: 'runbook://our-own' });
  write('Our own', 'Second edition.');
  await until(() => heard.includes('list') || undefined);
  await until(() => heard.includes('runbook://our-own') || undefined);
  expect(await textOf(client, 'runbook://our-own')).toContain('Second edition');
  expect(heard.filter((uri) => uri !== 'list' && uri !== 'runbook://our-own')).toEqual([]);
});
