import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DiagnosisResult } from '../../src/diagnosis/result.ts';
import { demoCase, type Served, startServer } from '../support/program.ts';

let server: Served;
beforeAll(async () => {
  server = await startServer(['--snapshot', demoCase('volume-four-hops')]);
});
afterAll(async () => {
  server.child.kill('SIGTERM');
  expect((await server.ended).code).toBe(0);
});

const question = 'the ticket shop answers 500 on every order, find the root cause';
const get = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, init);
const post = (path: string, body: string | Uint8Array<ArrayBuffer>, type?: string) =>
  get(path, { method: 'POST', body, headers: type === undefined ? {} : { 'content-type': type } });
const json = async (response: Response) => JSON.parse(await response.text());
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

/** The question that arrived, as the diagnosis tool was given it. */
async function asked(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  const call = /event: tool_call\ndata: (.*)\n/.exec(await response.text());
  return JSON.parse(call?.[1] ?? '{}').arguments.question;
}

async function refused(response: Response, status: number, says: RegExp): Promise<void> {
  const body = await json(response);
  expect(response.status).toBe(status);
  expect(Object.keys(body)).toEqual(['error']);
  expect(body.error.code).toMatch(/^[a-z_]+$/);
  expect(body.error.message).toMatch(says);
}

describe('the question', () => {
  const bodies: readonly (readonly [what: string, body: string, type: string, expected: string])[] = [
    ['a form with Chinese, typed as it is', 'q=Pod 一直在重启', FORM, 'Pod 一直在重启'],
    ['a body that is the question', 'Pod 一直在重启', FORM, 'Pod 一直在重启'],
    ['an unescaped percent and ampersand', 'q=CPU 100% & high', FORM, 'CPU 100% & high'],
    ['an unescaped plus between spaces', 'q=a + b', FORM, 'a + b'],
    ['an encoded form', 'q=CPU+100%25+%26+high', FORM, 'CPU 100% & high'],
    ['encoded Chinese', `q=${encodeURIComponent('Pod 一直在重启')}`, FORM, 'Pod 一直在重启'],
    ['a body with an equals sign', 'why is replicas=0 & ready=0', FORM, 'why is replicas=0 & ready=0'],
    ['options around the question', 'namespace=shop&q=why & how&lang=en', FORM, 'why & how'],
    ['JSON', JSON.stringify({ q: 'why?', unknown: 1 }), JSON_TYPE, 'why?'],
    ['JSON announced as a form, as curl -d does', JSON.stringify({ q: 'why?' }), FORM, 'why?'],
    ['plain text', 'q=is text here & 100%', 'text/plain; charset=utf-8', 'q=is text here & 100%'],
    ['no type', 'q=why', '', 'why'],
    ['a trailing new line', 'q=why\n', FORM, 'why'],
  ];

  it.each(bodies)('arrives whole from %s', async (_, body, type, expected) => {
    expect(await asked(await post('/ask?format=sse', body, type))).toBe(expected);
  });

  const paths: readonly (readonly [path: string, expected: string])[] = [
    ['/ask?format=sse&q=why%20is%20it%20down%3F', 'why is it down?'],
    ['/ask?format=sse&q=a+b', 'a b'],
    ['/ask?q=100%&format=sse', '100%'],
    ['/q/why/is%20a%2Fb%20down?format=sse', 'why/is a/b down'],
    [`/q/${encodeURIComponent('Pod 一直在重启')}?format=sse`, 'Pod 一直在重启'],
    ['/q/100%?format=sse', '100%'],
    ['/q/a+b?format=sse', 'a+b'],
  ];

  it.each(paths)('arrives whole from %s', async (path, expected) => {
    expect(await asked(await get(path))).toBe(expected);
  });
});

it('a credential in a question is not handed on in the steps', async () => {
  const body = 'q=why is web down? password=hunter2SuperSecret';
  expect(await asked(await post('/ask?format=sse', body, FORM))).toBe('why is web down? password=***');
});

