/** `npm run bench:agent`: what the agent itself costs, with an endpoint on loopback that answers at once. */
import type { AskEvent } from '../src/agent/events.ts';
import { createModel } from '../src/llm/client.ts';
import { estimateTokens } from '../src/llm/tokens.ts';
import { openLab } from '../test/support/agentLab.ts';
import { incidents } from '../test/support/incidents.ts';
import { startServer } from '../test/support/program.ts';
import { type Reply, type Seen, startScripted } from '../test/support/scriptedModel.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const quantile = (values: readonly number[], part: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? Number.NaN;
const tokensOf = ({ body }: Seen) => estimateTokens(JSON.stringify([body.messages, body.tools ?? []]));

await scripted();
await perTurn();
await load();

/** Turns and tokens of the scripted incidents. */
async function scripted(): Promise<void> {
  say(`${'incident'.padEnd(36)} turns  first request  all requests (tokens, estimated)`);
  for (const { incident, question, turns } of incidents()) {
    const lab = await openLab({ snapshot: incident.snapshot, script: turns });
    await lab.ask(question, { namespace: incident.scope?.namespace });
    const sizes = lab.scripted.seen.map(tokensOf);
    const sum = sizes.reduce((total, size) => total + size, 0);
    say(`${incident.id.padEnd(36)} ${String(sizes.length).padStart(5)}  ${String(sizes[0]).padStart(13)}  ${sum}`);
    await lab.close();
  }
}

/**
 * One long run of calls that cost nothing. A turn's time, less that of the same request sent bare, is ours: context, the
 * call path, events.
 */
async function perTurn(): Promise<void> {
  const rounds = 60;
  const call = (index: number): Reply => ({ calls: [{ tool: 'result_page', arguments: { handle: `h${index}` } }] });
  const script = [...Array.from({ length: rounds }, (_, index) => call(index)), { text: 'Done.' }];
  const snapshot = incidents()[0]?.incident.snapshot ?? '';
  const lab = await openLab({ snapshot, script });
  const seenAt: number[] = [];
  const arrived = lab.scripted.seen;
  const push = arrived.push.bind(arrived);
  arrived.push = (...items) => {
    seenAt.push(performance.now());
    return push(...items);
  };
  await lab.ask('why do the pods not start?', { maxSteps: 100 });
  const turns = seenAt.slice(1).map((at, index) => at - (seenAt[index] ?? at));
  const bare = await bareRequests(script, arrived);
  const overhead = quantile(turns, 0.5) - bare;
  say(
    `a turn: p50 ${quantile(turns, 0.5).toFixed(1)} ms, p95 ${quantile(turns, 0.95).toFixed(1)} ms; the request alone ${bare.toFixed(1)} ms; overhead ${overhead.toFixed(1)} ms`,
  );
  await lab.close();
}

/** The same endpoint, asked by the client alone. */
async function bareRequests(script: readonly Reply[], seen: readonly Seen[]): Promise<number> {
  const endpoint = await startScripted(script);
  const model = createModel({
    ...{ baseUrl: endpoint.url, name: 'scripted', apiKey: undefined, thinking: undefined },
    ...{ timeoutSeconds: 10, contextTokens: 128_000 },
  });
  const times: number[] = [];
  for (let index = 0; index < seen.length; index++) {
    const started = performance.now();
    const signal = new AbortController().signal;
    await model.complete({ messages: [{ role: 'user', text: 'Question: x' }], tools: [], signal });
    times.push(performance.now() - started);
  }
  await endpoint.close();
  return quantile(times, 0.5);
}

/** 50 questions at once at a server of its own, and how long `/health` takes meanwhile. */
async function load(): Promise<void> {
  const script: Reply[] = [
    { calls: [{ tool: 'result_page', arguments: { handle: 'x' } }], delay: 50 },
    { text: '{{cause}}\n\n> {{quote}}', delay: 50 },
  ];
  const endpoint = await startScripted(script);
  const snapshot = incidents()[3]?.incident.snapshot ?? '';
  const server = await startServer(['--snapshot', snapshot], { env: { LLM_BASE_URL: endpoint.url } });
  const ask = async (index: number) => {
    const started = performance.now();
    const response = await fetch(`${server.url}/ask?format=sse&q=${encodeURIComponent(`why is order ${index} slow?`)}`);
    const events = [...(await response.text()).matchAll(/event: (\w+)/g)].map(([, name]) => name as AskEvent['type']);
    if (!events.some((name) => String(name) === 'answer')) throw new Error('No answer came.');
    return performance.now() - started;
  };
  await ask(0);
  let running = true;
  const health: number[] = [];
  const watch = (async () => {
    while (running) {
      const started = performance.now();
      await (await fetch(`${server.url}/health`)).text();
      health.push(performance.now() - started);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  const times = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(index + 1)));
  running = false;
  await watch;
  say(
    `50 at once: p50 ${quantile(times, 0.5).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)} ms; /health p50 ${quantile(health, 0.5).toFixed(1)} ms, slowest ${Math.max(...health).toFixed(0)} ms`,
  );
  server.child.kill('SIGTERM');
  await server.ended;
  await endpoint.close();
}
