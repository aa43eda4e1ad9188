/** Resources, prompts and completions of other servers are read on the one call path: decided on, limited, recorded. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Client } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companion, companionsMissing } from '../support/companion.ts';
import { scratchFolder, until } from '../support/program.ts';
import { FAULTY } from './hub.ts';
import { type Aggregator, startAggregator } from './program.ts';

const missing = await companionsMissing();

describe.skipIf(missing !== undefined)(`what is read of others${missing === undefined ? '' : ` (${missing})`}`, () => {
  const scratch = scratchFolder();
  const audit = join(scratch.path, 'audit.jsonl');
  let app: Aggregator;
  let [viewer, operator]: Client[] = [];

  beforeAll(async () => {
    const everything = {
      mode: 'stdio',
      command: process.execPath,
      args: [companion('mcp-server-everything'), 'stdio'],
    };
    const faulty = {
      mode: 'stdio',
      command: process.execPath,
      args: [FAULTY],
      env: { LOG: join(scratch.path, 'log') },
    };
    const only = { arguments: { uri: { pattern: 'demo://resource/dynamic/text/.*' } } };
    app = await startAggregator(
      scratch.path,
      {
        free: { config: everything, tools: { 'resources/read': only } },
        silent: {
          config: everything,
          tools: { 'resources/read': { enabled: false }, 'prompts/get': { enabled: false } },
        },
        faulty: { config: faulty },
        careful: { config: faulty, prefix: 'c_', tools: { 'prompts/get': { effect: 'write' } } },
      },
      {
        more: {
          audit: { enabled: true, file: audit },
          policy: {
            rules: [{ tool: '*__resources/read', role: 'operator', decision: 'deny', reason: 'Not for operators.' }],
          },
        },
      },
    );
    await Promise.all(['free', 'silent', 'faulty', 'careful'].map(app.ready));
    viewer = await app.as('viewer');
    operator = await app.as('operator');
  }, 60_000);
  afterAll(async () => {
    await app?.stop();
    scratch.remove();
  });

  const TEXT = 'demo://resource/dynamic/text/1';
  const as = (client: Client | undefined): Client => client ?? expect.fail('it is not connected');
  const recorded = (tool: string, outcome: string) =>
    until(() => {
      if (!existsSync(audit)) return undefined;
      // The last line may be half written, and the file still empty.
      const lines = readFileSync(audit, 'utf8').split('\n').slice(0, -1);
      const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      return records.find((one) => one.tool === tool && one.outcome === outcome);
    });

  it('a viewer reads, and the record says what', async () => {
    const { contents } = await as(viewer).readResource({ uri: TEXT });
    expect(JSON.stringify(contents)).toContain('Resource 1');
    expect(await recorded('free__resources/read', 'ok')).toMatchObject({
      principal: 'viewer',
      decision: 'allow',
      action: expect.stringContaining(TEXT),
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    await as(viewer).getPrompt({ name: 'free__args-prompt', arguments: { city: 'Oslo' } });
    expect(await recorded('free__prompts/get', 'ok')).toMatchObject({ action: expect.stringContaining('Oslo') });
    const ref = { type: 'ref/prompt' as const, name: 'free__completable-prompt' };
    const { completion } = await as(viewer).complete({ ref, argument: { name: 'department', value: 'S' } });
    expect(completion.values).toEqual(['Sales', 'Support']);
    expect(await recorded('free__completion/complete', 'ok')).toMatchObject({ principal: 'viewer' });
  });

  it('whom a rule keeps out is told so, nothing is read, and the record has it', async () => {
    await expect(as(operator).readResource({ uri: 'faulty://secret' })).rejects.toMatchObject({
      code: -32600,
      message: expect.stringContaining('Not for operators.'),
      data: { verdict: 'denied' },
    });
    expect(await recorded('faulty__resources/read', 'denied')).toMatchObject({ principal: 'operator' });
    expect(readFileSync(join(scratch.path, 'log'), 'utf8')).not.toContain('read faulty://secret');
  });

  it('arguments are held to the configuration', async () => {
    await expect(as(viewer).readResource({ uri: 'demo://resource/dynamic/blob/1' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('it must be a text that matches'),
    });
  });

  it('what needs an approval waits for it, and is read once it is given', async () => {
    const name = 'c_login';
    await expect(as(viewer).getPrompt({ name })).rejects.toMatchObject({ data: { verdict: 'denied' } });
    const refusal = await as(operator)
      .getPrompt({ name })
      .catch((error: unknown) => error);
    expect(refusal).toMatchObject({ data: { verdict: 'approval_required', approval: expect.any(String) } });
    const { approval } = (refusal as { data: { approval: string } }).data;
    await app.http('approver', `/approvals/${approval}/approve`, 'POST');
    expect((await as(operator).getPrompt({ name })).messages).toHaveLength(2);
    await expect(as(operator).getPrompt({ name })).rejects.toMatchObject({ data: { verdict: 'approval_required' } });
  });

  it('an approver whose client can ask confirms it there', async () => {
    const client = await app.as('approver', { elicitation: { form: {} } });
    const questions: string[] = [];
    client.setRequestHandler('elicitation/create', ({ params }) => {
      questions.push(params.message);
      return { action: 'accept', content: { run: questions.length === 1 } };
    });
    expect((await client.getPrompt({ name: 'c_login' })).messages).toHaveLength(2);
    expect(questions.join()).toContain('careful__prompts/get');
    await expect(client.getPrompt({ name: 'c_login' })).rejects.toThrow(/declined/);
  });

  it('what is switched off is not there', async () => {
    const { prompts } = await as(viewer).listPrompts();
    expect(prompts.filter(({ name }) => name.startsWith('silent__'))).toEqual([]);
    await expect(as(viewer).getPrompt({ name: 'silent__simple-prompt' })).rejects.toThrow(/no prompt/);
  });

  it('a resource of 10 MB is cut, with a handle to the whole; bytes that are too many are named', async () => {
    const { contents } = await as(viewer).readResource({ uri: 'faulty://big' });
    const [{ text = '' } = {}] = contents as { text?: string }[];
    expect(text.length).toBeLessThan(31_000);
    const [, handle, offset] = /result_page handle=(\S+) offset=(\d+)/.exec(text) ?? [];
    expect(text).toMatch(/of 10485760 characters are not shown/);
    const page = await as(viewer).callTool({ name: 'result_page', arguments: { handle, offset: Number(offset) } });
    expect(page.structuredContent).toMatchObject({ total: 10_485_760 });
    const bytes = await as(viewer).readResource({ uri: 'faulty://blob' });
    expect(bytes.contents[0]).toMatchObject({ text: expect.stringMatching(/not passed on: image\/png, 10485760 /) });
    expect(bytes.contents[0]).not.toHaveProperty('blob');
  });

  it('secrets and what cannot be seen stay behind', async () => {
    const read = await as(viewer).readResource({ uri: 'faulty://secret' });
    expect(read.contents).toEqual([{ uri: 'faulty://secret', text: 'password: ***', _meta: { password: '***' } }]);
    const got = await as(viewer).getPrompt({ name: 'faulty__login' });
    expect(JSON.stringify(got)).not.toContain('hunter2');
    expect(got.messages.map(({ role, content }) => [role, content.type])).toEqual([
      ['user', 'text'],
      ['assistant', 'image'],
    ]);
  });

  it('no list of tools names them, and none can be called by its name', async () => {
    const { tools } = await as(viewer).listTools();
    expect(tools.filter(({ name }) => name.includes('/'))).toEqual([]);
    const call = as(viewer).callTool({ name: 'free__resources/read', arguments: { uri: TEXT } });
    await expect(call).rejects.toThrow(/no tool/);
  });
});