describe('what is refused', () => {
  it.each([
    ['/ask', 400, /no question/],
    ['/ask?q=', 400, /no question/],
    ['/ask?q=%20%20', 400, /no question/],
    ['/q/', 400, /no question/],
    ['/ask?q=x&foo=1', 400, /"foo".*--data-urlencode/],
    ['/ask?q=%ff%fe', 400, /UTF-8.*--data-urlencode/],
    ['/q/%ff?format=json', 400, /UTF-8/],
    ['/ask?q=a&q=b', 400, /"q" is given twice/],
    ['/ask?q=x&max_steps=0', 400, /1 to 100/],
    ['/ask?q=x&max_steps=101', 400, /1 to 100/],
    ['/ask?q=x&max_steps=many', 400, /1 to 100/],
    ['/ask?q=x&stream=perhaps', 400, /true or false/],
    ['/ask?q=x&format=xml', 400, /text, sse, json/],
    ['/ask?q=x&lang=fr', 400, /en, zh/],
    ['/ask?q=x&conversation=made-up', 404, /no such conversation/],
    ['/nothing', 404, /nothing here/],
    ['/diagnose?kind=Pod', 400, /kind and name/],
    ['/diagnose?namespace=..', 400, /namespace: it must be lower-case/],
  ] as const)('GET %s is %i', async (path, status, says) => {
    await refused(await get(path), status, says);
  });

  it('bytes that are no UTF-8, other character sets, bad JSON, unknown types', async () => {
    await refused(await post('/ask', new Uint8Array([0x71, 0x3d, 0xff]), FORM), 400, /UTF-8/);
    await refused(await post('/ask', 'x', 'text/plain; charset=gbk'), 400, /gbk/);
    await refused(await post('/ask', '{"q": ', JSON_TYPE), 400, /not valid JSON/);
    await refused(await post('/ask', '[1]', JSON_TYPE), 400, /JSON object/);
    await refused(await post('/ask', '{"q": 5}', JSON_TYPE), 400, /"q" must be text/);
    await refused(await post('/ask', '<q/>', 'application/xml'), 415, /application\/xml/);
    await refused(await post('/ask?q=a', 'q=b', FORM), 400, /both/);
    for (const encoding of ['br', 'gzip', 'deflate']) {
      const headers = { 'content-type': FORM, 'content-encoding': encoding };
      await refused(await get('/ask', { method: 'POST', body: 'q=not packed', headers }), 400, /did not arrive/);
    }
  });

  it('a body that is too large', async () => {
    await refused(await post('/ask', 'x'.repeat(1_048_577), 'text/plain'), 413, /limits\.body_bytes/);
  });

  it('other methods, with those there are', async () => {
    const head = await get('/ask?q=x', { method: 'HEAD' });
    expect(head.status).toBe(405);
    expect(head.headers.get('allow')).toBe('GET, POST');
    await refused(await get('/ask?q=x', { method: 'DELETE' }), 405, /GET, POST/);
    expect((await get('/q/x', { method: 'HEAD' })).status).toBe(405);
  });

  it('a request line that Node itself refuses', async () => {
    const answer = await raw('GET /ask?q=a b c HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '').error.message).toMatch(/curl -G --data-urlencode/);
    const unencoded = await raw('GET /ask?q=重启 HTTP/1.1\r\nHost: localhost\r\n\r\n');
    expect(unencoded).toMatch(/^HTTP\/1\.1 400 [\s\S]*--data-urlencode/);
    const long = await raw(`GET /ask?q=${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    expect(long).toMatch(/^HTTP\/1\.1 431 [\s\S]*POST/);
  });
});

describe('the answer', () => {
  it('as text: steps, an empty line, the answer', async () => {
    const response = await get(`/ask?q=${encodeURIComponent(question)}`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = await response.text();
    expect(text).toMatch(/^(· [^\n]+\n)+\n\*\*Problems found\*\*/);
    expect(text).toContain('No model is configured');
  });

  it('as text without steps', async () => {
    const text = await (await get(`/ask?stream=false&q=${encodeURIComponent(question)}`)).text();
    expect(text).toMatch(/^\*\*Problems found\*\*/);
  });

  it('as JSON: the diagnosis, and how it was come by', async () => {
    const response = await post('/ask', JSON.stringify({ q: '下单一直 500，为什么？', format: 'json' }), JSON_TYPE);
    const { answer, stop, conversation, steps, usage, ...diagnosis } = await json(response);
    expect(DiagnosisResult.parse(diagnosis).language).toBe('zh');
    expect(answer).toContain('未配置模型');
    expect({ stop, steps, usage }).toEqual({
      stop: 'no_model',
      steps: 0,
      usage: { inputTokens: 0, outputTokens: 0, cachedTokens: 0 },
    });
    expect(response.headers.get('x-conversation-id')).toBe(conversation);
    const next = await get(`/ask?q=why&format=json&conversation=${conversation}`);
    expect((await json(next)).conversation).toBe(conversation);
  });

  it('as events: calls, steps, the answer, done last', async () => {
    const response = await get(`/ask?format=sse&q=${encodeURIComponent(question)}`);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = [...(await response.text()).matchAll(/^event: (\w+)\ndata: (.*)\n\n/gm)];
    const names = events.map(([, name]) => name);
    expect(names.at(0)).toBe('tool_call');
    expect(new Set(names)).toEqual(new Set(['tool_call', 'step', 'tool_result', 'answer', 'done']));
    expect(names.slice(-3)).toEqual(['tool_result', 'answer', 'done']);
    expect(JSON.parse(events.at(-2)?.[2] ?? '')).toMatchObject({ stop: 'no_model', conversation: expect.any(String) });
    expect(events.at(-1)?.[2]).toBe('{}');
  });
});

describe('/diagnose', () => {
  it('answers a question and an object alike, by GET and POST', async () => {
    const byQuestion = await get(`/diagnose?namespace=shop&q=${encodeURIComponent(question)}`);
    const result = DiagnosisResult.parse(await json(byQuestion));
    expect(result.status).toBe('problems');
    const byObject = await post(
      '/diagnose',
      JSON.stringify({ kind: 'Deployment', name: 'shop-front', namespace: 'shop' }),
      JSON_TYPE,
    );
    expect(DiagnosisResult.parse(await json(byObject)).rootCauses[0]?.id).toBe(result.rootCauses[0]?.id);
    expect((await get('/diagnose')).status).toBe(200);
  });
});

it('the lists and probes', async () => {
  expect(await json(await get('/health'))).toEqual({ status: 'ok' });
  expect(await json(await get('/healthz'))).toEqual({ status: 'ok' });
  expect(await json(await get('/readyz'))).toEqual({
    status: 'ready',
    cluster: 'snapshot',
    model: 'not configured',
  });
  const { tools } = await json(await get('/tools'));
  expect(tools).toContainEqual({ name: 'diagnose', description: expect.any(String) });
  expect(tools).toContainEqual({ name: 'result_page', description: expect.any(String) });
});

/** What comes back for bytes that fetch would not send. */
function raw(request: string): Promise<string> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}
