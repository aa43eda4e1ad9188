import { describe, expect, it } from 'vitest';
import { createContext } from '../../src/agent/context.ts';
import { toolSpecs } from '../../src/agent/toolSpecs.ts';
import { estimateMessage } from '../../src/llm/client.ts';
import type { Message } from '../../src/llm/types.ts';

const kept: string[] = [];
const keep = (text: string) => `handle-${kept.push(text)}`;
const open = (maxTokens: number, history: Message[] = []) =>
  createContext({ system: 'SYSTEM', history, question: 'FINDINGS and QUESTION', maxTokens, keep });
const usage = { inputTokens: 0, outputTokens: 0, cachedTokens: 0 };
const said = (index: number, text = '') => ({
  ...{
    text,
    usage,
    end: 'complete' as const,
    calls: [{ id: `c${index}`, tool: 'kubectl', arguments: `{"command":"get ${index}"}` }],
  },
});
const reply = (index: number, text: string) => ({ callId: `c${index}`, label: `kubectl get ${index}`, ok: true, text });
const size = (messages: readonly Message[]) => messages.reduce((sum, one) => sum + estimateMessage(one), 0);
const log = (index: number) =>
  Array.from({ length: 60 }, (_, line) => `line ${line} of result ${index} is here`).join('\n');

describe('a long investigation', () => {
  it.each([1500, 3000, 20_000])('stays within %i tokens; the question and the latest result stay', (budget) => {
    const context = open(budget);
    for (let index = 0; index < 100; index++) {
      context.add(said(index), [reply(index, log(index))]);
      const messages = context.messages();
      expect(size(messages)).toBeLessThanOrEqual(budget);
      expect(messages[1]?.text).toContain('FINDINGS and QUESTION');
      expect(messages.at(-1)?.text).toContain(`line 0 of result ${index}`);
      const asked = messages.flatMap((one) => (one.role === 'assistant' ? one.calls.map(({ id }) => id) : []));
      expect(messages.flatMap((one) => (one.role === 'tool' ? [one.callId] : []))).toEqual(asked);
    }
  });

  it('shrinks the same way each time, and keeps the whole under a handle', () => {
    const play = () => {
      kept.length = 0;
      const context = open(2000);
      for (let index = 0; index < 8; index++) context.add(said(index), [reply(index, log(index))]);
      return context.messages();
    };
    expect(play()).toEqual(play());
    const shrunk = play().find(({ text }) => text.includes('whole: result_page handle='));
    const handle = /handle-(\d+)/.exec(shrunk?.text ?? '')?.[1];
    expect(kept[Number(handle) - 1]).toMatch(/^line 0 of result \d is here\n[\s\S]*line 59/);
  });

  it('keeps lines that the model has quoted since', () => {
    const context = open(2000);
    context.add(said(0), [reply(0, `first\nERROR the one that matters: 42\n${log(0)}`)]);
    context.add(said(1, 'It says `the one that matters`.'), [reply(1, log(1))]);
    for (let index = 2; index < 5; index++) context.add(said(index), [reply(index, log(index))]);
    expect(JSON.stringify(context.messages())).toContain('ERROR the one that matters: 42');
  });

  it('plans with less when the endpoint counts more, or found it too long', () => {
    const context = open(4000);
    for (let index = 0; index < 6; index++) context.add(said(index), [reply(index, log(index))]);
    const before = size(context.messages());
    context.shorten();
    expect(size(context.messages())).toBeLessThan(before);
    context.calibrate(4);
    expect(size(context.messages())).toBeLessThanOrEqual(1000);
  });
});

it('arguments without end go, too', () => {
  const context = open(2000);
  const endless = { ...said(0), calls: [{ id: 'c0', tool: 'kubectl', arguments: 'x'.repeat(100_000) }] };
  context.add(endless, [reply(0, 'refused')]);
  expect(size(context.messages())).toBeLessThanOrEqual(2000);
});

it('an older conversation goes before the question does', () => {
  const history: Message[] = Array.from({ length: 6 }, (_, index) => ({
    role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
    text: log(index),
    calls: [],
  })) as Message[];
  const messages = open(800, history).messages();
  expect(size(messages)).toBeLessThanOrEqual(800);
  expect(messages.at(-1)?.text).toBe('FINDINGS and QUESTION');
});

describe('tools that a model is told of', () => {
  const tool = (name: string, description = 'does things', declared?: Record<string, unknown>) => ({
    declared,
    ...{ name, title: name, description, effect: 'read' as const, prepare: () => ({ invalid: '' }) },
    inputSchema: {
      type: 'object' as const,
      $schema: 'x',
      additionalProperties: false,
      properties: {
        pattern: { type: 'string', pattern: '^a$', description: 'kept' },
        title: { type: 'integer', minimum: 1 },
      },
      required: ['pattern'],
    },
  });

  it('lose the words that tell nothing, and no property of such a name', () => {
    const [spec] = toolSpecs([tool('a')], { maxTokens: 1000, wanted: /$^/ }).specs;
    expect(spec?.parameters).toEqual({
      type: 'object',
      properties: { pattern: { type: 'string', description: 'kept' }, title: { type: 'integer' } },
      required: ['pattern'],
    });
  });

  it('are as many as fit, those that the problem calls for first; our own always', () => {
    const foreign = Array.from({ length: 40 }, (_, index) =>
      tool(`srv__t${index}`, index === 39 ? 'reads logs' : 'x', {}),
    );
    const { specs, omitted } = toolSpecs([tool('kubectl'), ...foreign], { maxTokens: 400, wanted: /logs/ });
    expect(specs.map(({ name }) => name)).toEqual(expect.arrayContaining(['kubectl', 'srv__t39', 'srv__t0']));
    expect(specs.length + omitted.length).toBe(41);
    expect(omitted.length).toBeGreaterThan(20);
  });
});
