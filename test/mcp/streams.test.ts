/** What older clients get over HTTP: one JSON object where nothing comes before the answer, else a stream to resume. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, scratchFolder, startServer } from '../support/program.ts';

const scratch = scratchFolder();
let server: Served;
let session = '';

beforeAll(async () => {
  const env = { HOME: scratch.path, AIOPS_MCP_CONFORMANCE: '1' };
  server = await startServer(['--kubeconfig', '/does/not/exist'], { env });
  const clientInfo = { name: 'raw', version: '1' };
  const opened = await post(0, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo });
  session = opened.headers.get('mcp-session-id') ?? '';
  expect(session).not.toBe('');
  await opened.text();
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
  scratch.remove();
});

function headers(): Record<string, string> {
  const own = { Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': '2025-11-25' };
  return session === '' ? own : { ...own, 'Mcp-Session-Id': session };
}

function post(id: number, method: string, params: object = {}): Promise<Response> {
  return fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: { ...headers(), 'Content-Type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
  });
}

const call = (id: number, name: string, more: object = {}) => post(id, 'tools/call', { name, arguments: {}, ...more });

interface Event {
  id: string | undefined;
  message: { id?: number; method?: string; result?: object; params?: { progress?: number } };
}

/** The events of a stream that has ended; what holds no message is left out. */
async function eventsOf(response: Response): Promise<Event[]> {
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  const blocks = (await response.text()).split('\n\n');
  const field = (block: string, name: string) => new RegExp(`^${name}: ?(\\S.*)$`, 'm').exec(block)?.[1];
  return blocks.flatMap((block) => {
    const data = field(block, 'data');
    return data === undefined ? [] : [{ id: field(block, 'id'), message: JSON.parse(data) }];
  });
}

describe('a request of an older client', () => {
  it.each(['tools/list', 'ping', 'prompts/list'])('%s is answered by one object', async (method) => {
    const response = await post(1, method);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('mcp-session-id')).toBe(session);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: 1, result: {} });
  });

  it('that is wrong is told so in one object too', async () => {
    const response = await call(2, 'no_such_tool');
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({ id: 2, error: { code: -32602 } });
  });

  it('whose progress is told gets a stream: all steps in order, then the answer', async () => {
    const events = await eventsOf(await call(3, 'test_tool_with_progress', { _meta: { progressToken: 'p' } }));
    expect(events.map(({ message }) => message.params?.progress ?? message.id)).toEqual([0, 50, 100, 3]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(4);
  });

  it('gets what it has not heard when it comes back to the stream', async () => {
    const events = await eventsOf(await call(4, 'test_tool_with_progress', { _meta: { progressToken: 'p' } }));
    const resumed = new AbortController();
    const response = await fetch(`${server.url}/mcp`, {
      headers: { ...headers(), 'Last-Event-ID': events[1]?.id ?? '' },
      signal: resumed.signal,
    });
    expect(await eventsOf(response)).toEqual(events.slice(2));
  });

  it('whose stream the server closes finds its answer there', async () => {
    const closed = await call(5, 'test_reconnection');
    expect(closed.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const last = /^id: (.+)$/m.exec(await closed.text())?.[1] ?? '';
    const response = await fetch(`${server.url}/mcp`, { headers: { ...headers(), 'Last-Event-ID': last } });
    const [answer] = await eventsOf(response);
    expect(answer?.message).toMatchObject({ id: 5, result: {} });
  });

  it('gives each of many at once its own answer', async () => {
    const names = ['test_simple_text', 'test_tool_with_progress', 'test_error_handling'];
    const answers = await Promise.all(
      Array.from({ length: 30 }, async (_, i) => {
        const more = i % 2 === 0 ? {} : { _meta: { progressToken: i } };
        const response = await call(100 + i, names[i % 3] ?? '', more);
        const isJson = response.headers.get('content-type') === 'application/json';
        return isJson ? ((await response.json()) as Event['message']) : (await eventsOf(response)).at(-1)?.message;
      }),
    );
    expect(answers.map((answer) => answer?.id)).toEqual(Array.from({ length: 30 }, (_, i) => 100 + i));
  });
});
