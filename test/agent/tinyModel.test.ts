import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, openLab } from '../support/agentLab.ts';
import { demoCase, runProgram, scratchFolder } from '../support/program.ts';
import { startTinyModel, type TinyModel, tinyModelMissing } from '../support/tinyModel.ts';

const missing = await tinyModelMissing();
/** Where cores are shared it takes long to read; an answer in time is none of what is tested. */
const SECONDS = 90;

describe.skipIf(missing !== undefined)(`a real model, too weak for the task${missing ? `: ${missing}` : ''}`, () => {
  const scratch = scratchFolder();
  let model: TinyModel;
  beforeAll(async () => {
    model = await startTinyModel();
  });
  afterAll(async () => {
    await model.close();
    scratch.remove();
  });

  const open = (snapshot: string, llm: Record<string, unknown> = {}): Promise<Lab> => {
    const endpoint = { base_url: model.url, model: model.name, context_tokens: model.contextTokens };
    return openLab({
      snapshot: demoCase(snapshot),
      script: [],
      llm: { ...endpoint, ...llm },
      limits: { ask_seconds: SECONDS },
    });
  };

  it.each([
    ['image-tag-typo', 'why do the pods not start?'],
    ['service-port-renamed', '为什么服务访问不通？'],
  ])('%s: %s', { timeout: 200_000 }, async (snapshot, question) => {
    const lab = await open(snapshot);
    const { answer, events } = await lab.ask(question, { maxSteps: 3 });
    await lab.close();
    expect(['answer', 'loop', 'max_steps', 'time']).toContain(answer.stop);
    expect(answer.steps).toBeLessThanOrEqual(3);
    // It was really asked, and counted what it read and wrote.
    expect(events).toContainEqual({ type: 'step', text: expect.stringMatching(/turn 1\)|第 1 轮/) });
    if (answer.stop !== 'time') {
      expect(answer.usage.inputTokens).toBeGreaterThan(500);
      expect(answer.usage.outputTokens).toBeGreaterThan(0);
    }
    // Whatever it said, the cause stands in the answer, with a proof of it.
    const cause = causeOf(answer.diagnosis);
    expect(answer.text).toContain(cause.subject.name);
    expect(cause.evidence.some(({ quote }) => plain(answer.text).includes(plain(quote)))).toBe(true);
    expect(answer.text).not.toMatch(/<\|im_|<\/?untrusted/);
  });

  it('as the program runs it: the engine’s answer on standard output, and a good end', {
    timeout: 200_000,
  }, async () => {
    const env = { LLM_BASE_URL: model.url, LLM_MODEL: model.name, XDG_STATE_HOME: scratch.path };
    const config = join(scratch.path, 'config.yaml');
    writeFileSync(config, `limits: {ask_seconds: ${SECONDS}}\n`);
    const args = ['--config', config, '--snapshot', demoCase('image-tag-typo'), '--max-steps', '2', '-o', 'json'];
    const { code, stdout } = await runProgram(['ask', ...args, 'why do the pods not start?'], { env });
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    expect(result).toMatchObject({ schemaVersion: 1, status: 'problems' });
    expect(result.answer).toContain(result.rootCauses[0].subject.name);
  });
});

interface Shown {
  subject: { name: string };
  evidence: { quote: string }[];
}

function causeOf(diagnosis: Record<string, unknown> | undefined): Shown {
  const [first] = (diagnosis?.rootCauses ?? []) as Shown[];
  if (first === undefined) throw new Error('The engine found nothing.');
  return first;
}

/** Without the marks of Markdown. */
const plain = (text: string): string => text.replace(/[\\`*]/g, '').replace(/\s+/g, ' ');
