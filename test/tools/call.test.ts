import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { createPages } from '../../src/output/pages.ts';
import { createRedactor, redactObject } from '../../src/output/redact.ts';
import { createDecide } from '../../src/policy/decide.ts';
import type { Effect, Principal } from '../../src/policy/types.ts';
import { createApprovals } from '../../src/store/approvals.ts';
import { createMemoryCabinet } from '../../src/store/cabinet.ts';
import { type AuditRecord, type CallResult, createCall } from '../../src/tools/call.ts';
import { type ClientPeer, defineTool } from '../../src/tools/define.ts';

const viewer: Principal = { name: 'v', role: 'viewer' };
const operator: Principal = { name: 'o', role: 'operator' };

/** A tool of the given effect, that says what it was given, or fails as told. */
function tool(effect: Effect, run: (text: string) => string = (text) => text) {
  return defineTool({
    name: 'echo',
    title: 'Echo',
    description: 'Says it again.',
    effect,
    input: z.object({ text: z.string(), namespace: z.string().optional() }),
    output: z.object({ said: z.string() }),
    classify: ({ text, namespace }) => ({
      effect,
      summary: `echo ${text}`,
      namespaces: namespace === undefined ? undefined : [namespace],
    }),
    run: async ({ text }) => ({ structured: { said: run(text) }, text: run(text) }),
  });
}

/** A tool that returns an output, as commands do. */
const command = (output: string) =>
  defineTool({
    name: 'echo',
    title: 'Command',
    description: 'Prints.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ output: z.string() }),
    classify: () => ({ effect: 'read', summary: 'print', namespaces: [] }),
    run: async () => ({ structured: { output }, text: `on this machine:\n${output}` }),
  });

function setup(echo = tool('read')) {
  const redact = createRedactor();
  const records: AuditRecord[] = [];
  let time = 0;
  const approvals = createApprovals(
    createMemoryCabinet(() => time),
    () => time,
  );
  const pages = createPages({ clock: () => time });
  const call = createCall({
    tools: new Map([[echo.name, echo]]),
    decide: createDecide([]),
    approvals: { ...approvals, request: async (wanted) => ({ id: await approvals.request(wanted), how: 'Ask.' }) },
    redact: { text: redact, object: (value) => redactObject(value, redact) },
    pages,
    maxText: 1000,
    digest: (text) => String(text.length),
    audit: (record) => records.push(record),
    clock: () => 0,
  });
  const ask = (input: unknown, principal = viewer, signal = new AbortController().signal) =>
    call({ tool: 'echo', arguments: input, principal, signal });
  const wait = (ms: number) => {
    time += ms;
  };
  return { ask, call, records, approvals, pages, wait };
}

/** A tool that changes something, and how often it did. */
function counted(effect: Effect) {
  let count = 0;
  const writing = tool(effect);
  const prepare: typeof writing.prepare = async (input) => {
    const prepared = await writing.prepare(input);
    if ('invalid' in prepared) return prepared;
    return {
      ...prepared,
      run(context) {
        count += 1;
        return prepared.run(context);
      },
    };
  };
  return { writing: { ...writing, prepare }, runs: () => count };
}

const idOf = async (result: Promise<CallResult>): Promise<string> => String((await result).structured?.approval);

