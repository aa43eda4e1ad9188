/** The tool `promql`: one question to Prometheus. */
import * as z from 'zod';
import type { Prometheus, PromqlOutcome } from '../prometheus/prometheus.ts';
import { CommandResult } from './commandResult.ts';
import { contextField, hasChoice } from './contextField.ts';
import { defineTool, type Tool, type ToolContext } from './define.ts';

export interface PromqlToolParts {
  /** Loaded at the first call; of one cluster, undefined: the one that this program was started with. */
  prometheus: (context?: string) => Promise<Prometheus>;
  /** Contexts that a caller may choose from. */
  contexts: readonly string[];
}

/** Strict, so that a context that cannot be chosen is an error and no other cluster is asked in its place. */
const PromqlInput = z.strictObject({
  query: z
    .string()
    .trim()
    .min(1)
    .max(10_000)
    .describe(
      'PromQL, or one of: metrics [TEXT] (names) · metadata NAME · labels [NAME] [SELECTOR] (names, or values of NAME) · series SELECTOR · alerts [TEXT] (active) · rules [TEXT]',
    ),
  time: z.string().max(60).optional().describe('Instant: now, -1h, RFC 3339 or seconds since 1970; default now'),
  start: z.string().max(60).optional().describe('Range: as time; default 1h before end'),
  end: z.string().max(60).optional().describe('Range: as time; default now'),
  step: z.string().max(60).optional().describe('Range: such as 30s; default: chosen for at most 300 points'),
});
type PromqlInput = z.infer<typeof PromqlInput> & { context?: string };

export function promqlTool(parts: PromqlToolParts): Tool {
  const { contexts } = parts;
  return defineTool<PromqlInput, CommandResult>({
    name: 'promql',
    title: 'Query Prometheus',
    description:
      'Runs a PromQL query at one time, or over a range where start, end or step is given, and returns compact tables. Also lists metrics, labels, series, active alerts and rules.',
    effect: 'read',
    input: hasChoice(contexts) ? PromqlInput.extend({ context: contextField(contexts) }) : PromqlInput,
    output: CommandResult,
    // Metrics of all namespaces are in one Prometheus, so that a caller bound to some may not ask it.
    classify: ({ query, context }) => ({
      effect: 'read',
      summary: `promql ${query.slice(0, 200)}${context === undefined ? '' : ` of ${context}`}`,
    }),
    run: (input, context) => run(parts, input, context),
  });
}

async function run({ prometheus }: PromqlToolParts, { context, ...request }: PromqlInput, { signal }: ToolContext) {
  const outcome = await (await prometheus(context)).run(request, signal);
  const { output, exitCode, cluster } = outcome;
  const text = `${heading(outcome)}${output}`;
  return { structured: { output, exitCode, cluster }, text, isError: exitCode !== 0 };
}

function heading({ from, exitCode, cluster }: PromqlOutcome): string {
  if (from === undefined) return '';
  const where = cluster?.context ?? (cluster?.server === from ? undefined : cluster?.server);
  const of = typeof where === 'string' ? ` of the cluster ${where}` : '';
  return `From Prometheus at ${from}${of}${exitCode === 0 ? '' : `, exit code ${exitCode}`}:\n\n`;
}
