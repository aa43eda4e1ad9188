import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCase, runProgram, type Served, scratchFolder, startServer } from '../support/program.ts';
import { type Reply, type Scripted, startScripted } from '../support/scriptedModel.ts';

const scratch = scratchFolder();
afterAll(scratch.remove);
const snapshot = ['--snapshot', demoCase('image-tag-typo')];
const QUESTION = 'why do the pods not start?';
const script: Reply[] = [
  { text: 'I look.', calls: [{ tool: 'kubectl', arguments: { command: 'get pods -A --token=hunter2SuperSecret' } }] },
  { text: '{{cause}}\n\n> {{quote}}' },
];

describe('/ask with a model', () => {
  let model: Scripted;
  let server: Served;
  beforeAll(async () => {
    model = await startScripted(script);
    const env = {
      LLM_BASE_URL: model.url,
      LLM_MODEL: 'scripted',
      LLM_API_KEY: 'sk-verySecret123',
      XDG_STATE_HOME: scratch.path,
    };
    server = await startServer(snapshot, { env });
  });
  afterAll(async () => {
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    await model.close();
  });
  const ask = (fields: Record<string, string>) =>
    fetch(`${server.url}/ask?${new URLSearchParams({ q: QUESTION, ...fields })}`);

  it('as text: steps, an empty line, the answer', async () => {
    const text = await (await ask({})).text();
    expect(text).toMatch(/^(· .*\n)+\n[^·][\s\S]*\n> .+ — `diagnose`\n$/);
    expect(text).toMatch(/· kubectl get pods -A/);
    expect(text).not.toMatch(/hunter2|verySecret/);
  });

  it('as events: tokens are provisional, the answer is final, done is last', async () => {
    const response = await ask({ format: 'sse' });
    const events = [...(await response.text()).matchAll(/event: (\w+)\ndata: (.*)\n/g)].map(([, name, data]) => ({
      name,
      data: JSON.parse(data ?? ''),
    }));
    expect(events.map(({ name }) => name).slice(-2)).toEqual(['answer', 'done']);
    expect(events.filter(({ name }) => name === 'token').length).toBeGreaterThan(4);
    const conversation = response.headers.get('x-conversation-id');
    expect(events.at(-2)?.data).toMatchObject({ stop: 'answer', conversation });
    const ids = (wanted: string) => events.filter(({ name }) => name === wanted).map(({ data }) => data.id);
    expect(ids('tool_result')).toEqual(ids('tool_call'));
  });

  it('as JSON: the diagnosis, the answer and what it took; the run is recorded without secrets', async () => {
    const body = JSON.parse(await (await ask({ format: 'json', max_steps: '5' })).text());
    expect(body).toMatchObject({ schemaVersion: 1, status: 'problems', stop: 'answer', steps: 1 });
    expect(body.usage).toEqual({ inputTokens: 200, outputTokens: 20, cachedTokens: 128 });
    const run = await (await fetch(`${server.url}/runs/${body.runId}`)).text();
    expect(JSON.parse(run)).toMatchObject({ id: body.runId, question: QUESTION, principal: 'anonymous' });
    expect(run).not.toMatch(/hunter2|verySecret/);
    const { runs } = JSON.parse(await (await fetch(`${server.url}/runs`)).text());
    expect(runs[0]).toMatchObject({ id: body.runId, stop: 'answer' });
    expect((await fetch(`${server.url}/runs/none`)).status).toBe(404);
  });

  it('counts what it did, for Prometheus, with no name that a caller made up', async () => {
    await ask({ format: 'json' });
    const response = await fetch(`${server.url}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).toMatch(/^aiops_asks_total\{stop="answer"\} [1-9]/m);
    expect(text).toMatch(/^aiops_tool_calls_total\{tool="diagnose",outcome="ok"\} [1-9]/m);
    expect(text).toMatch(/^aiops_model_tokens_total\{kind="input"\} [1-9]/m);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
  });

  it('ends everything when the client leaves', async () => {
    const slow = await startScripted([{ delay: 30_000 }]);
    const env = { LLM_BASE_URL: slow.url, XDG_STATE_HOME: scratch.path };
    const other = await startServer(snapshot, { env });
    const leave = new AbortController();
    const asked = fetch(`${other.url}/ask?q=why`, { signal: leave.signal }).then((response) => response.text());
    setTimeout(() => leave.abort(), 3000);
    await expect(asked).rejects.toThrow();
    const started = performance.now();
    other.child.kill('SIGTERM');
    expect((await other.ended).code).toBe(0);
    expect(performance.now() - started).toBeLessThan(4000);
    await slow.close();
  });

  it('answers 50 at once, and /health meanwhile', async () => {
    const answers = Promise.all(
      Array.from({ length: 50 }, (_, index) => ask({ format: 'json', q: `${QUESTION} (${index})` })),
    );
    let done = false;
    void answers.finally(() => {
      done = true;
    });
    let checks = 0;
    while (!done) {
      expect((await fetch(`${server.url}/health`)).status).toBe(200);
      checks += 1;
    }
    const stops = await Promise.all((await answers).map(async (response) => JSON.parse(await response.text()).stop));
    expect(stops).toEqual(Array(50).fill('answer'));
    expect(checks).toBeGreaterThan(3);
  });
});

describe('aiops-copilot ask', () => {
  const play = async (turns: readonly Reply[], args: readonly string[] = []) => {
    const model = await startScripted(turns);
    const config = join(scratch.path, 'ask.yaml');
    writeFileSync(config, `storage: {folder: ${join(scratch.path, 'cli')}}\n`);
    const env = { LLM_BASE_URL: model.url };
    const ended = await runProgram(['ask', '--config', config, ...snapshot, ...args, QUESTION], { env });
    await model.close();
    return { ...ended, config };
  };

  it('answers on standard output, plainly, and shows its calls on standard error', async () => {
    const { code, stdout, stderr, config } = await play(script);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n> .+ — `diagnose`\n/);
    expect(stdout).not.toContain('\u001b');
    expect(stderr).toMatch(/ s [✓✗] kubectl get pods -A/);
    const listed = await runProgram(['runs', 'list', '--config', config, '-o', 'json']);
    const { runs } = JSON.parse(listed.stdout);
    expect(runs).toMatchObject([{ principal: 'terminal', stop: 'answer', question: QUESTION }]);
    const shown = await runProgram(['runs', 'show', runs[0].id, '--config', config]);
    expect(shown.stdout).toMatch(/- kubectl `\{"command":"get pods -A/);
    expect((await runProgram(['runs', 'show', 'none', '--config', config])).code).toBe(2);
  });

  it('ends with 4 where the model failed, with the engine’s answer', async () => {
    const { code, stdout, stderr } = await play([{ faults: [{ kind: 'status', status: 401 }] }]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/## 1\. /);
    expect(stderr).toMatch(/Check its key/);
  });

  it.each([
    [['--max-steps', '0'], 2],
    [['-n', 'No_Such'], 2],
    [['-o', 'xml'], 2],
  ])('refuses %j', async (args, code) => {
    expect((await play(script, args)).code).toBe(code);
  });
});
