import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createConversations } from '../../src/agent/conversations.ts';
import { type Lab, type LabOptions, openLab } from '../support/agentLab.ts';
import { demoCase } from '../support/program.ts';
import type { Reply } from '../support/scriptedModel.ts';

const labs: Lab[] = [];
afterEach(async () => {
  await Promise.all(labs.splice(0).map((lab) => lab.close()));
});

async function open(script: readonly Reply[], more: Partial<LabOptions> = {}): Promise<Lab> {
  const lab = await openLab({ snapshot: demoCase('image-tag-typo'), script, ...more });
  labs.push(lab);
  return lab;
}

const QUESTION = 'why do the pods not start?';
const asks = (command: string): Reply => ({ calls: [{ tool: 'kubectl', arguments: { command } }] });
const pages = (handle: string): Reply => ({ calls: [{ tool: 'result_page', arguments: { handle } }] });
const good: Reply = { text: '{{cause}}\n\n> {{quote}}' };
const ENGINE = /## 1\. .*image/i;

describe('what stops a run still delivers the best answer', () => {
  it('max_steps: one more request without tools, and a line that says so', async () => {
    const lab = await open([pages('a'), pages('b'), good]);
    const { answer } = await lab.ask(QUESTION, { maxSteps: 2 });
    expect(answer).toMatchObject({ stop: 'max_steps', steps: 2 });
    expect(answer.text).toMatch(/^> .+ — `diagnose`$/m);
    expect(answer.text).toMatch(/Stopped after 2 steps \(max_steps\)/);
    expect(lab.scripted.seen.map(({ body }) => body.tools !== undefined)).toEqual([true, true, false]);
  });

  it('loop: calls in turns and with cosmetic changes; one nudge, then the answer', async () => {
    const script = [
      asks('get pods -n web'),
      asks('get svc -n web'),
      asks('kubectl  get pods --namespace=web'),
      asks('get services --namespace web'),
      asks('get pod -n web -o wide'),
      good,
    ];
    const lab = await open(script);
    const { answer } = await lab.ask(QUESTION);
    expect(answer).toMatchObject({ stop: 'loop', steps: 5 });
    const nudges = JSON.stringify(lab.scripted.seen.at(-1)?.body.messages).match(/You have asked this before/g);
    expect(nudges).toHaveLength(1);
    expect(answer.text).toMatch(/went in circles/);
  });

  it('budget: stops in time to conclude', async () => {
    const lab = await open([...'abcdefghijkl'].map(pages), { limits: { ask_tokens: 5500 }, server: { noUsage: true } });
    const { answer } = await lab.ask(QUESTION);
    expect(answer.stop).toBe('budget');
    expect(answer.text).toMatch(/budget was used up/);
    expect(answer.text).toMatch(ENGINE);
  });

  it('time: a model that dawdles is left, and what was found is told', async () => {
    const slow = { delay: 3000, ...good };
    const lab = await open([pages('a'), slow], { limits: { ask_seconds: 2 } });
    const { answer } = await lab.ask(QUESTION);
    expect(answer).toMatchObject({ stop: 'time', steps: 1 });
    expect(answer.text).toMatch(ENGINE);
    expect(answer.text).toMatch(/Also looked at/);
  });

  it.each<[string, string, RegExp]>([
    [
      'what it had proven until then is the answer',
      '{{cause}}\n\n> {{quote}}\n\n',
      /^Deployment [\s\S]*> .+ — `diagnose`/,
    ],
    ['what proves nothing is not', 'It may be the weather. ', /^\*\*Problems found/],
  ])('time: a model that writes on and on is left; %s', async (_, text, expected) => {
    const stall = { kind: 'stall_midway' } as const;
    const lab = await open([{ text: text + 'and more '.repeat(200), faults: [stall, stall] }], {
      limits: { ask_seconds: 3 },
    });
    const { answer } = await lab.ask(QUESTION);
    expect(answer.stop).toBe('time');
    expect(answer.text).toMatch(expected);
    expect(answer.text).toMatch(/time was up/);
    // Both requests were left before the endpoint had counted them: they are estimated.
    expect(answer.usage.inputTokens).toBeGreaterThan(2000);
    expect(answer.usage.outputTokens).toBeGreaterThan(100);
  });

  it('cancelled: nothing is asked any more', async () => {
    const lab = await open([{ delay: 60_000 }]);
    const cancel = new AbortController();
    setTimeout(() => cancel.abort(new Error('The client has left.')), 1500);
    const ended = await lab.ask(QUESTION, { signal: cancel.signal }).catch((error: Error) => error.message);
    if (typeof ended === 'string') expect(ended).toBe('The client has left.');
    else expect(ended.answer.stop).toBe('cancelled');
    expect(lab.scripted.seen.length).toBeLessThanOrEqual(1);
  });

  it('model_failed: in the middle of a run', async () => {
    const broken = { faults: [{ kind: 'status', status: 400, message: 'no credit' } as const] };
    const lab = await open([pages('a'), broken]);
    const { answer } = await lab.ask(QUESTION);
    expect(answer).toMatchObject({ stop: 'model_failed', steps: 1, error: { code: 'model_failed' } });
    expect(answer.text).toMatch(ENGINE);
    expect(answer.text).toMatch(/The model failed, .*\(400\): no credit/);
  });
});

