/** Calls that wait for a stateless client's answers: for how long, and how many. */
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type After, createHeldCalls } from '../../src/mcp/held.ts';
import { createModernEndpoint } from '../../src/mcp/http/modern.ts';
import { createRegistry } from '../../src/mcp/registry.ts';
import { toolsProvider } from '../../src/mcp/tools.ts';
import { scratchFolder, until } from '../support/program.ts';
import { type Bench, bench, settings } from './hub.ts';
import { freePort, startOther } from './program.ts';

const SERVER = join(import.meta.dirname, 'askingServer.ts');
const scratch = scratchFolder();
const log = join(scratch.path, 'log');
const ends: (() => unknown)[] = [];
const timers: { ms: number; work: () => void; kept: boolean }[] = [];
let made: Bench;
let url = '';

/** Time that passes when the test says so. */
const after: After = (ms, work) => {
  const timer = { ms, work, kept: false };
  timers.push(timer);
  return () => {
    timer.kept = true;
  };
};

beforeAll(async () => {
  const port = await freePort();
  ends.push(startOther(process.execPath, [SERVER], { PORT: String(port), LOG: log }));
  const modern = settings({ config: { mode: 'streamable-http', url: `http://127.0.0.1:${port}/mcp` } });
  const env = { SDK: '1.x', LOG: log };
  const child = settings({
    config: { mode: 'stdio', command: process.execPath, args: [SERVER], env, timeout_seconds: 2 },
  });
  // Each takes sixteen calls at a time.
  made = bench({ a: modern, b: modern, c: modern, old: child });
  ends.push(made.hub.close);
  await Promise.all(['a', 'b', 'c', 'old'].map((name) => made.is(name, 'ready')));
  const call: Parameters<typeof toolsProvider>[0]['call'] = ({ tool, arguments: input, ...more }) =>
    made.call(tool, input as object, more);
  const parts = { tools: made.hub.tools(), call, commandOf: async () => undefined, held: createHeldCalls(after) };
  const stop = new AbortController();
  const endpoint = createModernEndpoint(createRegistry('1', [toolsProvider(parts)]), stop.signal);
  const http = createServer(async (request, response) => {
    const name = String(request.headers['x-who']);
    await endpoint.handle(request, response, { name, role: 'operator' }, await json(request));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const address = http.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/mcp`;
  ends.push(
    () => stop.abort(),
    endpoint.close,
    () => http.close(),
  );
}, 30_000);
afterAll(async () => {
  for (const end of ends.toReversed()) await end();
  scratch.remove();
});

interface Result {
  resultType: string;
  requestState?: string;
  isError?: boolean;
  content?: { text: string }[];
}

/** One request of a client of the stateless revision, which can be asked. */
async function send(name: string, more: object = {}, who = 'ann'): Promise<Result> {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
  };
  const headers = {
    'x-who': who,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': '2026-07-28',
    'Mcp-Method': 'tools/call',
    'Mcp-Name': name,
  };
  const params = { name, arguments: {}, _meta, ...more };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
  const response = await fetch(url, { method: 'POST', headers, body });
  return ((await response.json()) as { result: Result }).result;
}

const ADA = { action: 'accept', content: { name: 'Ada' } };

it('ten minutes after it asked, a call that nobody answered ends, there too', async () => {
  const asked = await send('old__greet');
  expect(asked.resultType).toBe('input_required');
  const [timer] = timers.splice(0);
  expect(timer).toMatchObject({ ms: 600_000, kept: false });
  timer?.work();
  const { requestState } = asked;
  const late = await send('old__greet', { requestState, inputResponses: { question_1: ADA } });
  expect(late).toMatchObject({ isError: true });
  expect(late.content?.[0]?.text).toMatch(/waits no more.*Call again from the start/);
  // Its place is free: this server takes one call at a time.
  await until(() => (existsSync(log) && readFileSync(log, 'utf8').includes('greet is withdrawn') ? true : undefined));
  expect((await send('old__greet')).resultType).toBe('input_required');
  for (const { work } of timers.splice(0)) work();
});

it('a call that waits for a person keeps others of a server that asks waiting only for so long', async () => {
  await send('old__greet');
  const other = await send('old__meta', {}, 'bob');
  expect(other).toMatchObject({ isError: true });
  expect(other.content?.[0]?.text).toMatch(
    /it asks its callers, so it takes one call at a time\): no turn came within 2 s/,
  );
  for (const { work } of timers.splice(0)) work();
  await until(async () => ((await send('old__meta', {}, 'bob')).isError ? undefined : true));
});

it('each round has ten minutes of its own', async () => {
  const first = await send('a__greet_twice');
  const second = await send('a__greet_twice', {
    requestState: first.requestState,
    inputResponses: { question_1: ADA },
  });
  expect(second.resultType).toBe('input_required');
  expect(timers.map(({ ms, kept }) => [ms, kept])).toEqual([
    [600_000, true],
    [600_000, false],
  ]);
  const inputResponses = { question_2: ADA };
  const done = await send('a__greet_twice', { requestState: second.requestState, inputResponses });
  expect(done.content?.[0]?.text).toBe('Hello, Ada; Hello, Ada');
  expect(timers.splice(0).every(({ kept }) => kept)).toBe(true);
});

it('32 calls of one caller wait; one more is refused, and another caller’s is not', async () => {
  const servers = [...Array<string>(16).fill('a'), ...Array<string>(16).fill('b')];
  // At once: nobody slips through while the others begin to ask.
  const answers = await Promise.all([...servers, 'c'].map((server) => send(`${server}__greet`)));
  const waiting = answers.filter(({ resultType }) => resultType === 'input_required');
  const refused = answers.filter(({ isError }) => isError);
  expect([waiting.length, refused.length]).toEqual([32, 1]);
  expect(refused[0]?.content?.[0]?.text).toMatch(/Too many calls of this caller wait for answers already/);
  expect((await send('c__greet', {}, 'bob')).resultType).toBe('input_required');
  // One that is answered makes room.
  const [{ requestState } = {}] = waiting;
  const [server = ''] = [...servers, 'c'].filter((_, at) => answers[at] === waiting[0]);
  await send(`${server}__greet`, { requestState, inputResponses: { question_1: ADA } });
  expect((await send('c__greet')).resultType).toBe('input_required');
  for (const { work, kept } of timers.splice(0)) if (!kept) work();
});
