import { createServer } from 'node:http';
import { describe, expect, test } from 'vitest';
import { createLiveSource } from '../../src/cluster/live.ts';
import { proxyFor } from '../../src/cluster/proxy.ts';
import { json, kubeconfigFor } from './faultServer.ts';
import { file, refusal } from './refusal.ts';

describe('proxy', () => {
  const via = (server: string, env: Record<string, string>) => proxyFor({ server, proxyUrl: undefined }, env);
  test.each<[string, string, string, boolean]>([
    ['nothing', '', 'https://api.corp:6443', true],
    ['everything', '*', 'https://api.corp:6443', false],
    ['a name', 'api.corp', 'https://api.corp:6443', false],
    ['a domain above', 'corp', 'https://api.corp:6443', false],
    ['a domain with a dot', '.corp', 'https://api.corp:6443', false],
    ['only what is below', '.corp', 'https://corp:6443', true],
    ['a part of a name is none', 'orp', 'https://api.corp:6443', true],
    ['an address', '10.1.2.3', 'https://10.1.2.3:6443', false],
    ['a range', '10.0.0.0/8', 'https://10.1.2.3:6443', false],
    ['another range', '10.0.0.0/16', 'https://10.1.2.3:6443', true],
    ['an IPv6 range', 'fd00::/8', 'https://[fd00::1]:6443', false],
    ['the port', 'api.corp:6443', 'https://api.corp:6443', false],
    ['another port', 'api.corp:443', 'https://api.corp:6443', true],
    ['loopback, always', '', 'https://127.0.0.1:6443', false],
  ])('NO_PROXY with %s', (_, rules, server, proxied) => {
    expect(via(server, { HTTPS_PROXY: 'http://proxy:3128', NO_PROXY: rules })).toBe(
      proxied ? 'http://proxy:3128' : undefined,
    );
  });

  test('proxy-url wins over the environment, and HTTP_PROXY is for plain HTTP only', () => {
    const server = 'https://127.0.0.1:6443';
    expect(proxyFor({ server, proxyUrl: 'socks5://p:1' }, { NO_PROXY: '*' })).toBe('socks5://p:1');
    expect(via('https://api.corp', { HTTP_PROXY: 'p:1' })).toBeUndefined();
    expect(via('http://api.corp', { HTTP_PROXY: 'p:1' })).toBe('http://p:1');
  });

  test('requests go through it, and one that refuses is named without its password', async () => {
    const seen: string[] = [];
    const proxy = createServer((request, response) => {
      seen.push(request.url ?? '');
      json(response, 200, { kind: 'APIVersions', versions: [] });
    });
    proxy.on('connect', (_, socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const cluster = { 'proxy-url': `http://me:hunter2@127.0.0.1:${port}` };
    const plain = createLiveSource({
      kubeconfig: await file('plain', kubeconfigFor('http://api.corp:8080', {}, cluster)),
      env: {},
    });
    await plain.serves('certificates');
    await plain.close();
    expect(seen).toContain('http://api.corp:8080/api');
    const sentence = await refusal({
      kubeconfig: await file('tunnel', kubeconfigFor('https://api.corp', {}, cluster)),
      env: {},
    });
    expect(sentence).toContain(`through the proxy 127.0.0.1:${port}`);
    expect(sentence).not.toContain('hunter2');
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  });
});
