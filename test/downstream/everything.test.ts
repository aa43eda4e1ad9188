/** The reference server with everything, behind the program, over each transport: what it offers arrives unharmed. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { companion, companionsMissing } from '../support/companion.ts';
import { demoCase, scratchFolder, until } from '../support/program.ts';
import { type Aggregator, freePort, said, startAggregator, startOther } from './program.ts';

const missing = await companionsMissing();

describe.skipIf(missing !== undefined)(`server-everything${missing === undefined ? '' : ` (${missing})`}`, () => {
  const scratch = scratchFolder();
  const ends: (() => void)[] = [];
  let app: Aggregator;
  let client: Client;
  let direct: Client;
  const asked: string[] = [];

  beforeAll(async () => {
    const script = companion('mcp-server-everything');
    const [sse, http] = await Promise.all([freePort(), freePort()]);
    ends.push(startOther(process.execPath, [script, 'sse'], { PORT: String(sse) }));
    ends.push(startOther(process.execPath, [script, 'streamableHttp'], { PORT: String(http) }));
    const read = { tools: { '*': { effect: 'read' } } };
    app = await startAggregator(
      scratch.path,
      {
        stdio: { ...read, config: { mode: 'stdio', command: process.execPath, args: [script, 'stdio'] } },
        sse: { ...read, config: { mode: 'sse', url: `http://127.0.0.1:${sse}/sse` } },
        http: { ...read, config: { mode: 'streamable-http', url: `http://127.0.0.1:${http}/mcp` } },
      },
      { args: ['--snapshot', demoCase('image-tag-typo')] },
    );
    await Promise.all(['stdio', 'sse', 'http'].map(app.ready));
    client = await app.as('viewer', { elicitation: { form: {} }, sampling: {} });
    client.setRequestHandler('elicitation/create', ({ params }) => {
      asked.push(params.message);
      return { action: 'accept', content: { name: 'Ada', check: true } };
    });
    client.setRequestHandler('sampling/createMessage', () => ({
      model: 'test',
      role: 'assistant',
      content: { type: 'text', text: 'the client’s model speaks' },
    }));
    direct = new Client({ name: 'direct', version: '1' });
    await direct.connect(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${http}/mcp`)));
  }, 60_000);
  afterAll(async () => {
    await direct?.close();
    await app?.stop();
    for (const end of ends) end();
    scratch.remove();
  });

  describe.each(['stdio', 'sse', 'http'])('over %s', (server) => {
    it('gives the same results as the server itself', async () => {
      const calls = [
        ['get-sum', { a: 2, b: 3 }],
        ['get-tiny-image', {}],
        ['get-resource-links', { count: 3 }],
        ['get-annotated-message', { messageType: 'error', includeImage: true }],
        ['get-structured-content', { location: 'Chicago' }],
      ] as const;
      await client.listTools();
      for (const [name, input] of calls) {
        const through = await client.callTool({ name: `${server}__${name}`, arguments: input });
        const plain = await direct.callTool({ name, arguments: input });
        expect(through.content, name).toEqual(plain.content);
        expect(through.structuredContent, name).toEqual(plain.structuredContent);
      }
    });

    it('tells how far a long call has come, in its own numbers', async () => {
      const steps: (number | undefined)[][] = [];
      const onprogress = ({ progress, total }: { progress: number; total?: number }) => {
        steps.push([progress, total]);
      };
      const input = { duration: 0.3, steps: 3 };
      await client.callTool({ name: `${server}__trigger-long-running-operation`, arguments: input }, { onprogress });
      expect(steps).toEqual(
        expect.arrayContaining([
          [1, 3],
          [2, 3],
        ]),
      );
    });

    it('lets it ask the person and the model at the client’s end, and says who asks', async () => {
      asked.length = 0;
      const elicited = await client.callTool({ name: `${server}__trigger-elicitation-request`, arguments: {} });
      expect(said(elicited)).toContain('Ada');
      expect(asked.join()).toMatch(new RegExp(`^\\[${server}\\] `));
      const input = { prompt: 'hello', maxTokens: 10 };
      const sampled = await client.callTool({ name: `${server}__trigger-sampling-request`, arguments: input });
      expect(said(sampled)).toContain('the client’s model speaks');
    });
  });

  it('offers its prompts with a prefix, and its resources at their own addresses', async () => {
    const prompts = (await client.listPrompts()).prompts.map(({ name }) => name);
    expect(prompts).toEqual(expect.arrayContaining(['stdio__simple-prompt', 'http__args-prompt']));
    const got = await client.getPrompt({ name: 'sse__args-prompt', arguments: { city: 'Oslo' } });
    expect(JSON.stringify(got.messages)).toContain('Oslo');
    const [resource] = (await direct.listResources()).resources;
    const uri = resource?.uri ?? '';
    expect((await client.readResource({ uri })).contents).toEqual((await direct.readResource({ uri })).contents);
    const uris = (await client.listResources()).resources.map((one) => one.uri);
    expect(uris.filter((one) => one === uri)).toHaveLength(1);
  });

  it('asks nobody for a client that cannot be asked', async () => {
    const mute = await app.as('viewer');
    const result = await mute.callTool({ name: 'stdio__trigger-elicitation-request', arguments: {} });
    expect(said(result)).toMatch(/does not support elicitation/);
  });

  it('is found again in status and doctor', async () => {
    const status = await app.ready('http');
    expect(status).toMatchObject({ transport: 'streamable-http', lastError: null });
    expect(await until(async () => (await app.ready('http')).latencyMs ?? undefined)).toBeGreaterThanOrEqual(0);
  });
});
