import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { demoCase, scratchFolder } from '../support/program.ts';
import { type Scripted, startScripted } from '../support/scriptedModel.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'dist', 'main.js');
const scratch = scratchFolder();
let model: Scripted;
beforeAll(async () => {
  model = await startScripted([
    { calls: [{ tool: 'kubectl', arguments: { command: 'get pods -A' } }] },
    { text: '{{cause}}\n\n> {{quote}}' },
  ]);
});
const open: Client[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((client) => client.close()));
});
afterAll(async () => {
  await model.close();
  scratch.remove();
});

async function connect(env: Record<string, string>): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  const args = [PROGRAM, 'mcp', '--snapshot', demoCase('image-tag-typo')];
  const own = { PATH: process.env.PATH ?? '', HOME: scratch.path, ...env };
  await client.connect(new StdioClientTransport({ command: process.execPath, args, env: own, stderr: 'inherit' }));
  open.push(client);
  return client;
}

it('asks through the tool, with progress, and goes on with the conversation', async () => {
  const client = await connect({ LLM_BASE_URL: model.url });
  const steps: string[] = [];
  const onprogress = ({ message }: { message?: string }) => void steps.push(message ?? '');
  const ask = (more: Record<string, unknown>) =>
    client.callTool({ name: 'ask', arguments: { question: 'why do the pods not start?', ...more } }, { onprogress });
  const first = await ask({ max_steps: 3 });
  expect(first.isError).not.toBe(true);
  expect(first.structuredContent).toMatchObject({ stop: 'answer', steps: 1, usage: { inputTokens: 200 } });
  expect(steps).toContain('kubectl get pods -A');
  const { conversation } = first.structuredContent as { conversation: string };
  expect((await ask({ conversation })).structuredContent).toMatchObject({ conversation, stop: 'answer' });
  expect(await ask({ conversation: 'made-up' })).toMatchObject({ isError: true });
});

it('is not there without a model', async () => {
  const { tools } = await (await connect({})).listTools();
  expect(tools.map(({ name }) => name)).not.toContain('ask');
});