describe('a model that misbehaves', () => {
  it('says nothing: is asked once more, then left', async () => {
    const lab = await open([{ text: '' }]);
    const { answer } = await lab.ask(QUESTION);
    expect(answer.stop).toBe('model_failed');
    expect(answer.text).toMatch(ENGINE);
  });

  it('breaks off at its limit: the answer is continued', async () => {
    const lab = await open([{ text: '{{cause}}\n\n> {{quote}}\n\nThe fi', finish: 'length' }, { text: 'x is clear.' }]);
    expect((await lab.ask(QUESTION)).answer.text).toMatch(/The fix is clear\./);
  });

  it('babbles: the engine’s answer stands, and what it said is marked', async () => {
    const lab = await open([{ text: 'The the the cluster is a good cluster.' }]);
    const { text } = (await lab.ask(QUESTION)).answer;
    expect(text).toMatch(ENGINE);
    expect(text).toMatch(/unverified: it quotes no evidence[\s\S]*> The the the/);
  });

  it('goes in circles in its answer: the engine’s stands, and what it said before is marked', async () => {
    const lab = await open([{ text: `{{cause}}\n\n> {{quote}}\n\n${'So it is. '.repeat(1000)}` }]);
    const { answer } = await lab.ask(QUESTION);
    expect(lab.scripted.seen).toHaveLength(1);
    expect(answer.text).toMatch(/^\*\*Problems found[\s\S]*unverified: it quotes no evidence/);
    expect(answer.text).toMatch(/broke off/);
    expect(answer.text.match(/So it is\./g)?.length).toBeLessThan(3);
  });

  it('quotes what is true and proves nothing: the same', async () => {
    const image = '418273650912.dkr.ecr.eu-west-1.amazonaws.com/parcel-label:2.40.3';
    const lab = await open([{ text: `The pods wait for the image "${image}". The answer is 1.\n\n> parcels\n> 1` }]);
    const { text } = (await lab.ask(QUESTION)).answer;
    expect(text).toMatch(ENGINE);
    expect(text).toMatch(/unverified: it quotes no evidence[\s\S]*> The pods wait/);
  });

  it('finds another cause by a call of its own: both are told, its own first', async () => {
    const call = asks('get deployments -n parcels -o name');
    const lab = await open([call, { text: 'It is the tracker.\n\n> deployment.apps/parcel-track' }]);
    const { text } = (await lab.ask(QUESTION)).answer;
    expect(text).toMatch(/^It is the tracker\.\n\n> deployment\.apps\/parcel-track — `kubectl get /);
    expect(text).toMatch(ENGINE);
  });

  it('blames something that is well: what was checked stands beside it, and no status changes', async () => {
    const healthy = join(import.meta.dirname, '..', 'cases', 'healthy', 'ask-node-down-page', 'snapshot');
    const lab = await open([{ text: 'It is DNS, it is always DNS.' }], { snapshot: healthy });
    const { answer } = await lab.ask('is node-1 down? the page says so');
    expect(answer.diagnosis?.status).not.toBe('problems');
    expect(answer.text).toMatch(/It is DNS[\s\S]*## What the diagnosis engine found/);
  });

  it('thinks on some turns only: its thoughts come back on all that called tools', async () => {
    const script = [{ reasoning: 'Let me see.', ...pages('a') }, pages('b'), good];
    const lab = await open(script, { server: { strictReasoning: true }, llm: { thinking: true } });
    expect((await lab.ask(QUESTION)).answer).toMatchObject({ stop: 'answer', steps: 2 });
  });

  it('makes a quote up: it is taken out', async () => {
    const text =
      '{{cause}}\n\n> {{quote}}\n> OOMKilled with exit code 137 at noon\n\nThe log said "panic: all is lost in the engine room".';
    const { answer } = await (await open([{ text }])).ask(QUESTION);
    expect(answer.text).not.toMatch(/OOMKilled|engine room/);
    expect(answer.text.match(/\[unverified: /g)).toHaveLength(2);
  });

  it('asks for too many calls at once: results come in the order of the calls', async () => {
    const calls = Array.from({ length: 20 }, (_, index) => ({
      id: `x${index}`,
      tool: 'result_page',
      arguments: { handle: `h${index}` },
    }));
    const lab = await open([{ calls }, good]);
    await lab.ask(QUESTION);
    const results = lab.scripted.seen[1]?.body.messages.filter(({ role }) => role === 'tool') ?? [];
    expect(results.map(({ tool_call_id }) => tool_call_id)).toEqual(calls.map(({ id }) => id));
    expect(results.at(-1)?.content).toMatch(/at most 16 calls/);
  });
});

it.each([8000, 128_000])('a long investigation ends within a context of %i tokens', async (context_tokens) => {
  const script = Array.from({ length: 40 }, (_, index) => ({
    text: `Turn ${index}.`,
    calls: [{ tool: 'diagnose', arguments: { question: `what about part ${index} of it?` } }],
  }));
  const lab = await open([...script, good], { llm: { context_tokens }, limits: { ask_seconds: 600 } });
  const { answer } = await lab.ask(QUESTION, { maxSteps: 100 });
  // Scripted results repeat: both ends are ends with an answer.
  expect(['answer', 'loop']).toContain(answer.stop);
  const sizes = lab.scripted.seen.map(({ body }) => JSON.stringify(body).length / 3);
  expect(Math.max(...sizes)).toBeLessThan(context_tokens * 1.15);
});

describe('conversations', () => {
  it('are continued with what was asked and answered, and belong to one principal', async () => {
    const lab = await open([good]);
    const first = await lab.ask(QUESTION);
    await lab.ask('and how do I mend it?', { conversation: first.conversation });
    const messages = lab.scripted.seen[1]?.body.messages ?? [];
    expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(messages[1]?.content).toBe(QUESTION);
    const other = { name: 'other', role: 'viewer' } as const;
    await expect(lab.ask('x', { conversation: first.conversation, principal: other })).rejects.toThrow('no such');
    await expect(lab.ask('x', { conversation: crypto.randomUUID() })).rejects.toThrow('no such');
  });

  it('expire, and one owner cannot push out another', () => {
    let now = 0;
    const all = createConversations(() => now);
    const id = all.open('alice', undefined)?.id;
    for (let index = 0; index < 2000; index++) all.open('mallory', undefined);
    expect(all.open('alice', id)?.id).toBe(id);
    now += 3_600_001;
    expect(all.open('alice', id)).toBeUndefined();
  });
});

it('a model that calls the agent by name is told that there is no such tool', async () => {
  const lab = await open([{ calls: [{ tool: 'ask', arguments: { question: QUESTION } }] }, good]);
  const { answer, events } = await lab.ask(QUESTION);
  expect(answer).toMatchObject({ stop: 'answer', steps: 1 });
  expect(lab.scripted.seen[1]?.body.messages.at(-1)?.content).toMatch(/There is no tool "ask"; there are diagnose, /);
  expect(events.some((event) => event.type === 'tool_call' && event.tool === 'ask')).toBe(false);
});

it('a model is never offered the agent itself', async () => {
  const lab = await open([good]);
  await lab.ask(QUESTION);
  const offered = lab.scripted.seen[0]?.body.tools?.map((tool) => tool.function.name) ?? [];
  expect([...lab.app.tools.keys()]).toContain('ask');
  expect(offered).not.toContain('ask');
  expect(offered).toContain('diagnose');
});
