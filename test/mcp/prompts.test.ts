import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEM_TYPES, problemTypeOf } from '../../src/diagnosis/problemType.ts';
import { PROMPT_WORDS } from '../../src/mcp/prompts/questions.ts';
import { demoCase, type Served, startServer } from '../support/program.ts';

let server: Served;
const open: Client[] = [];

beforeAll(async () => {
  server = await startServer(['--snapshot', demoCase('volume-four-hops')]);
});
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  server.child.kill('SIGTERM');
  await server.ended;
});

async function connect(mode: 'legacy' | { pin: '2026-07-28' }): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url)));
  open.push(client);
  return client;
}

it('there is one a problem type, and its question is of that type again', () => {
  const types = PROBLEM_TYPES.filter((type) => type !== 'action');
  expect(Object.keys(PROMPT_WORDS).toSorted()).toEqual(types.toSorted());
  for (const type of types) expect(problemTypeOf(PROMPT_WORDS[type]?.question ?? ''), type).toBe(type);
});

describe.each(['legacy', { pin: '2026-07-28' }] as const)('a client of %j', (mode) => {
  it('lists them and gets one with its arguments in it', async () => {
    const client = await connect(mode);
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(expect.arrayContaining(['diagnose-pod-crash', 'diagnose-general']));
    expect(prompts.some(({ name }) => name === 'diagnose-action')).toBe(false);
    const { messages } = await client.getPrompt({
      name: 'diagnose-pod-crash',
      arguments: { namespace: 'shop', name: 'Deployment/web' },
    });
    expect(JSON.stringify(messages)).toContain(
      '\\"namespace\\":\\"shop\\",\\"kind\\":\\"Deployment\\",\\"name\\":\\"web\\"',
    );
    await expect(client.getPrompt({ name: 'no-such-prompt' })).rejects.toThrow(/no prompt "no-such-prompt"/);
  });

  it('completes namespaces and workloads from the cluster', async () => {
    const client = await connect(mode);
    const ref = { type: 'ref/prompt' as const, name: 'diagnose-general' };
    const namespaces = await client.complete({ ref, argument: { name: 'namespace', value: 'sh' } });
    expect(namespaces.completion.values).toContain('shop');
    const objects = await client.complete({
      ref,
      argument: { name: 'name', value: 'deployment/' },
      context: { arguments: { namespace: 'shop' } },
    });
    expect(objects.completion.values.length).toBeGreaterThan(0);
    for (const value of objects.completion.values) expect(value).toMatch(/^Deployment\/[a-z0-9-]+$/);
    const nothing = await client.complete({
      ref,
      argument: { name: 'name', value: '' },
      context: { arguments: { namespace: '../../secrets' } },
    });
    expect(nothing.completion.values).toEqual([]);
    await expect(client.complete({ ref, argument: { name: 'other', value: '' } })).rejects.toThrow(
      /nothing to complete/,
    );
  });
});
