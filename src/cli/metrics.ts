/** What `/metrics` shows: calls of tools, questions, and what models took; besides what Node says of itself. */
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { RunRecord } from '../agent/agent.ts';
import type { Call } from '../tools/call.ts';

export interface Metrics {
  /** Stands before the call path. */
  wrap: (call: Call) => Call;
  onRun: (run: RunRecord) => void;
  /** In Prometheus' text format. */
  text: () => Promise<string>;
}

const SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

export function createMetrics(): Metrics {
  const registers = [new Registry()];
  collectDefaultMetrics({ register: registers[0] });
  const named = (name: string, help: string) => ({ name: `aiops_${name}`, help, registers });
  const calls = new Counter({
    ...named('tool_calls_total', 'Calls of tools, by outcome'),
    labelNames: ['tool', 'outcome'],
  });
  const callTime = new Histogram({
    ...named('tool_call_seconds', 'How long calls of tools took'),
    ...{ labelNames: ['tool'], buckets: SECONDS },
  });
  const asks = new Counter({ ...named('asks_total', 'Questions, by what ended the answer'), labelNames: ['stop'] });
  const askTime = new Histogram({ ...named('ask_seconds', 'How long answers took'), buckets: SECONDS });
  const steps = new Counter(named('ask_steps_total', 'Turns of a model that asked for tools'));
  const tokens = new Counter({ ...named('model_tokens_total', 'Tokens of models'), labelNames: ['kind'] });
  return {
    wrap: (call) => async (request) => {
      const started = performance.now();
      const result = await call(request);
      // Only tools that exist become labels: names that callers make up are without end.
      const tool = result.failure === 'unknown_tool' ? 'unknown' : request.tool;
      calls.inc({ tool, outcome: result.failure ?? (result.ok ? 'ok' : 'failed') });
      callTime.observe({ tool }, (performance.now() - started) / 1000);
      return result;
    },
    onRun({ answer, durationMs }) {
      asks.inc({ stop: answer.stop });
      askTime.observe(durationMs / 1000);
      steps.inc(answer.steps);
      tokens.inc({ kind: 'input' }, answer.usage.inputTokens);
      tokens.inc({ kind: 'output' }, answer.usage.outputTokens);
      tokens.inc({ kind: 'cached_input' }, answer.usage.cachedTokens);
    },
    text: async () => (await Promise.all(registers.map((register) => register.metrics()))).join(''),
  };
}
