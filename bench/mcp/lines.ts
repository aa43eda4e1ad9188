/** A client that costs next to nothing: messages as text, over standard input and output, or HTTP. */
import type { ChildProcess } from 'node:child_process';
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';

export const ERAS = ['2025-11-25', '2026-07-28'] as const;
export type Era = (typeof ERAS)[number];

/** Sends one call of the trivial tool; resolves with its answer. */
export type Caller = () => Promise<string>;

const client = { name: 'bench', version: '1' };
const agent = new Agent({ keepAlive: true });
let lastId = 10;

function message(id: number, method: string, params: object, era: Era): string {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': era,
    'io.modelcontextprotocol/clientInfo': client,
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return JSON.stringify({ jsonrpc: '2.0', id, method, params: era === '2026-07-28' ? { ...params, _meta } : params });
}

/** Makes a long result, of which the server keeps the rest under a handle. */
const LONG = { name: 'bash', arguments: { command: 'seq 1 20000' } };

/** The trivial call: the last characters of that result. @throws Error where there is no handle. */
function lastOf(result: string): object {
  const [, handle, total] = /"handle":"([^"]+)","offset":\d+,"total":(\d+)/.exec(result) ?? [];
  if (handle === undefined) throw new Error(`There is no handle in ${result.slice(0, 300)}`);
  return { name: 'result_page', arguments: { handle, offset: Number(total) - 6 } };
}

const hello = () =>
  message(1, 'initialize', { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: client }, '2025-11-25');
const READY = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });

/** Resolves what a stream of answers says to each id. */
function inbox(): { hear: (line: string) => void; wait: (id: number) => Promise<string> } {
  const waiting = new Map<number, (line: string) => void>();
  return {
    hear(line) {
      const id = Number(/"id":(\d+)/.exec(line)?.[1]);
      waiting.get(id)?.(line);
      waiting.delete(id);
    },
    wait: (id) => new Promise((resolve) => waiting.set(id, resolve)),
  };
}

function eachLine(stream: NodeJS.ReadableStream, hear: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
}

/** Over the pipes of a process that was started. */
export async function overStdio({ stdin, stdout }: ChildProcess, era: Era): Promise<Caller> {
  if (stdin === null || stdout === null) throw new Error('The process has no pipes.');
  const { hear, wait } = inbox();
  eachLine(stdout, hear);
  const ask = (id: number, text: string) => {
    const answer = wait(id);
    stdin.write(`${text}\n`);
    return answer;
  };
  if (era === '2025-11-25') {
    await ask(1, hello());
    stdin.write(`${READY}\n`);
  }
  const send = (params: object) => {
    const id = lastId++;
    return ask(id, message(id, 'tools/call', params, era));
  };
  const trivial = lastOf(await send(LONG));
  return () => send(trivial);
}

function post(url: string, body: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const all = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream', ...headers };
    httpRequest(url, { method: 'POST', agent, headers: all }, resolve).on('error', reject).end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) text += chunk;
  return text;
}

/** Over Streamable HTTP, with a session where the era has them. */
export async function overHttp(url: string, era: Era): Promise<Caller> {
  const own: Record<string, string> = { 'MCP-Protocol-Version': era };
  if (era === '2026-07-28') own['Mcp-Method'] = 'tools/call';
  else {
    const opened = await post(`${url}/mcp`, hello(), {});
    await textOf(opened);
    own['Mcp-Session-Id'] = String(opened.headers['mcp-session-id']);
    await textOf(await post(`${url}/mcp`, READY, own));
  }
  const send = async (params: { name?: string }) => {
    const headers = era === '2026-07-28' ? { ...own, 'Mcp-Name': String(params.name) } : own;
    return textOf(await post(`${url}/mcp`, message(lastId++, 'tools/call', params, era), headers));
  };
  const trivial = lastOf(await send(LONG));
  return () => send(trivial);
}

/** Over HTTP+SSE: posted there, answered on the stream. */
export async function overSse(url: string): Promise<Caller> {
  const { hear, wait } = inbox();
  const stream = await new Promise<IncomingMessage>((resolve, reject) =>
    httpRequest(`${url}/sse`, resolve).on('error', reject).end(),
  );
  const path = await new Promise<string>((resolve) =>
    eachLine(stream, (line) => (line.startsWith('data: /') ? resolve(line.slice(6)) : hear(line))),
  );
  const ask = async (id: number, text: string) => {
    const answer = wait(id);
    await textOf(await post(url + path, text, {}));
    return answer;
  };
  await ask(1, hello());
  await textOf(await post(url + path, READY, {}));
  const send = (params: object) => {
    const id = lastId++;
    return ask(id, message(id, 'tools/call', params, '2025-11-25'));
  };
  const trivial = lastOf(await send(LONG));
  return () => send(trivial);
}
