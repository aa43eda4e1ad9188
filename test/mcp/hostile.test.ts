/** Clients that do what they should not: the server says so in a sentence, and serves the others on. */
import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, scratchFolder, startServer, until } from '../support/program.ts';
import { type Role, TOKENS, writeConfig, written } from './lab/lab.ts';

const scratch = scratchFolder();
const MAX_SESSIONS = 1000;
let server: Served;

beforeAll(async () => {
  const limits = 'limits: {body_bytes: 100000, requests_per_minute: 50000}\nserver: {hosts: [copilot.example.com]}\n';
  const config = writeConfig(scratch.path, limits);
  server = await startServer(['--config', config, '--kubeconfig', '/does/not/exist'], { env: { HOME: scratch.path } });
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  const { code, stderr } = await server.ended;
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/\n\s+at /);
  scratch.remove();
});

const JSON_TYPES = { 'Content-Type': 'application/json', Accept: 'application/json, text/event-stream' };
const bearer = (role: Role) => ({ Authorization: `Bearer ${TOKENS[role]}` });
const initialize = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
});

function post(body: string, headers: Record<string, string> = {}, path = '/mcp'): Promise<Response> {
  return fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { ...JSON_TYPES, ...bearer('viewer'), ...headers },
    body,
  });
}

/** Opens a session; its id. */
async function session(role: Role): Promise<string> {
  const response = await post(initialize, bearer(role));
  await response.text();
  expect(response.status).toBe(200);
  return response.headers.get('mcp-session-id') ?? '';
}

const list = (id: string, role: Role) =>
  post('{"jsonrpc":"2.0","id":2,"method":"tools/list"}', { ...bearer(role), 'Mcp-Session-Id': id });

describe('bodies', () => {
  it.each([
    '',
    '{',
    'null',
    '"text"',
    '[]',
    '[1,2]',
    '{"jsonrpc":"1.0"}',
    '{"jsonrpc":"2.0","id":{},"method":7}',
    '\u0000',
  ])('that are no request: %j', async (body) => {
    for (const path of ['/mcp', '/messages?sessionId=none']) {
      const response = await post(body, {}, path);
      expect([400, 404]).toContain(response.status);
      expect(await response.json()).toMatchObject({ error: { message: expect.any(String) } });
    }
  });

  it('that are no UTF-8', async () => {
    const response = await fetch(`${server.url}/mcp`, {
      method: 'POST',
      headers: { ...JSON_TYPES, ...bearer('viewer') },
      body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
    });
    expect(response.status).toBe(400);
  });

  it('that are too large, announced or not', async () => {
    const huge = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { x: 'x'.repeat(200_000) } });
    expect((await post(huge)).status).toBe(413);
    expect([413, 'cut off']).toContain(await pour('/mcp'));
  });

  it('nested deeply, or with names of the prototype', async () => {
    const deep = `{"jsonrpc":"2.0","id":1,"method":"tools/list","params":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`;
    expect((await post(deep)).status).toBeGreaterThanOrEqual(400);
    const id = await session('viewer');
    const odd =
      '{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"__proto__","arguments":{"__proto__":{}}}}';
    const response = await post(odd, { 'Mcp-Session-Id': id });
    expect(await response.text()).toContain('There is no tool');
  });
});

/** Sends a body without an end; what came of it. */
function pour(path: string): Promise<number | string> {
  return new Promise((resolve) => {
    const headers = { ...JSON_TYPES, ...bearer('viewer') };
    const sent = request(`${server.url}${path}`, { method: 'POST', headers }, (response) => {
      resolve(response.statusCode ?? 0);
      sent.destroy();
    });
    sent.on('error', () => resolve('cut off'));
    const more = () => {
      if (!sent.destroyed) sent.write('x'.repeat(50_000), () => setTimeout(more, 1));
    };
    more();
  });
}

describe('headers', () => {
  it('wrong types, versions and methods are refused', async () => {
    expect((await post(initialize, { 'Content-Type': 'text/plain' })).status).toBe(415);
    expect((await post(initialize, { Accept: 'text/html' })).status).toBe(406);
    const id = await session('viewer');
    const wrongVersion = await post('{"jsonrpc":"2.0","id":2,"method":"ping"}', {
      'Mcp-Session-Id': id,
      'MCP-Protocol-Version': '1999-01-01',
    });
    expect(wrongVersion.status).toBe(400);
    for (const method of ['PUT', 'PATCH', 'OPTIONS', 'HEAD']) {
      const response = await fetch(`${server.url}/mcp`, { method, headers: bearer('viewer') });
      expect(response.status, method).toBe(405);
    }
  });

  it('a foreign Host, Origin or Sec-Fetch-Site never gets through, whatever the token', async () => {
    const foreign: Record<string, string>[] = [
      { Host: 'evil.example.com' },
      { Origin: 'https://evil.example.com' },
      { Origin: 'null' },
      { 'Sec-Fetch-Site': 'cross-site' },
    ];
    for (const [method, path] of [
      ['POST', '/mcp'],
      ['GET', '/mcp'],
      ['DELETE', '/mcp'],
      ['GET', '/sse'],
      ['POST', '/messages?sessionId=x'],
    ] as const) {
      for (const headers of foreign)
        expect(await status(method, path, { ...bearer('approver'), ...headers })).toBe(403);
      expect(await status(method, path, {})).toBe(401);
      expect(await status(method, path, { Authorization: 'Bearer viewer-tokem' })).toBe(401);
    }
  });
});