describe('the call path', () => {
  it('redacts, limits and records', async () => {
    const { ask, records } = setup();
    const result = await ask({ text: 'password=hunter2' });
    expect(result).toMatchObject({ ok: true, text: 'password=***', structured: { said: 'password=***' } });
    expect(records).toEqual([
      expect.objectContaining({
        principal: 'v',
        tool: 'echo',
        action: 'echo password=***',
        decision: 'allow',
        outcome: 'ok',
      }),
    ]);
    const long = await ask({ text: 'word '.repeat(1000) });
    expect(long.text).toMatch(/\[cut: \d+ of 5000 characters are not shown/);
    expect(long.structured).toEqual({ said: 'word '.repeat(1000) });
  });

  it('answers in sentences for unknown tools and wrong arguments', async () => {
    const { ask, call, records } = setup();
    expect(await ask({})).toMatchObject({
      ok: false,
      failure: 'invalid_arguments',
      text: expect.stringContaining('text'),
    });
    const signal = new AbortController().signal;
    const unknown = await call({ tool: 'rm', arguments: {}, principal: viewer, signal });
    expect(unknown).toMatchObject({ ok: false, failure: 'unknown_tool', text: 'There is no tool "rm".' });
    expect(records.map(({ outcome }) => outcome)).toEqual(['invalid_arguments', 'unknown_tool']);
  });

  it('gives the sentence of a tool that failed, without its secrets', async () => {
    const failing = tool('read', () => {
      throw new Error('cannot dial redis://:hunter2@db:6379');
    });
    expect(await setup(failing).ask({ text: 'x' })).toMatchObject({
      ok: false,
      failure: 'failed',
      text: 'cannot dial redis://:***@db:6379',
    });
  });

  it('cuts an output, says so in both forms, and keeps the rest for its caller alone', async () => {
    const output = Array.from({ length: 500 }, (_, line) => `line ${line} 界`).join('\n');
    const { ask, pages } = setup(command(output));
    const result = await ask({});
    const shown = String(result.structured?.output);
    const truncated = result.structured?.truncated;
    const { handle, offset, total } = truncated as {
      handle: string;
      offset: number;
      total: number;
    };
    expect([offset, total]).toEqual([shown.length, output.length]);
    expect(shown.length).toBeLessThanOrEqual(1000);
    expect(result.text.startsWith(`on this machine:\n${shown}\n[cut: `)).toBe(true);
    expect(result.text).toContain(`handle=${handle} offset=${offset}`);
    let whole = shown;
    for (let at: number | null = offset; at !== null; ) {
      const page = pages.read('v', handle, { offset: at });
      whole += page?.text;
      at = page?.nextOffset ?? null;
    }
    expect(whole).toBe(output);
    expect(pages.read('o', handle, { offset: 0 })).toBeUndefined();
  });

  it('runs no write without an approval, and says so in the form that clients check', async () => {
    const { writing, runs } = counted('write');
    for (const [principal, verdict] of [
      [viewer, 'denied'],
      [operator, 'approval_required'],
    ] as const) {
      const result = await setup(writing).ask({ text: 'x' }, principal);
      expect(result).toMatchObject({ ok: false, failure: verdict, structured: { verdict } });
      expect(z.fromJSONSchema(writing.outputSchema ?? false).safeParse(result.structured).success).toBe(true);
    }
    expect(runs()).toBe(0);
  });

  it.each(['write', 'unknown'] as const)(
    'runs a call that was approved (%s): once, for its caller, as it was',
    async (effect) => {
      const { writing, runs } = counted(effect);
      const { ask, approvals, records, wait } = setup(writing);
      const approval = await idOf(ask({ text: 'x', namespace: 'shop' }, operator));
      expect(await idOf(ask({ namespace: 'shop', text: 'x' }, operator))).toBe(approval);
      expect((await approvals.decide(approval, 'approved'))?.decided).toBe(true);
      expect((await approvals.decide(approval, 'approved'))?.decided).toBe(false);
      await ask({ text: 'y', namespace: 'shop' }, operator);
      await ask({ text: 'x', namespace: 'shop' }, { name: 'other', role: 'approver' });
      expect(runs()).toBe(0);
      const twice = await Promise.all([1, 2].map(() => ask({ text: 'x', namespace: 'shop' }, operator)));
      expect(twice.filter(({ ok }) => ok)).toHaveLength(1);
      expect(runs()).toBe(1);
      expect(records.filter(({ decision }) => decision === 'approved')).toEqual([
        expect.objectContaining({ outcome: 'ok', approval, digest: expect.any(String) }),
      ]);
      const late = await idOf(ask({ text: 'x', namespace: 'shop' }, operator));
      await approvals.decide(late, 'approved');
      wait(15 * 60_000 + 1);
      expect((await ask({ text: 'x', namespace: 'shop' }, operator)).failure).toBe('approval_required');
      expect(runs()).toBe(1);
    },
  );

  it("takes the word of a client's user where that user may approve, and of nobody else", async () => {
    const { writing, runs } = counted('write');
    const { ask, call, approvals } = setup(writing);
    const approver: Principal = { name: 'a', role: 'approver' };
    const say = async (principal: Principal, accepted: boolean, input = { text: 'x' }) => {
      const approval = await idOf(ask({ text: 'x' }, principal));
      const signal = new AbortController().signal;
      return call({ tool: 'echo', arguments: input, principal, signal, confirmation: { approval, accepted } });
    };
    expect((await say(operator, true)).failure).toBe('approval_required');
    expect((await say(operator, false)).failure).toBe('approval_required');
    expect((await say(approver, true, { text: 'something else' })).failure).toBe('approval_required');
    expect(runs()).toBe(0);
    expect(await say(approver, false)).toMatchObject({ failure: 'denied', structured: { verdict: 'denied' } });
    expect((await say(approver, true)).ok).toBe(true);
    expect(runs()).toBe(1);
    expect((await approvals.list()).map(({ by, state }) => [by, state])).toEqual(
      expect.arrayContaining([
        ['o', 'pending'],
        ['a', 'rejected'],
        ['a', 'used'],
      ]),
    );
  });

  it('keeps a principal within its namespaces', async () => {
    const bound: Principal = { name: 'b', role: 'approver', namespaces: ['shop'] };
    const { ask } = setup();
    expect((await ask({ text: 'x', namespace: 'shop' }, bound)).ok).toBe(true);
    expect(await ask({ text: 'x', namespace: 'pay' }, bound)).toMatchObject({ failure: 'denied' });
    expect(await ask({ text: 'x' }, bound)).toMatchObject({ failure: 'denied' });
  });

  it('throws the reason of a call that was cancelled, and records it', async () => {
    const { ask, records } = setup();
    const reason = new Error('gone');
    await expect(ask({ text: 'x' }, viewer, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(records).toEqual([expect.objectContaining({ outcome: 'cancelled' })]);
  });
});

it('what a tool asks and tells its client on the way is redacted; what names or chooses something is not', async () => {
  const told: unknown[] = [];
  const peer: ClientPeer = {
    capabilities: {},
    request: async (method, params) => {
      told.push([method, params]);
      return { answer: 'my password=hunter2-of-answer' };
    },
    notify: (method, params) => told.push([method, params]),
    progress: (step) => told.push(step),
  };
  const asking = defineTool({
    name: 'echo',
    title: 'Asks',
    description: 'Asks.',
    effect: 'read',
    input: z.object({}),
    output: z.object({ got: z.string() }),
    classify: () => ({ effect: 'read', summary: 'ask', namespaces: [] }),
    async run(_, { peer: client, signal }) {
      client?.notify('notifications/message', { level: 'info', data: { password: 'hunter2-of-log' } });
      client?.notify('notifications/elicitation/complete', { elicitationId: 'token=hunter2-of-id' });
      client?.progress?.({ progress: 1, message: 'token=hunter2-of-step' });
      const password = { type: 'string', title: 'token=hunter2-of-title', enum: ['password=a1', 'b'] };
      const asked = {
        message: 'Is password=hunter2-of-message\u202e right?',
        requestedSchema: { properties: { password } },
      };
      const url = 'https://login.example.com/?token=hunter2-of-url';
      const got = await client?.request('elicitation/create', asked, signal);
      await client?.request('elicitation/create', { mode: 'url', message: 'Log in', url }, signal);
      return { structured: { got: String(got?.answer === 'my password=hunter2-of-answer') }, text: '' };
    },
  });
  const { call } = setup(asking);
  const { signal } = new AbortController();
  const result = await call({ tool: 'echo', arguments: {}, principal: viewer, signal, peer });
  expect(result.structured).toEqual({ got: 'true' });
  expect(told).toEqual([
    ['notifications/message', { level: 'info', data: { password: '***' } }],
    ['notifications/elicitation/complete', { elicitationId: 'token=hunter2-of-id' }],
    { progress: 1, message: 'token=***' },
    [
      'elicitation/create',
      {
        message: 'Is password=*** right?',
        requestedSchema: {
          properties: { password: { type: 'string', title: 'token=***', enum: ['password=a1', 'b'] } },
        },
      },
    ],
    ['elicitation/create', { mode: 'url', message: 'Log in', url: 'https://login.example.com/?token=hunter2-of-url' }],
  ]);
});
