/** `aiops-copilot ask`: one question through the agent; steps on standard error, the answer on standard output. */
import type { Answer } from '../agent/events.ts';
import { createApp } from './app.ts';
import { createSteps, usageLine } from './askSteps.ts';
import { EXIT, ExitError } from './exit.ts';
import { type CommonOptions, namespaceOf, oneOf, type ScopeOptions } from './options.ts';
import { createOutput, type Output } from './output.ts';
import { renderMarkdownFor } from './terminalMarkdown.ts';

export interface AskOptions extends CommonOptions, ScopeOptions {
  output?: string;
  maxSteps?: string;
}

const DEFAULT_STEPS = 20;

/** Runs the command; resolves with the exit code. */
export async function askCommand(words: readonly string[], options: AskOptions, signal: AbortSignal): Promise<number> {
  const question = words.join(' ').trim();
  if (question === '')
    throw new ExitError(EXIT.usage, 'There is no question: aiops-copilot ask "why is web-1 failing?".');
  const format = oneOf('-o', options.output, ['text', 'json', 'markdown']) ?? 'text';
  const maxSteps = stepsOf(options.maxSteps);
  const namespace = namespaceOf(options);
  const app = createApp(options, { namespaces: namespace === undefined ? [] : [namespace] });
  const output = createOutput(app.env);
  // Whoever may start this process may already do all that its kubeconfig may; approving stays a command of its own.
  const principal = { name: 'terminal', role: 'operator' } as const;
  let steps = output.endProgress;
  try {
    app.downstream.start();
    const { agent, conversations } = await app.agent();
    const conversation = conversations.open(principal.name, undefined);
    if (conversation === undefined) throw new ExitError(EXIT.usage, 'No conversation can be opened.');
    const { emit, end } = createSteps(output, () => performance.now());
    steps = end;
    const language = app.loaded.config.language;
    const answer = await agent.ask({ question, namespace, language, maxSteps, conversation, principal, signal, emit });
    end();
    if (answer.diagnosis === undefined && answer.error !== undefined) throw failureOf(answer.error);
    // Between the steps and the answer, where a person reads both.
    if (output.live !== undefined && output.color) output.note('');
    await output.result(print(format, answer, output));
    const usage = usageLine(answer.usage);
    if (output.live !== undefined && usage !== '') output.note(usage);
    if (answer.error !== undefined) output.note(answer.error.message);
    return answer.stop === 'model_failed' ? EXIT.model : EXIT.done;
  } finally {
    steps();
    await app.close();
  }
}

function stepsOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_STEPS;
  const steps = Number(text);
  if (Number.isInteger(steps) && steps >= 1 && steps <= 100) return steps;
  throw new ExitError(EXIT.usage, `--max-steps must be a whole number from 1 to 100, not "${text}".`);
}

function failureOf({ code, message }: NonNullable<Answer['error']>): ExitError {
  return new ExitError(code === 'bad_request' || code === 'denied' ? EXIT.usage : EXIT.unreadable, message);
}

function print(format: 'text' | 'json' | 'markdown', answer: Answer, output: Output): string {
  const { text, stop, steps, usage, diagnosis } = answer;
  if (format === 'json') return `${JSON.stringify({ ...diagnosis, answer: text, stop, steps, usage }, null, 2)}\n`;
  return format === 'text' && output.color ? renderMarkdownFor(text) : text;
}