/** With headers that fetch would not let us set. */
function status(method: string, path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { method, headers, setHost: !('Host' in headers) }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end();
  });
}

describe('sessions', () => {
  it('belong to one principal: to another they do not exist', async () => {
    const id = await session('viewer');
    expect((await list(id, 'viewer')).status).toBe(200);
    for (const role of ['operator', 'approver'] as const) {
      expect((await list(id, role)).status).toBe(404);
      const headers = { ...JSON_TYPES, ...bearer(role), 'Mcp-Session-Id': id };
      expect((await fetch(`${server.url}/mcp`, { headers })).status).toBe(404);
      expect((await fetch(`${server.url}/mcp`, { method: 'DELETE', headers })).status).toBe(404);
    }
    expect((await list(id, 'viewer')).status).toBe(200);
    const own = { ...JSON_TYPES, ...bearer('viewer'), 'Mcp-Session-Id': id };
    expect((await fetch(`${server.url}/mcp`, { method: 'DELETE', headers: own })).status).toBe(200);
    expect((await list(id, 'viewer')).status).toBe(404);
  });

  it('those of HTTP+SSE too', async () => {
    const stream = await fetch(`${server.url}/sse`, { headers: bearer('viewer') });
    const reader = stream.body?.getReader();
    const first = new TextDecoder().decode((await reader?.read())?.value);
    const path = /data: (\/messages\?sessionId=\S+)/.exec(first)?.[1] ?? '';
    expect((await post(initialize, bearer('operator'), path)).status).toBe(404);
    expect((await post(initialize, bearer('viewer'), path)).status).toBe(202);
    await reader?.cancel();
    await until(async () => (await post(initialize, bearer('viewer'), path)).status === 404 || undefined);
  });

  it('idle ones make room for new ones of their owner, not of others', async () => {
    const others = await session('operator');
    const first = await session('viewer');
    for (let opened = 0; opened < MAX_SESSIONS + 20; opened += 20) {
      await Promise.all(Array.from({ length: 20 }, () => session('viewer')));
    }
    expect((await list(first, 'viewer')).status).toBe(404);
    expect((await list(others, 'operator')).status).toBe(200);
    const last = await session('viewer');
    expect((await list(last, 'viewer')).status).toBe(200);
    // All room is the viewer's: who has none of its own to give up is told to come back.
    const refused = await post(initialize, bearer('approver'));
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).not.toBeNull();
  });
});

it('a client of the stateless revision that leaves in the middle of a call cancels it', async () => {
  const requestInit = { headers: bearer('operator') };
  const versionNegotiation = { mode: { pin: '2026-07-28' } };
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation });
  await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', server.url), { requestInit }));
  await until(async () => (await client.listTools()).tools.some(({ name }) => name === 'lab__slow') || undefined);
  const file = join(scratch.path, 'left');
  client.callTool({ name: 'lab__slow', arguments: { file } }).catch(() => {});
  await until(() => written(file).includes('started') || undefined);
  await client.close();
  await until(() => written(file).includes('cancelled') || undefined);
});

it('too many requests are a 429 that says when to come back', async () => {
  const config = join(scratch.path, 'slow');
  mkdirSync(config);
  const limited = await startServer(['--config', writeConfig(config, 'limits: {requests_per_minute: 30}\n')]);
  const statuses: number[] = [];
  for (let n = 0; n < 40; n += 1) {
    const response = await fetch(`${limited.url}/tools`, { headers: bearer('viewer') });
    statuses.push(response.status);
    if (response.status === 429) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  expect(statuses.slice(0, 30).every((one) => one === 200)).toBe(true);
  expect(statuses).toContain(429);
  expect((await fetch(`${limited.url}/tools`, { headers: bearer('operator') })).status).toBe(200);
  expect((await fetch(`${limited.url}/health`)).status).toBe(200);
  limited.child.kill('SIGTERM');
  expect((await limited.ended).code).toBe(0);
});
