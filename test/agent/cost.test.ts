/** What a question takes is counted, told, and held to a budget. */
import { afterEach, expect, it } from 'vitest';
import { type Lab, type LabOptions, openLab } from '../support/agentLab.ts';
import { demoCase } from '../support/program.ts';
import type { Reply } from '../support/scriptedModel.ts';

const labs: Lab[] = [];
afterEach(async () => {
  await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function open(script: readonly Reply[], more: Partial<LabOptions>): Promise<Lab> {
  const lab = await openLab({ snapshot: demoCase('image-tag-typo'), script, ...more });
  labs.push(lab);
  return lab;
}

const QUESTION = 'why do the pods not start?';
/** For a million tokens. */
const price = { input: 1, output: 2, cached_input: 0.1 };
const look = (handle: string): Reply => ({ calls: [{ tool: 'result_page', arguments: { handle } }] });
const good: Reply = { text: '{{cause}}\n\n> {{quote}}' };
const ENGINE = /## 1\. .*image/i;

it('tokens of all turns, and their cost with what came from the provider’s cache', async () => {
  const lab = await open([look('a'), good], { llm: { price } });
  const { usage } = (await lab.ask(QUESTION)).answer;
  // Each of the two turns: 100 tokens of input, 64 of them cached, 10 of output.
  expect(usage).toEqual({ inputTokens: 200, outputTokens: 20, cachedTokens: 128, cost: expect.closeTo(124.8e-6, 9) });
});

it('no cost where no price is known', async () => {
  const lab = await open([good], {});
  expect((await lab.ask(QUESTION)).answer.usage).not.toHaveProperty('cost');
});

it.each([
  ['a verdict', { text: '{"type":"image_pull","confidence":0.9}\n\n{{cause}}\n\n> {{quote}}' }],
  ['no verdict at all', good],
])('sorting the question by the model counts, with %s', async (_, reply) => {
  const lab = await open([reply], { llm: { price, classify: true } });
  const { answer } = await lab.ask(QUESTION);
  expect(lab.scripted.seen.map(({ body }) => body.response_format !== undefined)).toEqual([true, false]);
  expect(answer).toMatchObject({ stop: 'answer', steps: 0, usage: { inputTokens: 200, outputTokens: 20 } });
});

it('sorting it counts where no diagnosis can be made, too', async () => {
  const lab = await open([good], { llm: { price, classify: true } });
  const bound = { name: 'a', role: 'viewer', namespaces: ['a'] } as const;
  const { answer } = await lab.ask(QUESTION, { namespace: 'parcels', principal: bound });
  expect(answer).toMatchObject({ diagnosis: undefined, error: { code: 'denied' }, usage: { inputTokens: 100 } });
});

it('a cost limit stops in time: the answer is there, and costs no more', async () => {
  const turns = [...'abcdefghijklmnop'].map(look);
  const lab = await open(turns, { llm: { price }, limits: { ask_cost: 0.009 }, server: { noUsage: true } });
  const { answer } = await lab.ask(QUESTION);
  expect(answer.stop).toBe('budget');
  expect(answer.steps).toBeGreaterThan(0);
  expect(answer.usage.cost).toBeGreaterThan(0);
  expect(answer.usage.cost).toBeLessThanOrEqual(0.009);
  expect(answer.text).toMatch(ENGINE);
  expect(answer.text).toMatch(/limits\.ask_cost/);
});

it('a budget that sorting has used up leaves the engine’s answer, without one more request', async () => {
  const lab = await open([good], { llm: { price, classify: true }, limits: { ask_cost: 0.001 } });
  const { answer } = await lab.ask(QUESTION);
  expect(lab.scripted.seen).toHaveLength(1);
  expect(answer.stop).toBe('budget');
  expect(answer.text).toMatch(ENGINE);
});
