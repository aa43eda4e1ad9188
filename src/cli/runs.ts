/** `aiops-copilot runs`: what was asked before, and how it was answered. */
import * as z from 'zod';
import { createApp } from './app.ts';
import { EXIT, ExitError } from './exit.ts';
import { type CommonOptions, oneOf } from './options.ts';
import { createOutput } from './output.ts';
import { renderMarkdownFor } from './terminalMarkdown.ts';

export interface RunsOptions extends CommonOptions {
  output?: string;
}

const LISTED = 50;

/** Prints the latest runs, the latest first. */
export async function listRuns(options: RunsOptions): Promise<number> {
  const format = oneOf('-o', options.output, ['text', 'json']) ?? 'text';
  return withRuns(options, async (runs, output) => {
    const kept = runs.list({ limit: LISTED }).map((run) => ({ ...run, at: new Date(run.at).toISOString() }));
    const lines = kept.map(({ id, at, principal, stop, question }) => {
      return `${id}  ${at.slice(0, 19)}Z  ${stop.padEnd(12)} ${principal}  ${question.replace(/\s+/g, ' ').slice(0, 80)}\n`;
    });
    const text = lines.length === 0 ? 'No run has been recorded yet.\n' : lines.join('');
    await output.result(format === 'json' ? `${JSON.stringify({ runs: kept }, null, 2)}\n` : text);
  });
}

/** The part of a record that is printed as text. */
const Shown = z.object({
  at: z.string(),
  question: z.string(),
  durationMs: z.number(),
  answer: z.object({ text: z.string(), stop: z.string(), steps: z.number(), usage: z.record(z.string(), z.number()) }),
  events: z.array(z.looseObject({ type: z.string() })),
});

/** Prints one run. @throws ExitError where there is none of this id. */
export async function showRun(id: string, options: RunsOptions): Promise<number> {
  const format = oneOf('-o', options.output, ['text', 'json']) ?? 'text';
  return withRuns(options, async (runs, output) => {
    const run = runs.find(id);
    if (run === undefined)
      throw new ExitError(EXIT.usage, `There is no run "${id}"; aiops-copilot runs list shows them.`);
    if (format === 'json') return output.result(`${JSON.stringify(JSON.parse(run.record), null, 2)}\n`);
    const text = asText(Shown.parse(JSON.parse(run.record)));
    await output.result(output.color ? renderMarkdownFor(text) : text);
  });
}

function asText({ at, question, durationMs, answer, events }: z.infer<typeof Shown>): string {
  const calls = events.flatMap((event) => {
    if (event.type === 'tool_call') return [`- ${event.tool} \`${JSON.stringify(event.arguments)}\``];
    return event.type === 'tool_result' ? [`  ${event.ok === true ? '✓' : '✗'} ${event.summary}`] : [];
  });
  const usage = Object.entries(answer.usage).map(([name, value]) => `${name} ${value}`);
  const head = `${at} · ${(durationMs / 1000).toFixed(1)} s · ${answer.stop} · steps ${answer.steps} · ${usage.join(', ')}`;
  return `${head}\n\n**${question}**\n\n${calls.join('\n')}\n\n${answer.text}`;
}

async function withRuns(
  options: RunsOptions,
  work: (
    runs: NonNullable<Awaited<ReturnType<ReturnType<typeof createApp>['runs']['open']>>>,
    output: ReturnType<typeof createOutput>,
  ) => Promise<void>,
): Promise<number> {
  const app = createApp(options);
  try {
    const runs = await app.runs.open();
    if (runs === undefined)
      throw new ExitError(
        EXIT.usage,
        'Runs are not recorded: storage.runs is off, or storage.folder cannot be written.',
      );
    await work(runs, createOutput(app.env));
    return EXIT.done;
  } finally {
    await app.close();
  }
}
