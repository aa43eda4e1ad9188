import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { capture } from '../../src/cluster/capture.ts';
import type { LogRead } from '../../src/cluster/source.ts';
import { type FaultServer, type Handler, json, pods, refuse, startFaultServer } from './faultServer.ts';

let server: FaultServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function start(handle: Handler): Promise<FaultServer> {
  server = await startFaultServer(handle);
  return server;
}

describe('single objects', () => {
  test('absent only where the server says so of this object', async () => {
    const { source } = await start((_, response, url) => {
      if (url.pathname.endsWith('/gone'))
        json(response, 404, { kind: 'Status', reason: 'NotFound', details: { name: 'gone' } });
      else response.writeHead(404).end('404 page not found');
    });
    const opened = await source();
    expect(await opened.get('pods', 'shop', 'gone')).toEqual({ absent: true });
    expect(await opened.get('pods', 'shop', 'other')).toEqual({
      gap: { what: 'Pod shop/other', why: 'not served by this cluster' },
    });
  });

  test('a Secret keeps keys, lengths and certificates, nothing else', async () => {
    const cert = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
    const secret = {
      metadata: {
        name: 's',
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': 'hunter2-hunter2', a: 'b' },
      },
      type: 'Opaque',
      data: { password: btoa('hunter2-hunter2'), empty: '', 'tls.crt': btoa(cert) },
    };
    const { source } = await start((_, response) => json(response, 200, secret));
    const read = await (await source()).get('secrets', 'shop', 's');
    const found = 'found' in read ? read.found : undefined;
    expect(found?.data).toEqual({ password: btoa('*'.repeat(15)), empty: '', 'tls.crt': btoa(cert) });
    expect(found?.metadata.annotations).toEqual({ a: 'b' });
    expect(JSON.stringify(read)).not.toContain('hunter2');
  });
});

describe('logs', () => {
  const request = { namespace: 'shop', pod: 'web-1', container: 'app', previous: false, tailLines: 8, limitBytes: 40 };
  const read = async (handle: Handler): Promise<LogRead> => (await (await start(handle)).source()).log(request);

  test('a pod without a node has an empty log', async () => {
    expect(await read((_, response) => response.writeHead(204).end())).toEqual({ text: '' });
  });

  test("the kubelet's refusal is the gap's reason", async () => {
    const sentence = 'container "app" in pod "web-1" is waiting to start: image can\'t be pulled';
    const result = await read((_, response) => refuse(response, 400, 'BadRequest', sentence));
    expect(result).toEqual({ gap: { what: 'logs of shop/web-1 (app)', why: sentence } });
  });

  test('a tail that is too long loses its beginning, not its end', async () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`);
    // As the kubelet does it: the last lines first, then the first bytes of those.
    const result = await read((_, response, url) =>
      response.end(
        lines
          .slice(-Number(url.searchParams.get('tailLines')))
          .join('')
          .slice(0, 40),
      ),
    );
    expect(result).toEqual({ text: lines.slice(-4).join('') });
  });

  test('without a number of lines it is read from its beginning, less the line that is cut', async () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join('');
    const { source } = await start((_, response, url) =>
      response.end(url.searchParams.has('tailLines') ? '' : lines.slice(0, Number(url.searchParams.get('limitBytes')))),
    );
    const { tailLines: _, ...beginning } = request;
    expect(await (await source()).log(beginning)).toEqual({ text: lines.slice(0, 35) });
    expect(await (await source()).log({ ...beginning, limitBytes: 5000 })).toEqual({ text: lines });
  });
});

describe('a capture', () => {
  test('of which the namespaces are not known does not claim to have all Secrets', async () => {
    const { source, folder } = await start((_, response, url) => {
      if (url.pathname.endsWith('/namespaces')) refuse(response, 403, 'Forbidden', 'no');
      else json(response, 200, pods(url.pathname.endsWith('/pods') ? ['a'] : []));
    });
    const dir = join(folder, 'out');
    const redact = { text: (text: string) => text, object: <T>(value: T): T => value };
    const { gaps } = await capture(await source(), dir, { redact });
    expect(gaps).toContainEqual({
      what: 'secrets in further namespaces',
      why: 'the namespaces could not all be listed (forbidden)',
    });
    const manifest = parse(await readFile(join(dir, 'snapshot.yaml'), 'utf8')) as { kinds: string[] };
    expect(manifest.kinds).toEqual(['v1/Node', 'v1/Pod']);
  });
});
