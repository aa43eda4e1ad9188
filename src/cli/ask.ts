/** `aiops-copilot ask`: one question through the agent; steps on standard error, the answer on standard output. */
import type { Answer, AskEvent } from '../agent/events.ts';
import { createApp } from './app.ts';
import { cutTo } from './columns.ts';
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

/** Calls stay on the screen with the time since the start, their results folded to a line; the rest passes by. */
function createSteps(output: Output, clock: () => number): { emit: (event: AskEvent) => void; end: () => void } {
  const started = clock();
  const seconds = () => (clock() - started) / 1000;
  const names = new Map<string, string>();
  let doing = '';
  const show = () => output.progress(`${Math.floor(seconds())} s ${doing}`);
  // A model may take its time: the seconds go on.
  const timer = setInterval(() => doing !== '' && show(), 1000).unref();
  const note = (mark: string, text: string) => {
    const line = `${`${seconds().toFixed(1)} s`.padStart(8)} ${mark} ${text}`;
    output.note(output.live === undefined ? line.slice(0, 300) : cutTo(line, output.live));
    doing = '';
  };
  const emit = (event: AskEvent) => {
    if (event.type === 'step') {
      doing = event.text;
      show();
    }
    if (event.type === 'tool_call') names.set(event.id, nameOf(event));
    if (event.type === 'tool_result')
      note(event.ok ? '✓' : '✗', `${names.get(event.id) ?? event.id}: ${event.summary}`);
    if (event.type === 'approval_required')
      output.note(`${' '.repeat(9)}⏸ ${event.command}: aiops-copilot approvals approve ${event.approval}`);
  };
  const end = () => {
    clearInterval(timer);
    output.endProgress();
  };
  return { emit, end };
}

/** What the model took; nothing where none was asked. */
function usageLine({ inputTokens, cachedTokens, outputTokens, cost }: Answer['usage']): string {
  if (inputTokens + outputTokens === 0) return '';
  const cached = cachedTokens > 0 ? ` (${cachedTokens} cached)` : '';
  const price = cost === undefined ? '' : `, cost ${cost.toPrecision(2)}`;
  return `· ${inputTokens} tokens read${cached}, ${outputTokens} written${price}`;
}

/** Without the question, where it is the person's own. */
const nameOf = ({ id, tool, arguments: input }: AskEvent & { type: 'tool_call' }): string =>
  id === tool ? tool : `${tool} ${firstText(input)}`.trim();

function firstText(input: unknown): string {
  const values = typeof input === 'object' && input !== null ? Object.values(input) : [];
  const text = values.find((value) => typeof value === 'string');
  return text === undefined ? '' : text.replace(/\s+/g, ' ').slice(0, 100);
}
