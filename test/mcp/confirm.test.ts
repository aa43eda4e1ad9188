/** A client's own confirmation: it counts where the principal is an approver, and nowhere else. */
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, scratchFolder, startServer, until } from '../support/program.ts';
import { type Role, TOKENS, writeConfig, written } from './lab/lab.ts';

const scratch = scratchFolder();
let server: Served;
let files = 0;
const open: Client[] = [];

beforeAll(async () => {
  const env = { HOME: scratch.path, XDG_STATE_HOME: join(scratch.path, 'state') };
  const config = writeConfig(scratch.path);
  server = await startServer(['--config', config, '--kubeconfig', '/does/not/exist'], { env });
});
afterAll(async () => {
  await Promise.all(open.map((client) => client.close()));
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  scratch.remove();
});

type Answer = { action: 'accept'; content: { run: boolean } } | { action: 'decline' | 'cancel' };

interface Asker {
  client: Client;
  /** What the person behind the client was shown. */
  questions: string[];
}

/** `answer` undefined: a client that cannot ask its user anything. */
async function connect(era: '2025-11-25' | '2026-07-28', role: Role, answer?: Answer): Promise<Asker> {
  const mode = era === '2025-11-25' ? ('legacy' as const) : { pin: era };
  const capabilities = answer === undefined ? {} : { elicitation: { form: {} } };
  const client = new Client({ name: 'test', version: '1' }, { capabilities, versionNegotiation: { mode } });
  const questions: string[] = [];
  if (answer !== undefined) {
    client.setRequestHandler('elicitation/create', ({ params }) => {
      questions.push(params.message);
      return answer;
    });
  }
  const requestInit = { headers: { Authorization: `Bearer ${TOKENS[role]}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url), { requestInit }));
  open.push(client);
  await until(async () => (await client.listTools()).tools.some(({ name }) => name === 'lab__change') || undefined);
  return { client, questions };
}

const newFile = () => join(scratch.path, `file-${files++}`);
const change = (client: Client, file: string) => client.callTool({ name: 'lab__change', arguments: { file } });
const YES: Answer = { action: 'accept', content: { run: true } };

describe.each(['2025-11-25', '2026-07-28'] as const)('in %s', (era) => {
  it('an approver who confirms runs exactly that call, once', async () => {
    const { client, questions } = await connect(era, 'approver', YES);
    const file = newFile();
    const result = await change(client, file);
    expect(result.isError).not.toBe(true);
    expect(written(file)).toBe('changed\n');
    expect(questions).toHaveLength(1);
    expect(questions[0]).toContain(file);
    await change(client, file);
    expect(questions).toHaveLength(2);
  });

  it.each<Answer>([{ action: 'accept', content: { run: false } }, { action: 'decline' }, { action: 'cancel' }])(
    'nothing runs on %j',
    async (answer) => {
      const { client, questions } = await connect(era, 'approver', answer);
      const file = newFile();
      const result = await change(client, file);
      expect(result.isError).toBe(true);
      expect(questions).toHaveLength(1);
      expect(written(file)).toBe('');
    },
  );

  it('an approver whose client cannot ask is told how to approve', async () => {
    const { client } = await connect(era, 'approver');
    const result = await change(client, newFile());
    expect(result.isError).toBe(true);
    expect(result.structuredContent).toMatchObject({ verdict: 'approval_required', approval: expect.any(String) });
    expect(JSON.stringify(result.content)).toContain('aiops-copilot approvals approve');
  });

  it('an operator is not even asked: what its agent confirms is no approval', async () => {
    const { client, questions } = await connect(era, 'operator', YES);
    const file = newFile();
    const result = await change(client, file);
    expect(result.structuredContent).toMatchObject({ verdict: 'approval_required' });
    expect(questions).toEqual([]);
    expect(written(file)).toBe('');
  });

  it('a viewer is denied', async () => {
    const { client, questions } = await connect(era, 'viewer', YES);
    const result = await change(client, newFile());
    expect(result.structuredContent).toMatchObject({ verdict: 'denied' });
    expect(questions).toEqual([]);
  });
});

describe('an answer that was made up', () => {
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  const send = async (role: Role, file: string, more: object = {}) => {
    const params = { name: 'lab__change', arguments: { file }, _meta: envelope, ...more };
    const response = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${TOKENS[role]}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tools/call',
        'Mcp-Name': 'lab__change',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    return (await response.json()) as {
      result?: { resultType: string; requestState: string; isError?: boolean };
      error?: { code: number };
    };
  };
  const inputResponses = { confirm: { action: 'accept', content: { run: true } } };

  it('counts for nothing without the state, with a forged one, or with that of somebody else', async () => {
    const file = newFile();
    const asked = await send('approver', file);
    expect(asked.result?.resultType).toBe('input_required');
    const requestState = asked.result?.requestState ?? '';
    await send('approver', file, { inputResponses });
    const forged = `${requestState.slice(0, -2)}${requestState.endsWith('AA') ? 'BB' : 'AA'}`;
    expect((await send('approver', file, { inputResponses, requestState: forged })).error?.code).toBe(-32602);
    expect((await send('operator', file, { inputResponses, requestState })).error?.code).toBe(-32602);
    expect(written(file)).toBe('');
    // For another call than the one that was asked about it is no answer either.
    const other = newFile();
    expect((await send('approver', other, { inputResponses, requestState })).result?.isError).toBe(true);
    expect(written(other)).toBe('');
    expect((await send('approver', file, { inputResponses, requestState })).result?.isError).not.toBe(true);
    expect(written(file)).toBe('changed\n');
    await send('approver', file, { inputResponses, requestState });
    expect(written(file)).toBe('changed\n');
  });
});
