/** The classifier of questions: on questions it has never seen, and with a model that may say anything. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { fingerprint, questionsOf, score } from '../../scripts/classifier/data.ts';
import { normalise } from '../../src/agent/classifier/features.ts';
import { openLinear } from '../../src/agent/classifier/linear.ts';
import { createNgrams } from '../../src/agent/classifier/ngrams.ts';
import { createModelClassify } from '../../src/agent/classifier/signature.ts';
import weights from '../../src/agent/classifier/weights.json' with { type: 'json' };
import { PROBLEM_TYPES } from '../../src/diagnosis/problemType.ts';
import { createModel } from '../../src/llm/client.ts';
import { scratchFolder } from '../support/program.ts';
import { type Reply, type Scripted, type ScriptedOptions, startScripted } from '../support/scriptedModel.ts';

const servers: Scripted[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function scripted(script: readonly Reply[], options?: ScriptedOptions): Promise<Scripted> {
  const server = await startScripted(script, options);
  servers.push(server);
  return server;
}

describe('questions', () => {
  it('are many for every type, and none is in both splits', () => {
    const [learnt, held] = [questionsOf('train'), [...questionsOf('test'), ...questionsOf('independent')]];
    expect(learnt.length).toBeGreaterThanOrEqual(400);
    expect(held.length).toBeGreaterThanOrEqual(150);
    for (const split of [learnt, held]) {
      expect(new Set(split.map(({ type }) => type))).toEqual(new Set(PROBLEM_TYPES));
      const plain = split.map(({ question }) => normalise(question));
      expect(plain.filter((text, at) => plain.indexOf(text) !== at)).toEqual([]);
    }
    const seen = new Set(learnt.map(({ question }) => normalise(question)));
    expect(held.filter(({ question }) => seen.has(normalise(question)))).toEqual([]);
  });
});

describe('n-grams', () => {
  it('know the type of questions they have never seen', () => {
    expect(score(questionsOf('test'), openLinear(weights)).macroF1).toBeGreaterThanOrEqual(0.92);
    expect(score(questionsOf('independent'), openLinear(weights)).macroF1).toBeGreaterThanOrEqual(0.92);
  });

  it('were learnt from the questions that there are: else npm run train:classifier', () => {
    expect(weights.learntFrom).toBe(fingerprint());
  });

  it.each([
    ['why does checkout-api crash in namespace shop', { namespace: 'shop', workload: 'checkout-api', language: 'en' }],
    ['订单 order-svc 在 trade 命名空间里一直重启', { namespace: 'trade', workload: 'order-svc', language: 'zh' }],
    ['deployment/web -n prod keeps restarting', { namespace: 'prod', workload: 'web' }],
    ['why does 订单 order-svc keep restarting', { workload: 'order-svc', language: 'zh' }],
    ['pod 一直重启', { namespace: undefined, workload: undefined, language: 'zh' }],
    ['why do pods in our namespace restart', { namespace: undefined, workload: undefined }],
  ])('%s', async (question, expected) => {
    const found = await createNgrams()(question);
    expect({ namespace: undefined, workload: undefined, ...found }).toMatchObject({ type: 'pod_crash', ...expected });
    expect(found.confidence).toBeGreaterThan(0);
    expect(found.confidence).toBeLessThanOrEqual(1);
  });

  it('take any text', async () => {
    const classify = createNgrams();
    for (const text of ['', ' ', '？？', '\u0000\ud800', 'x'.repeat(100_000)])
      expect(PROBLEM_TYPES).toContain((await classify(text)).type);
  });
});

describe('a model', () => {
  const QUESTION = 'pods of cart are OOMKilled in namespace shop';
  const signal = new AbortController().signal;
  const demonstrations = [{ input: { question: 'x509 在 web' }, output: { type: 'certificate', confidence: 0.9 } }];
  async function classifyWith(reply: Reply, options?: ScriptedOptions) {
    const server = await scripted([reply], options);
    const model = createModel({
      ...{ baseUrl: server.url, name: 'scripted', apiKey: undefined, thinking: undefined },
      ...{ timeoutSeconds: 5, contextTokens: 8000, retryBaseMs: 1 },
    });
    return { server, found: await createModelClassify(model, demonstrations, createNgrams())(QUESTION, signal) };
  }

  it('is asked with the instruction, the schema and the demonstrations, for JSON', async () => {
    const said = { type: 'resources', namespace: null, workload: 'cart', confidence: 0.8 };
    const { server, found } = await classifyWith({ text: `\`\`\`json\n${JSON.stringify(said)}\n\`\`\`` });
    expect(found).toMatchObject({ ...said, namespace: 'shop', language: 'en', usage: { inputTokens: 100 } });
    const [seen] = server.seen;
    expect(seen?.body).toMatchObject({ response_format: { type: 'json_object' } });
    expect(seen?.body.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(seen?.body.messages[0]?.content).toContain('port_conflict');
    expect(seen?.body.messages.at(-1)?.content).toBe(JSON.stringify({ question: QUESTION }));
  });

  it.each<[string, Reply]>([
    ['a type that there is not', { text: '{"type":"alien","confidence":1}' }],
    ['no JSON', { text: 'It is DNS.' }],
    ['nothing', { text: '' }],
    ['a refusal', { faults: [{ kind: 'status', status: 400, message: 'no' }] }],
  ])('that gives %s leaves the n-grams’ verdict', async (_, reply) => {
    const { usage: _usage, ...found } = (await classifyWith(reply)).found;
    expect(found).toEqual(await createNgrams()(QUESTION));
  });

  it('gets the demonstrations that serve best, of those tried', async () => {
    const server = await scripted([{ text: '{"type":"action","confidence":1}' }]);
    const scratch = scratchFolder();
    const [config, out] = [join(scratch.path, 'config.yaml'), join(scratch.path, 'demonstrations.json')];
    writeFileSync(config, stringify({ llm: { base_url: server.url, model: 'scripted', api_key: 'sk-testOnly1234' } }));
    const script = join(import.meta.dirname, '../../scripts/classifier/compile.ts');
    const args = [script, '--config', config, '--out', out, '--sets', '2', '--size', '3', '--judged', '25'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    // Always the same answer: one type in 25 is right whatever is shown, and showing nothing costs least.
    expect(stdout).toMatch(/^0 demonstrations: 4\.0 % right\n3 demonstrations: 4\.0 % right\n3 dem/);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual([]);
    expect(server.seen.map(({ body }) => body.messages.length)).toContain(8);
    scratch.remove();
  });
});
