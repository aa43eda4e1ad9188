import { rename, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { type FaultServer, json, pods, startFaultServer } from './faultServer.ts';
import { file, kubeconfig, refusal } from './refusal.ts';

describe('first contact', () => {
  let server: FaultServer | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  test('refused, not resolved, not TLS', async () => {
    server = await startFaultServer(() => undefined);
    const { url } = server;
    expect(await refusal({ kubeconfig: await kubeconfig(url.replace('http:', 'https:')), env: {} })).toContain(
      'does not speak TLS',
    );
    await server.close();
    server = undefined;
    expect(await refusal({ kubeconfig: await kubeconfig(url), env: {} })).toContain('refused the connection');
    expect(await refusal({ kubeconfig: await kubeconfig('http://api.invalid'), env: {} })).toContain(
      'api.invalid cannot be resolved',
    );
  });

  test.each<[string, Parameters<typeof startFaultServer>[1], RegExp]>([
    ['hangs', () => true, /did not answer within 0.2 s/],
    ['is a web page', (_, response) => Boolean(response.end('<html>')), /is not a Kubernetes API server/],
    [
      'is starting',
      (_, response) => json(response, 503, { kind: 'Status', message: 'starting' }),
      /answers 503 \(starting\)/,
    ],
    [
      'does not know the token',
      (_, response) => json(response, 401, { kind: 'Status' }),
      /does not accept the credentials of user "u" \(401\)/,
    ],
    ['hangs up', (_, response) => Boolean(response.socket?.destroy()), /closed the connection/],
  ])('a server that %s', async (_, first, sentence) => {
    server = await startFaultServer(() => undefined, first);
    const path = await kubeconfig(server.url, { token: 'old' });
    expect(await refusal({ kubeconfig: path, env: {}, requestTimeoutMs: 200 })).toMatch(sentence);
  });

  test('cancelling ends it with the reason of the caller', async () => {
    server = await startFaultServer(
      () => undefined,
      () => {
        cancel.abort(new Error('enough'));
        return true;
      },
    );
    const cancel = new AbortController();
    const source = await server.source();
    await expect(source.list('pods', 'shop', cancel.signal)).rejects.toThrow('enough');
  });

  test('a token file is read anew when the server refuses what it held', async () => {
    const token = await file('rotating', 'old');
    let refused = 0;
    server = await startFaultServer(
      (_, response) => json(response, 200, pods(['a'])),
      (request, response) => {
        if (request.headers.authorization === 'Bearer new') return false;
        // Put in its place at once, as whoever rotates tokens does: several requests are refused at a time.
        const fresh = `${token}.${refused++}`;
        void writeFile(fresh, 'new\n')
          .then(() => rename(fresh, token))
          .then(() => json(response, 401, {}));
        return true;
      },
    );
    expect((await (await server.source({ tokenFile: token })).list('pods', 'shop')).objects).toHaveLength(1);
  });
});

/** A token as OIDC issuers make it, as far as a client looks into it. */
function idToken(expires: number): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ exp: expires })}.x`;
}

describe('the older auth-provider', () => {
  test('OIDC tokens are used while they last', async () => {
    const seen = new Set<string | undefined>();
    const server = await startFaultServer(
      (_, response) => json(response, 200, pods(['a'])),
      (request) => {
        seen.add(request.headers.authorization);
        return false;
      },
    );
    const token = idToken(Date.now() / 1000 + 3600);
    const source = await server.source({ 'auth-provider': { name: 'oidc', config: { 'id-token': token } } });
    expect((await source.list('pods', 'shop')).objects).toHaveLength(1);
    expect([...seen]).toEqual([`Bearer ${token}`]);
    await server.close();
  });

  test('one that has expired and cannot be renewed, and one that no longer exists', async () => {
    const config = { 'id-token': idToken(1) };
    const expired = await kubeconfig('http://127.0.0.1:1', { 'auth-provider': { name: 'oidc', config } });
    expect(await refusal({ kubeconfig: expired, env: {} })).toContain('has expired; log in again');
    const gcp = await kubeconfig('http://127.0.0.1:1', { 'auth-provider': { name: 'gcp' } });
    expect(await refusal({ kubeconfig: gcp, env: {} })).toContain('was removed in Kubernetes 1.26; replace it');
  });
});
