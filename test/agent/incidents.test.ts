import { afterEach, describe, expect, it } from 'vitest';
import { estimateTokens } from '../../src/llm/tokens.ts';
import { type Lab, openLab } from '../support/agentLab.ts';
import { incidents } from '../support/incidents.ts';
import type { Seen } from '../support/scriptedModel.ts';

let lab: Lab | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

const tokensOf = ({ body }: Seen) => estimateTokens(JSON.stringify([body.messages, body.tools ?? []]));

describe.each(incidents())('$incident.id', ({ incident, question, steps, turns }) => {
  it('is answered from the findings, in few turns and tokens', async () => {
    lab = await openLab({ snapshot: incident.snapshot, script: turns });
    const { answer, events } = await lab.ask(question, { namespace: incident.scope?.namespace });
    expect(answer).toMatchObject({ stop: 'answer', steps, error: undefined });
    expect(lab.scripted.seen).toHaveLength(steps + 1);
    for (const seen of lab.scripted.seen) expect(tokensOf(seen)).toBeLessThan(2500 + 8000 * steps);
    expect(tokensOf(lab.scripted.seen[0] as Seen)).toBeLessThanOrEqual(2500);
    expect(answer.text).not.toMatch(/unverified|未核实/);
    if (!incident.healthy) expect(answer.text).toMatch(/^> .+ — `.+`$/m);
    const called = events.flatMap((event) => (event.type === 'tool_call' ? [event.id] : []));
    const answered = events.flatMap((event) => (event.type === 'tool_result' ? [event.id] : []));
    expect(answered.sort()).toEqual(called.sort());
  });
});

it('sends the same beginning for every question, to the byte', async () => {
  const beginnings = new Set<string>();
  for (const { incident, question } of incidents().slice(0, 3)) {
    lab = await openLab({ snapshot: incident.snapshot, script: [{ text: 'Hm.' }] });
    await lab.ask(question);
    const { messages, tools } = (lab.scripted.seen[0] as Seen).body;
    beginnings.add(JSON.stringify([messages[0], tools]));
    expect(messages.at(-1)?.content).toMatch(/\nNow: .*Z\nQuestion: .*\nAnswer in \w+/);
    await lab.close();
  }
  expect(beginnings.size).toBe(1);
});
