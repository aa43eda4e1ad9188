/** What a server behind the program asks reaches the client whose call it is: both SDKs and both eras on either hop. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OlderHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scratchFolder, until } from '../support/program.ts';
import { type Aggregator, freePort, said, startAggregator, startOther } from './program.ts';

const SERVER = join(import.meta.dirname, 'askingServer.ts');
const scratch = scratchFolder();
const ends: (() => unknown)[] = [];
const log = join(scratch.path, 'asking.log');
let app: Aggregator;

beforeAll(async () => {
  const port = await freePort();
  ends.push(startOther(process.execPath, [SERVER], { PORT: String(port), LOG: log }));
  // One second: what a person takes to answer must not count.
  const stdio = (SDK: string) => ({
    config: { mode: 'stdio', command: process.execPath, args: [SERVER], env: { SDK, LOG: log }, timeout_seconds: 2 },
  });
  app = await startAggregator(scratch.path, {
    old1: stdio('1.x'),
    old2: stdio('2.x'),
    new2: { config: { mode: 'streamable-http', url: `http://127.0.0.1:${port}/mcp`, timeout_seconds: 2 } },
  });
  const states = await Promise.all(['old1', 'old2', 'new2'].map(app.ready));
  expect(states.map(({ era }) => era)).toEqual(['2025-11-25', '2025-11-25', '2026-07-28']);
}, 30_000);
afterAll(async () => {
  for (const end of ends) await end();
  await app.stop();
  scratch.remove();
});

type Kind = '1.x' | '2.x 2025-11-25' | '2.x 2026-07-28';
type Answer = { action: 'accept'; content: { name: string } } | { action: 'decline' | 'cancel' };
type Respond = (question: string, form: unknown) => Answer | Promise<Answer>;

const requestInit = { headers: { Authorization: 'Bearer the-token-of-operator' } };

/** Lines in the servers' log. */
const logged = (line: string): number =>
  existsSync(log)
    ? readFileSync(log, 'utf8')
        .split('\n')
        .filter((one) => one === line).length
    : 0;

/** A client of a kind that answers what it is asked; `think` stands for its model. */
async function connect(kind: Kind, respond?: Respond, think?: (messages: unknown) => string) {
  const url = new URL(`${app.url}/mcp`);
  const sampling = think === undefined ? {} : { sampling: {} };
  const capabilities = respond === undefined ? {} : { elicitation: {}, ...sampling };
  const thought = (messages: unknown) => {
    const content = { type: 'text' as const, text: think?.(messages) ?? '' };
    return { model: 'test', role: 'assistant' as const, content };
  };
  if (kind === '1.x') {
    const client = new OlderClient({ name: 'test', version: '1' }, { capabilities });
    if (respond !== undefined)
      client.setRequestHandler(ElicitRequestSchema, async ({ params }) => respond(params.message, params));
    if (think !== undefined)
      client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => thought(params.messages));
    // Its types and those of exactOptionalPropertyTypes do not agree.
    await client.connect(new OlderHttp(url, { requestInit }) as Parameters<typeof client.connect>[0]);
    ends.unshift(() => client.close());
    return client as unknown as Client;
  }
  const mode = kind === '2.x 2026-07-28' ? { pin: '2026-07-28' } : ('legacy' as const);
  const client = new Client({ name: 'test', version: '1' }, { capabilities, versionNegotiation: { mode } });
  if (respond !== undefined)
    client.setRequestHandler('elicitation/create', ({ params }) => respond(params.message, params));
  if (think !== undefined) client.setRequestHandler('sampling/createMessage', ({ params }) => thought(params.messages));
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  ends.unshift(() => client.close());
  return client;
}

const KINDS: readonly Kind[] = ['1.x', '2.x 2025-11-25', '2.x 2026-07-28'];
const SERVERS = ['old1', 'old2', 'new2'] as const;
const ADA: Answer = { action: 'accept', content: { name: 'Ada' } };

