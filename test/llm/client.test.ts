import { afterEach, describe, expect, it } from 'vitest';
import { createModel, type ModelOptions } from '../../src/llm/client.ts';
import type { Message, ToolSpec, TurnRequest } from '../../src/llm/types.ts';
import {
  type Fault,
  type Reply,
  type Scripted,
  type ScriptedOptions,
  startScripted,
} from '../support/scriptedModel.ts';

const open: Scripted[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const question: Message = { role: 'user', text: 'QUESTION: why?' };
const kubectl: ToolSpec = { name: 'kubectl', description: 'Runs kubectl.', parameters: { type: 'object' } };

async function play(script: readonly Reply[], more: Partial<ModelOptions> = {}, server: ScriptedOptions = {}) {
  const scripted = await startScripted(script, server);
  open.push(scripted);
  const base = { baseUrl: scripted.url, name: 'scripted', apiKey: 'sk-verySecret123', thinking: undefined };
  const model = createModel({ ...base, timeoutSeconds: 5, contextTokens: 8000, retryBaseMs: 5, ...more });
  const ask = (request: Partial<TurnRequest> = {}) =>
    model.complete({ messages: [question], tools: [kubectl], signal: new AbortController().signal, ...request });
  return { seen: scripted.seen, ask };
}

const answer: Reply = { text: 'The image does not exist.' };
const spoilt = (...faults: Fault[]): Reply[] => [{ ...answer, faults }];

describe('a turn', () => {
  it('comes as text in pieces, with tokens counted', async () => {
    const { ask } = await play([answer]);
    const pieces: string[] = [];
    const turn = await ask({ onText: (text) => pieces.push(text) });
    expect(turn).toMatchObject({ text: answer.text, calls: [], end: 'complete' });
    expect(turn.usage).toEqual({ inputTokens: 100, outputTokens: 10, cachedTokens: 64 });
    expect(pieces.length).toBeGreaterThan(3);
    expect(pieces.join('')).toBe(answer.text);
  });

  it('asks for several tools at once', async () => {
    const calls = [
      { id: 'a', tool: 'kubectl', arguments: { command: 'get pods' } },
      { id: 'b', tool: 'kubectl', arguments: { command: 'get events' } },
    ];
    const turn = await (await play([{ text: 'Looking.', calls }])).ask();
    expect(turn.calls.map(({ id, tool, arguments: input }) => ({ id, tool, arguments: JSON.parse(input) }))).toEqual(
      calls,
    );
  });

  it('comes from an endpoint that does not stream, and from one that counts nothing', async () => {
    const calls = [{ tool: 'kubectl', arguments: { command: 'get pods' } }];
    expect((await (await play([{ calls }], {}, { plain: true })).ask()).calls).toHaveLength(1);
    const uncounted = await (await play([answer], {}, { noUsage: true })).ask();
    expect(uncounted.usage.outputTokens).toBeGreaterThan(4);
    expect(uncounted.usage.inputTokens).toBeGreaterThan(10);
  });

  it('sends thoughts back with the calls that they led to, and not otherwise', async () => {
    const calls = [{ id: 'a', tool: 'kubectl', arguments: {} }];
    const { ask, seen } = await play([{ reasoning: 'I should look.', calls }, answer], {}, { strictReasoning: true });
    const first = await ask();
    expect(first.reasoning).toEqual({ field: 'reasoning_content', text: 'I should look.' });
    const said: Message = { role: 'assistant', ...first };
    await ask({ messages: [question, said, { role: 'tool', callId: 'a', text: 'none' }] });
    expect(seen[1]?.body.messages[1]).toMatchObject({ reasoning_content: 'I should look.', content: null });
    await ask({ messages: [question, { role: 'assistant', text: 'x', calls: [] }, question] });
    expect(seen[2]?.body.messages[1]).not.toHaveProperty('reasoning_content');
  });
});

describe('what is sent', () => {
  it.each([
    [false, { type: 'disabled' }],
    [true, { type: 'enabled' }],
    [undefined, undefined],
  ])('thinking %s', async (thinking, expected) => {
    const { ask, seen } = await play([answer], { thinking });
    await ask();
    expect(seen[0]?.body.thinking).toEqual(expected);
  });

  it('the key, and none where there is none', async () => {
    const withKey = await play([answer]);
    await withKey.ask();
    expect(withKey.seen[0]?.headers.authorization).toBe('Bearer sk-verySecret123');
    const without = await play([answer], { apiKey: undefined });
    await without.ask();
    expect(without.seen[0]?.headers.authorization).toBeUndefined();
  });

  it('earlier arguments that are no JSON, in a form that endpoints accept', async () => {
    const { ask, seen } = await play([answer]);
    const calls = [{ id: 'a', tool: 'kubectl', arguments: '{"command": "get' }];
    await ask({
      messages: [question, { role: 'assistant', text: '', calls }, { role: 'tool', callId: 'a', text: 'no' }],
    });
    expect(seen[0]?.body.messages[1]?.tool_calls).toMatchObject([{ function: { arguments: '{}' } }]);
  });
});

describe('an endpoint that fails', () => {
  const passing: readonly [string, Fault[]][] = [
    ['too many requests', [{ kind: 'status', status: 429, retryAfter: '0' }]],
    [
      'errors of the server',
      [
        { kind: 'status', status: 500 },
        { kind: 'status', status: 503 },
      ],
    ],
    ['a reset connection', [{ kind: 'reset' }]],
    ['a stream that is cut', [{ kind: 'cut' }]],
    ['garbage in the stream', [{ kind: 'garbage' }]],
    ['an error in the stream', [{ kind: 'error_event' }]],
  ];
  it.each(passing)('is asked again after %s', async (_, faults) => {
    const { ask, seen } = await play(spoilt(...faults));
    expect((await ask()).text).toBe(answer.text);
    expect(seen).toHaveLength(faults.length + 1);
  });

  it('is given the time that it asks for', async () => {
    const { ask } = await play(spoilt({ kind: 'status', status: 429, retryAfter: '1' }));
    const waits: string[] = [];
    await ask({ onWait: (step) => waits.push(step) });
    expect(waits).toEqual([expect.stringMatching(/too many requests: scripted\. Trying again in 1\.0 s\.$/)]);
  });

  it('is not waited for longer than anybody waits', async () => {
    const { ask, seen } = await play(spoilt({ kind: 'status', status: 429, retryAfter: '3600' }));
    await expect(ask()).rejects.toMatchObject({ kind: 'unavailable', status: 429 });
    expect(seen).toHaveLength(1);
  });

  it.each([400, 401, 402, 404, 409, 422])('is not asked again after %i', async (status) => {
    const { ask, seen } = await play(spoilt({ kind: 'status', status }, { kind: 'status', status }));
    await expect(ask()).rejects.toMatchObject({ kind: 'refused', status });
    expect(seen).toHaveLength(1);
  });

  it('says that a request was too long', async () => {
    const message = "This model's maximum context length is 8192 tokens";
    const { ask } = await play(spoilt({ kind: 'status', status: 400, message }));
    await expect(ask()).rejects.toMatchObject({ kind: 'too_long' });
  });

  it.each(['stall', 'stall_midway'] as const)('is left when it is silent: %s', async (kind) => {
    const { ask, seen } = await play(spoilt({ kind }, { kind }), { timeoutSeconds: 0.3 });
    await expect(ask()).rejects.toMatchObject({
      kind: 'silent',
      message: expect.stringContaining('llm.timeout_seconds'),
    });
    expect(seen).toHaveLength(2);
  });

  it('gives what has come where it is cut each time', async () => {
    const cut = { kind: 'cut' } as const;
    const { ask } = await play(spoilt(cut, cut, cut));
    expect(await ask()).toMatchObject({ end: 'cut', text: 'The image does ' });
  });

  it('never has its key in a message', async () => {
    const message = 'Incorrect API key provided';
    const { ask } = await play(spoilt({ kind: 'status', status: 401, message }));
    await expect(ask()).rejects.toThrow(/^(?!.*verySecret).*LLM_API_KEY/);
  });

  it('is left at once when the question is cancelled', async () => {
    const { ask } = await play(spoilt({ kind: 'stall' }));
    const cancel = new AbortController();
    const asked = ask({ signal: cancel.signal });
    setTimeout(() => cancel.abort(new Error('The client has left.')), 50);
    await expect(asked).rejects.toThrow('The client has left.');
  });
});

describe('calls in the text of a weak model', () => {
  const forms: readonly [string, string][] = [
    ['Hermes', 'I look.\n<tool_call>\n{"name": "kubectl", "arguments": {"command": "get pods"}}\n</tool_call>'],
    ['Llama', '<function=kubectl>{"command": "get pods"}</function>'],
    [
      'DeepSeek',
      '<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>kubectl<｜tool▁sep｜>{"command": "get pods"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>',
    ],
    ['Mistral', '[TOOL_CALLS] [{"name": "kubectl", "arguments": {"command": "get pods"}}]'],
    ['a fenced block', 'I look:\n```json\n{"tool": "kubectl", "parameters": {"command": "get pods"}}\n```'],
    ['bare JSON', '{"name": "kubectl", "parameters": {"command": "get pods"}}'],
    [
      'wrapped JSON',
      '{"type": "function", "function": {"name": "kubectl", "arguments": "{\\"command\\": \\"get pods\\"}"}}',
    ],
  ];
  it.each(forms)('%s', async (_, text) => {
    const { calls, text: rest } = await (await play([{ text }])).ask();
    expect(calls.map((call) => [call.tool, JSON.parse(call.arguments)])).toEqual([
      ['kubectl', { command: 'get pods' }],
    ]);
    expect(rest).not.toMatch(/get pods/);
  });

  it('are none where the JSON names no tool', async () => {
    const text = 'Apply:\n```json\n{"name": "web", "arguments": {}}\n```';
    expect(await (await play([{ text }])).ask()).toMatchObject({ calls: [], text });
  });

  it('thoughts in the text are no answer', async () => {
    expect((await (await play([{ text: '<think>Hm, hm.</think>\nIt is DNS.' }])).ask()).text).toBe('It is DNS.');
  });
});

describe('a model that repeats itself', () => {
  const first = 'The image does not exist. It was mistyped. ';
  const endless = (turn: (index: number) => string) => Array.from({ length: 3000 }, (_, index) => turn(index)).join('');

  it.each([
    ['sentences', endless(() => 'So the answer is no. ')],
    ['sentences that count', endless((index) => `The answer is ${index}. A code block follows. `)],
    ['words', endless(() => 'no ')],
    ['Chinese', endless(() => '所以答案是镜像不存在。\n')],
  ])('%s: is ended, and what it said before is kept', async (_, circle) => {
    const pieces: string[] = [];
    const { ask } = await play([{ text: first + circle }]);
    const { text, end, calls } = await ask({ onText: (piece) => pieces.push(piece) });
    expect({ end, calls }).toEqual({ end: 'circles', calls: [] });
    expect(text.startsWith(first.trim())).toBe(true);
    expect(text.length).toBeLessThan(250);
    expect(pieces.join('').length).toBeLessThan(circle.length / 2);
  });

  it('in its thoughts, and in arguments: they become no call', async () => {
    const thoughts = await (await play([{ text: '', reasoning: endless(() => 'Wait, no. ') }])).ask();
    expect(thoughts).toMatchObject({ end: 'circles', text: '', calls: [] });
    const calls = [{ tool: 'kubectl', arguments: `{"command": "${endless(() => 'get pods ')}` }];
    expect(await (await play([{ text: 'I look.', calls }])).ask()).toMatchObject({ end: 'circles', calls: [] });
  });

  it('is not one that lists many things', async () => {
    const names = 'web api shop cart mail auth search ledger stock parcels'.split(' ');
    const rows = names.flatMap((one) =>
      names.map((other, index) => `| ${one}-${other}-7c${index}f | Running | ${index} | node-${index} |\n`),
    );
    expect(await (await play([{ text: rows.join('') }])).ask()).toMatchObject({ end: 'complete', text: rows.join('') });
  });
});
