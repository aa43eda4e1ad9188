import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { limitText } from '../../src/output/limit.ts';
import { createRedactor, redactObject } from '../../src/output/redact.ts';
import { decide } from '../../src/policy/decide.ts';
import type { Effect, Principal } from '../../src/policy/types.ts';
import { type AuditRecord, createCall } from '../../src/tools/call.ts';
import { defineTool } from '../../src/tools/define.ts';

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

function setup(echo = tool('read')) {
  const redact = createRedactor();
  const records: AuditRecord[] = [];
  const call = createCall({
    tools: new Map([[echo.name, echo]]),
    decide,
    redact: { text: redact, object: (value) => redactObject(value, redact) },
    limit: (text) => limitText(text, 1000),
    audit: (record) => records.push(record),
    clock: () => 0,
  });
  const ask = (input: unknown, principal = viewer, signal = new AbortController().signal) =>
    call({ tool: 'echo', arguments: input, principal, signal });
  return { ask, call, records };
}

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

  it('runs no write for anybody, and says so in the form that clients check', async () => {
    let ran = false;
    const writing = tool('write', (text) => {
      ran = true;
      return text;
    });
    for (const principal of [viewer, operator]) {
      const result = await setup(writing).ask({ text: 'x' }, principal);
      expect(result).toMatchObject({ ok: false, failure: 'denied', structured: { verdict: 'denied' } });
      expect(z.fromJSONSchema(writing.outputSchema).safeParse(result.structured).success).toBe(true);
    }
    expect(ran).toBe(false);
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
