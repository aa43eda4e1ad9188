import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCase, type Served, scratchFolder, startServer } from '../support/program.ts';

const scratch = scratchFolder();
const TOKEN = 'a-long-viewer-token';
let server: Served;

beforeAll(async () => {
  const config = join(scratch.path, 'config.yaml');
  const bound = '{name: shop-team, role: operator, token: "a-token-bound-to-shop", namespaces: [shop]}';
  writeFileSync(config, `server: {hosts: [copilot.example.com]}\nauth: {mode: token, tokens: [${bound}]}\n`);
  const args = ['--config', config, '--snapshot', demoCase('volume-four-hops')];
  server = await startServer(args, { env: { AIOPS_TOKENS: `watcher:viewer:${TOKEN}` } });
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  await server.ended;
  scratch.remove();
});

/** A request with headers that fetch would not let us set. */
function send(
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; headers: object; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(`${server.url}${path}`, { headers, setHost: !('Host' in headers) }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe('tokens', () => {
  it('are asked for everywhere but at the probes', async () => {
    for (const path of ['/ask?q=x', '/q/x', '/diagnose', '/tools', '/nothing']) {
      const { status, headers, body } = await send(path, {});
      expect(status).toBe(401);
      expect(headers).toMatchObject({ 'www-authenticate': 'Bearer' });
      expect(JSON.parse(body).error.code).toBe('unauthorized');
    }
    for (const path of ['/health', '/healthz', '/readyz']) {
      const { status, body } = await send(path, {});
      expect(status).toBe(200);
      expect(body).not.toContain('volume-four-hops');
    }
  });

  it('let in those who have one', async () => {
    expect((await send('/tools', bearer(TOKEN))).status).toBe(200);
    expect((await send('/tools', { authorization: `bearer ${TOKEN}` })).status).toBe(200);
    for (const wrong of ['', 'x', `${TOKEN}x`, TOKEN.slice(1)])
      expect((await send('/tools', bearer(wrong))).status).toBe(401);
    expect((await send('/tools', { Authorization: `Basic ${TOKEN}` })).status).toBe(401);
  });

  it('bound to a namespace open that one only', async () => {
    const own = bearer('a-token-bound-to-shop');
    expect((await send('/diagnose?namespace=shop', own)).status).toBe(200);
    for (const query of ['?namespace=kube-system', '?q=what+is+wrong+in+kube-system', '']) {
      const { status, body } = await send(`/diagnose${query}`, own);
      expect(status).toBe(403);
      expect(JSON.parse(body).error).toMatchObject({
        code: 'denied',
        message: expect.stringContaining('namespaces shop'),
      });
    }
  });

  it('keep the conversations of others closed', async () => {
    const own = bearer('a-token-bound-to-shop');
    const { body } = await send('/ask?q=x&namespace=shop&format=json', own);
    const { conversation } = JSON.parse(body);
    expect((await send(`/ask?q=x&conversation=${conversation}`, bearer(TOKEN))).status).toBe(404);
    expect((await send(`/ask?q=x&namespace=shop&conversation=${conversation}`, own)).status).toBe(200);
  });
});

describe('where a request comes from', () => {
  const port = () => new URL(server.url).port;

  it.each(['localhost', '127.0.0.1', '10.1.2.3', '[::1]', 'LOCALHOST.', 'copilot.example.com'])(
    'Host %s',
    async (host) => {
      expect((await send('/health', { Host: `${host}:${port()}` })).status).toBe(200);
      expect((await send('/health', { Host: host })).status).toBe(200);
    },
  );

  it.each(['evil.example.com', 'localhost.evil.com', '127.0.0.1.evil.com', 'copilot.example.com.evil.com'])(
    'Host %s is refused, with or without a token',
    async (host) => {
      for (const path of ['/health', '/tools']) {
        const { status, body } = await send(path, { Host: host, ...bearer(TOKEN) });
        expect(status).toBe(403);
        expect(JSON.parse(body).error.message).toMatch(/server\.hosts/);
      }
    },
  );

  it('a missing or broken Host', async () => {
    expect((await send('/health', { Host: '' })).status).toBe(400);
    expect((await send('/health', { Host: 'a b' })).status).toBe(400);
  });

  it('Origin: the own page and configured names only', async () => {
    const own = { Host: `127.0.0.1:${port()}` };
    expect((await send('/health', { ...own, Origin: server.url })).status).toBe(200);
    expect((await send('/health', { ...own, Origin: 'https://copilot.example.com' })).status).toBe(200);
    for (const origin of ['null', 'http://evil.example.com', 'http://localhost:1', 'https://10.1.2.3', 'file://x']) {
      expect((await send('/health', { ...own, Origin: origin })).status).toBe(403);
    }
  });

  it('Sec-Fetch-Site: nothing from other sites', async () => {
    for (const site of ['same-origin', 'none'])
      expect((await send('/health', { 'Sec-Fetch-Site': site })).status).toBe(200);
    for (const site of ['cross-site', 'same-site'])
      expect((await send('/health', { 'Sec-Fetch-Site': site })).status).toBe(403);
  });
});

it('a cluster that cannot be read is a 503 in words', async () => {
  const lost = await startServer(['--kubeconfig', '/does/not/exist']);
  for (const path of ['/diagnose', '/ask?q=x&format=json', '/ask?q=x']) {
    const response = await fetch(`${lost.url}${path}`);
    expect(response.status).toBe(503);
    expect(JSON.parse(await response.text()).error).toMatchObject({
      code: 'cluster_unreadable',
      message: expect.stringContaining('/does/not/exist'),
    });
  }
  const events = await (await fetch(`${lost.url}/ask?q=x&format=sse`)).text();
  const names = [...events.matchAll(/^event: (\w+)$/gm)].map(([, name]) => name);
  expect(names).toEqual(['tool_call', 'tool_result', 'error', 'answer', 'done']);
  expect(await (await fetch(`${lost.url}/readyz`)).json()).toMatchObject({ status: 'ready', cluster: 'unreadable' });
  lost.child.kill('SIGTERM');
  expect((await lost.ended).code).toBe(0);
});
