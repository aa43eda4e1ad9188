import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLiveSource } from '../../src/cluster/live.ts';
import { expiredCertificate, opensslMissing } from './certificates.ts';
import { discovery, json } from './faultServer.ts';
import { folder, kubeconfig, refusal } from './refusal.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe.skipIf(opensslMissing)(`TLS${opensslMissing ? `: ${opensslMissing}` : ''}`, () => {
  let server: Server;
  let url = '';
  let pem = { cert: '', key: '' };
  beforeAll(async () => {
    pem = expiredCertificate(folder);
    server = createServer({ ...pem, requestCert: true, rejectUnauthorized: false }, (request, response) => {
      // As the API server does it: an expired client certificate is no TLS error but an unknown user.
      const withCertificate =
        'getPeerCertificate' in request.socket &&
        Object.keys((request.socket as TLSSocket).getPeerCertificate()).length > 0;
      if (withCertificate) json(response, 401, { kind: 'Status' });
      else json(response, 200, discovery(request.url ?? ''));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `https://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  test('a server certificate that has expired', async () => {
    const path = await kubeconfig(url, {}, { 'certificate-authority-data': base64(pem.cert) });
    expect(await refusal({ kubeconfig: path, env: {} })).toMatch(/certificate of the API server at .* has expired/);
  });

  test('insecure-skip-tls-verify reads it all the same', async () => {
    const path = await kubeconfig(url, {}, { 'insecure-skip-tls-verify': true });
    const source = createLiveSource({ kubeconfig: path, env: {} });
    expect(await source.serves('pods')).toBe(true);
    await source.close();
  });

  test('a client certificate that has expired is named with its date', async () => {
    const user = { 'client-certificate-data': base64(pem.cert), 'client-key-data': base64(pem.key) };
    const path = await kubeconfig(url, user, { 'insecure-skip-tls-verify': true });
    expect(await refusal({ kubeconfig: path, env: {} })).toContain(
      'The client certificate of user "u" expired at 2020-01-02T00:00:00.000Z',
    );
  });

  test('a client certificate that is none', async () => {
    const user = { 'client-certificate-data': base64('x'), 'client-key-data': base64('y') };
    expect(await refusal({ kubeconfig: await kubeconfig(url, user), env: {} })).toContain(
      'A certificate or key of the kubeconfig cannot be used',
    );
  });
});