describe.each(KINDS)('a client of %s', (kind) => {
  describe.each(SERVERS)('and the server %s', (server) => {
    it('the question arrives with the name of who asks, the answer goes back', async () => {
      const questions: string[] = [];
      const client = await connect(kind, (question) => {
        questions.push(question);
        return ADA;
      });
      expect(said((await client.callTool({ name: `${server}__greet`, arguments: {} })) as never)).toBe('Hello, Ada');
      expect(said((await client.callTool({ name: `${server}__greet_twice`, arguments: {} })) as never)).toBe(
        'Hello, Ada; Hello, Ada',
      );
      const asks = `[${server}] What is your name`;
      expect(questions).toEqual([`${asks}?`, `${asks}?`, `${asks} (2)?`]);
    });

    it('a person may decline, and may take longer than the server has for a call', async () => {
      const client = await connect(kind, async () => {
        await new Promise((resolve) => setTimeout(resolve, 2500));
        return { action: 'decline' };
      });
      expect(said((await client.callTool({ name: `${server}__greet`, arguments: {} })) as never)).toBe('decline');
    });

    it('what it asks is shown without secrets, and without what a person cannot see', async () => {
      const shown: unknown[] = [];
      const client = await connect(kind, (question, form) => {
        shown.push(question, (form as { requestedSchema: { properties: object } }).requestedSchema.properties);
        return ADA;
      });
      expect(said((await client.callTool({ name: `${server}__greet_sly`, arguments: {} })) as never)).toBe(
        'Hello, Ada',
      );
      const name = { type: 'string', title: 'Name', description: 'For token=***', enum: ['Ada', 'Bob'] };
      expect(shown).toEqual([`[${server}] Is password=*** yours?`, { name }]);
    });

    it('a prompt may ask too', async () => {
      const client = await connect(kind, () => ADA);
      const { messages } = await client.getPrompt({ name: `${server}__greeting` });
      expect(messages).toEqual([{ role: 'user', content: { type: 'text', text: 'Hello, Ada' } }]);
    });

    it('and so may a resource', async () => {
      const client = await connect(kind, () => ADA);
      const uri = `asking://${{ old1: '1.x', old2: '2.x', new2: 'http' }[server]}/greeting`;
      const { contents } = await client.readResource({ uri });
      expect(contents).toEqual([{ uri, text: 'Hello, Ada', _meta: { 'x/kept': 1 } }]);
    });

    it('a call that is cancelled in a later round is cancelled there', async () => {
      const [before, questions]: [number, string[]] = [logged('cancelled'), []];
      const client = await connect(kind, (question) => {
        questions.push(question);
        return ADA;
      });
      const [late, leaving] = [logged('late'), new AbortController()];
      const params = { name: `${server}__greet_late`, arguments: {} };
      const { signal } = leaving;
      // The 1.x client takes a schema before the options.
      const call = (
        kind === '1.x'
          ? (client.callTool as (...given: unknown[]) => Promise<unknown>)(params, undefined, { signal })
          : client.callTool(params, { signal })
      ).catch((error: unknown) => error);
      await until(() => (logged('late') > late ? true : undefined));
      expect(questions).toHaveLength(2);
      leaving.abort(new Error('enough'));
      expect(String(await call)).toContain('enough');
      await until(() => (logged('cancelled') > before ? true : undefined));
      expect(said((await client.callTool({ name: `${server}__greet`, arguments: {} })) as never)).toBe('Hello, Ada');
    });

    it('asks the client’s model, without secrets', async () => {
      const heard: unknown[] = [];
      const client = await connect(
        kind,
        () => ADA,
        (messages) => {
          heard.push(messages);
          return 'I think';
        },
      );
      expect(said((await client.callTool({ name: `${server}__think`, arguments: {} })) as never)).toBe('I think');
      expect(JSON.stringify(heard)).toContain('"text":"password=***"');
    });

    it('a client that cannot be asked is not', async () => {
      const client = await connect(kind);
      const result = await client.callTool({ name: `${server}__greet`, arguments: {} });
      expect(result.isError).toBe(true);
      expect(said(result as never)).toMatch(/does not support elicitation/);
    });
  });
});

describe('a round of a stateless client', () => {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  interface Reply {
    result?: {
      resultType: string;
      requestState: string;
      inputRequests: Record<string, object>;
      isError?: boolean;
      content: { type: string; text: string }[];
    };
    error?: { code: number };
  }
  async function send(name: string, more: object = {}, role = 'operator'): Promise<Reply> {
    const params = { name, arguments: {}, _meta: envelope, ...more };
    const response = await fetch(`${app.url}/mcp`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer the-token-of-${role}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tools/call',
        'Mcp-Name': name,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    return (await response.json()) as Reply;
  }

  it.each(SERVERS)('goes on with the call of %s that asked, once, and with no other', async (server) => {
    const greet = `${server}__greet`;
    const { result } = await send(greet);
    expect(result?.resultType).toBe('input_required');
    const { requestState = '', inputRequests = {} } = result ?? {};
    const [key = ''] = Object.keys(inputRequests);
    const inputResponses = { [key]: ADA };
    expect((await send(greet, { requestState, inputResponses }, 'viewer')).error?.code).toBe(-32602);
    const forged = `${requestState.slice(0, -2)}${requestState.endsWith('AA') ? 'BB' : 'AA'}`;
    expect((await send(greet, { requestState: forged, inputResponses })).error?.code).toBe(-32602);
    const other = await send(`${server}__greet_twice`, { requestState, inputResponses });
    expect(other.result?.content[0]?.text).toMatch(/waits no more/);
    // Nothing was answered: it is asked again.
    const again = await send(greet, { requestState });
    expect(again.result?.inputRequests).toEqual(inputRequests);
    const answered = await send(greet, { requestState: again.result?.requestState, inputResponses });
    expect(answered.result?.content).toEqual([{ type: 'text', text: 'Hello, Ada' }]);
    const twice = await send(greet, { requestState, inputResponses });
    expect(twice.result).toMatchObject({ isError: true });
  });
});

it.each(KINDS)('what a client of %s and a server say beside a call passes unharmed', async (kind) => {
  const client = await connect(kind, () => ADA);
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const _meta = { traceparent, 'x/mine': { deep: [1, 2] } };
  for (const server of SERVERS) {
    const onprogress = () => {};
    const params = { name: `${server}__meta`, arguments: {}, _meta };
    // The 1.x client takes a schema before the options.
    const result = await (kind === '1.x'
      ? (client.callTool as (...given: unknown[]) => ReturnType<Client['callTool']>)(params, undefined, { onprogress })
      : client.callTool(params, { onprogress }));
    const arrived = JSON.parse(said(result as never)) as Record<string, unknown>;
    expect(arrived).toMatchObject(_meta);
    const { password, ...beside } = result._meta ?? {};
    expect(beside).toMatchObject({ 'x/answer': { nested: [1, 'two'] } });
    expect(password).toBe('***');
  }
});
