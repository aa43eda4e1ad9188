/** Streams of `/ask`: while a model is silent, when it breaks in the middle, and when whoever asked has left. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { demoCase, type Served, scratchFolder, startServer, until } from '../support/program.ts';
import { type Reply, type Scripted, startScripted } from '../support/scriptedModel.ts';

const QUESTION = 'why do the pods not start?';
const look: Reply = { calls: [{ tool: 'kubectl', arguments: { command: 'get pods -n parcels' } }] };
const good: Reply = { text: '{{cause}}\n\n> {{quote}}' };
const ENGINE = /## 1\. .*image/i;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(
  script: readonly Reply[],
  settings: Record<string, object> = {},
): Promise<{ model: Scripted; server: Served }> {
  const scratch = scratchFolder();
  const model = await startScripted(script);
  const config = join(scratch.path, 'config.yaml');
  const llm = { base_url: model.url, model: 'scripted', ...settings.llm };
  writeFileSync(config, stringify({ storage: { folder: join(scratch.path, 'data') }, ...settings, llm }));
  const server = await startServer(['--snapshot', demoCase('image-tag-typo'), '--config', config]);
  closing.push(async () => {
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    await model.close();
    scratch.remove();
  });
  return { model, server };
}

const ask = ({ url }: Served, format: string, signal?: AbortSignal) =>
  fetch(`${url}/ask?${new URLSearchParams({ q: QUESTION, format })}`, { signal });

interface Event {
  name: string;
  data: Record<string, unknown>;
}

/** Every block of a stream is an event or a comment, whole; @throws where one is neither. */
function blocksOf(text: string): { events: Event[]; blocks: (Event | 'comment')[] } {
  const blocks = text
    .replace(/\n\n$/, '')
    .split('\n\n')
    .map((block): Event | 'comment' => {
      if (/^: [^\n]*$/.test(block)) return 'comment';
      const [, name = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(block) ?? [];
      if (name === '') throw new Error(`No event: ${block}`);
      return { name, data: JSON.parse(data) };
    });
  return { blocks, events: blocks.filter((block) => block !== 'comment') };
}

describe('a stream of events', () => {
  it('says that it is alive while the model is silent, between events and never in one', async () => {
    const { server } = await serve([{ delay: 3500, ...good }], { server: { heartbeat_seconds: 1 } });
    const { blocks, events } = blocksOf(await (await ask(server, 'sse')).text());
    expect(blocks.filter((block) => block === 'comment').length).toBeGreaterThanOrEqual(2);
    const asked = blocks.findIndex((block) => block !== 'comment' && /asking the model/.test(String(block.data.text)));
    const told = blocks.findIndex((block) => block !== 'comment' && block.name === 'token');
    expect(blocks.slice(asked, told)).toContain('comment');
    expect(events.map(({ name }) => name).slice(-2)).toEqual(['answer', 'done']);
  });

  it.each<[string, Reply, Record<string, object>, RegExp]>([
    [
      'a model that stalls',
      { ...good, faults: Array(3).fill({ kind: 'stall_midway' }) },
      { llm: { timeout_seconds: 1 } },
      /sent nothing for 1 s \(llm\.timeout_seconds\)/,
    ],
    ['a model that answers garbage', { text: '', faults: Array(9).fill({ kind: 'garbage' }) }, {}, /The model/],
    ['a model that hangs up', { ...good, faults: Array(9).fill({ kind: 'reset' }) }, {}, /cannot be reached/],
  ])('%s: an error, then the engine’s answer, then done', async (_, reply, settings, message) => {
    const { server } = await serve([look, reply], settings);
    const { events } = blocksOf(await (await ask(server, 'sse')).text());
    expect(events.map(({ name }) => name).slice(-3)).toEqual(['error', 'answer', 'done']);
    const [error, answer] = events.slice(-3);
    expect(error?.data).toMatchObject({ code: 'model_failed', message: expect.stringMatching(message) });
    expect(answer?.data).toMatchObject({ stop: 'model_failed', text: expect.stringMatching(ENGINE) });
    // What was found before is not lost.
    expect(answer?.data.text).toMatch(/Also looked at[\s\S]*kubectl get pods -n parcels/);
  });
});

it('a model whose streams end in garbage each time: what came is told, with what the engine found', async () => {
  const { server } = await serve([{ ...good, faults: Array(20).fill({ kind: 'garbage' }) }]);
  const { events } = blocksOf(await (await ask(server, 'sse')).text());
  const [answer, done] = events.slice(-2);
  expect(done).toEqual({ name: 'done', data: {} });
  expect(answer?.data.text).toMatch(ENGINE);
  expect(answer?.data.text).toMatch(/broke off/);
});

it('a model that dies in the middle of a run leaves an answer, as JSON and as text', async () => {
  const { model, server } = await serve([look, good]);
  const answers = [ask(server, 'json'), ask(server, 'text')];
  await until(() => (model.seen.length > 0 ? true : undefined));
  await model.close();
  const [json, text] = await Promise.all((await Promise.all(answers)).map((response) => response.text()));
  expect(JSON.parse(json ?? '')).toMatchObject({ status: 'problems', stop: 'model_failed' });
  expect(text).toMatch(/^· [\s\S]*\n\n\*\*Problems found/);
  expect(text).toMatch(/The model failed, so this answer comes from the diagnosis engine/);
});

it.each(['sse', 'text', 'json'])('a client that leaves a %s answer ends the model’s request', async (format) => {
  const { model, server } = await serve([{ ...good, faults: [{ kind: 'stall_midway' }] }]);
  const leave = new AbortController();
  const asked = ask(server, format, leave.signal)
    .then((response) => response.text())
    .catch(() => 'left');
  await until(() => (model.seen.length === 1 ? true : undefined));
  leave.abort();
  expect(await asked).toBe('left');
  await until(() => (model.left() === 1 ? true : undefined));
  const runs = await until(async () => {
    const listed = JSON.parse(await (await fetch(`${server.url}/runs`)).text());
    return listed.runs.length > 0 ? listed.runs : undefined;
  });
  expect(runs).toMatchObject([{ question: QUESTION, stop: 'cancelled' }]);
  expect(model.seen).toHaveLength(1);
});

it('a server that is stopped says what it has to every client, and ends', async () => {
  const { model, server } = await serve([{ delay: 60_000 }]);
  const answers = ['sse', 'text', 'json'].map(async (format) => (await ask(server, format)).text());
  await until(() => (model.seen.length === 3 ? true : undefined));
  server.child.kill('SIGTERM');
  const [sse = '', text = '', json = ''] = await Promise.all(answers);
  const [answer, done] = blocksOf(sse).events.slice(-2);
  expect(answer?.data).toMatchObject({ stop: 'cancelled', text: expect.stringMatching(ENGINE) });
  expect(done?.name).toBe('done');
  expect(text).toMatch(ENGINE);
  expect(JSON.parse(json)).toMatchObject({ status: 'problems', stop: 'cancelled' });
  expect((await server.ended).code).toBe(0);
});
