/** Whatever answers in place of a Prometheus: a sentence, never a crash, a hang or memory without end. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { directEndpoint } from '../../src/prometheus/direct.ts';
import { createPrometheus } from '../../src/prometheus/prometheus.ts';
import { type PromqlRequest, runPromql } from '../../src/prometheus/run.ts';

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close().closeAllConnections();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
}

async function askAt(url: string, request: PromqlRequest = { query: 'up' }) {
  const identity = async () => ({ context: null, server: null, version: null, capturedAt: null });
  const prometheus = createPrometheus({ url, identity, now: () => 1_800_000_000 });
  try {
    return await prometheus.run(request, new AbortController().signal);
  } finally {
    await prometheus.close();
  }
}

const answer =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const success = (data: unknown) => answer({ status: 'success', data });
const vector = (result: unknown) => success({ resultType: 'vector', result });

it.each([
  ['a web page', answer('<html><title>Sign in</title></html>')],
  ['garbage', answer('{"status":"succ')],
  ['nothing', answer('')],
  ['null', answer('null')],
  ['a list', answer('[1,2,3]')],
  ['no data', answer({ status: 'success' })],
  ['text as data', success('hello')],
  ['an unknown type', success({ resultType: 'tensor', result: [] })],
  ['a page that asks for a login', answer('no', 401)],
  ['a forbidden page', answer({ kind: 'Status', message: 'services "x" is forbidden' }, 403)],
  ['an error of a gateway', answer('<html>502</html>', 502)],
])('%s is not Prometheus', async (_, listener) => {
  const { output, exitCode } = await askAt(await serve(listener));
  expect(exitCode).toBe(2);
  expect(output).toMatch(/^(?:What answers|Prometheus) at http:\/\/127\.0\.0\.1:\d+ .*\.$/);
});

it.each([
  ['values of wrong types', vector([{ metric: { a: 1, b: null }, value: ['x', {}] }, { metric: 3 }, null, 7, 'x'])],
  ['a result that is no list', vector({ a: 1 })],
  [
    'times beyond any date',
    vector([
      { metric: {}, value: [1e300, '1'] },
      { metric: { a: 'b' }, value: [-1e300, 'x'] },
    ]),
  ],
  ['names that are no labels', vector([{ metric: { __proto__: 'x', constructor: 'y' }, value: [1, '1'] }])],
  ['a label of a megabyte', vector([{ metric: { a: 'x'.repeat(1 << 20) }, value: [1, '1'] }])],
  ['a matrix for an instant', success({ resultType: 'matrix', result: [{ metric: {}, values: [[1, '2'], 'x'] }] })],
  ['a scalar without a value', success({ resultType: 'scalar', result: null })],
  [
    'remarks of wrong types',
    answer({ status: 'success', data: { resultType: 'vector', result: [] }, warnings: [{}, 5] }),
  ],
])('%s are shown as far as they go', async (_, listener) => {
  const { output, exitCode } = await askAt(await serve(listener));
  expect(exitCode).toBe(0);
  expect(output.length).toBeLessThan(3000);
});

it.each(['alerts', 'rules', 'metadata', 'labels', 'metrics', 'series up'])(
  '%s of something else is a sentence',
  async (query) => {
    for (const data of [5, 'x', null, { groups: [{ rules: 5 }, null], alerts: [{}, 3] }, [{}, 3, null]]) {
      const { output } = await askAt(await serve(success(data)), { query });
      expect(output).not.toMatch(/undefined|\[object|TypeError/);
      expect(output).not.toBe('');
    }
  },
);

it('an error of any length and type is one short sentence', async () => {
  const long = { status: 'error', errorType: { a: 1 }, error: `${'x'.repeat(1e6)}\n\u001b[31m` };
  const { output, exitCode } = await askAt(await serve(answer(long, 400)));
  expect(exitCode).toBe(1);
  expect(output.length).toBeLessThan(1000);
});

it('reads no more than it can hold, and asks for the largest series and their number instead', async () => {
  const chunk = Buffer.alloc(1 << 20, ' ');
  const queries: string[] = [];
  const url = await serve((request, response) => {
    const text = new URL(request.url ?? '', 'http://x').searchParams.get('query') ?? '';
    queries.push(text.replace(/\n/g, ''));
    if (text.startsWith('topk')) return vector([{ metric: { pod: 'a' }, value: [1, '9'] }])(request, response);
    if (text.startsWith('count')) return vector([{ metric: {}, value: [1, '70000'] }])(request, response);
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  });
  const { output, exitCode } = await askAt(url, { query: 'http_requests_total # all' });
  expect(exitCode).toBe(0);
  expect(output).toMatch(/^70000 series; the 1 with the largest values are shown/);
  expect(queries).toEqual([
    'http_requests_total # all',
    'topk(50, (http_requests_total # all))',
    'count((http_requests_total # all))',
  ]);
}, 30_000);

it('does not follow a redirect to another server', async () => {
  let reached = false;
  const other = await serve((_, response) => {
    reached = true;
    response.end('{}');
  });
  const url = await serve((request, response) => response.writeHead(302, { location: `${other}${request.url}` }).end());
  expect((await askAt(url)).output).toMatch(/leads elsewhere \(302\)/);
  expect(reached).toBe(false);
});

it('gives up on a server that never answers, or never ends', async () => {
  for (const listener of [
    () => {},
    (_: unknown, response: { write: (text: string) => unknown }) => response.write('{'),
  ] as RequestListener[]) {
    const endpoint = directEndpoint(await serve(listener), 200);
    const asked = runPromql(endpoint, { query: 'up' }, 0, new AbortController().signal);
    await expect(asked).rejects.toThrow(/did not answer within 0\.2 s/);
    await endpoint.close();
  }
});

it('ends a question that the caller no longer wants', async () => {
  const stop = new AbortController();
  let left: Promise<void> | undefined;
  const url = await serve((request) => {
    left = new Promise((resolve) => request.once('close', resolve));
    stop.abort(new Error('enough'));
  });
  const endpoint = directEndpoint(url);
  await expect(runPromql(endpoint, { query: 'up' }, 0, stop.signal)).rejects.toThrow('enough');
  await left;
  await endpoint.close();
});

it('sends a user and a password of the address, and shows neither', async () => {
  let seen: string | undefined;
  const url = await serve((request, response) => {
    seen = request.headers.authorization;
    vector([])(request, response);
  });
  const outcome = await askAt(url.replace('http://', 'http://us%40er:pass%20word@'));
  expect(Buffer.from(seen?.replace('Basic ', '') ?? '', 'base64').toString()).toBe('us@er:pass word');
  expect(JSON.stringify(outcome)).not.toMatch(/us@er|us%40er|pass/);
});

it('a port where nobody listens is a sentence', async () => {
  const url = await serve(() => {});
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
  expect(await askAt(url)).toMatchObject({ exitCode: 2, output: expect.stringMatching(/refused the connection/) });
});
