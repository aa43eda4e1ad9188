/** A model behind any OpenAI-compatible endpoint, through the `openai` package. */
import type { OpenAI } from 'openai';
import { createCollector } from './collect.ts';
import { toModelError } from './failure.ts';
import { withRetries } from './retry.ts';
import { estimateTokens } from './tokens.ts';
import { type LanguageModel, type Message, ModelError, type ToolSpec, type Turn, type TurnRequest } from './types.ts';
import { watchBytes } from './watch.ts';
import { requestBody } from './wire.ts';

export interface ModelOptions {
  baseUrl: string;
  name: string;
  /** Undefined: no key is sent. */
  apiKey: string | undefined;
  thinking: boolean | undefined;
  /** Without a byte. */
  timeoutSeconds: number;
  contextTokens: number;
  /** Wait before the first repetition, in milliseconds. */
  retryBaseMs?: number;
}

/** Loads the package with the first turn. */
export function createModel(options: ModelOptions): LanguageModel {
  let client: Promise<OpenAI> | undefined;
  // Learned from its first refusal, then kept.
  const learned = { countTokens: true };
  const open = () => {
    client ??= connect(options);
    return client;
  };
  return {
    name: options.name,
    contextTokens: options.contextTokens,
    async complete(request) {
      const { signal, onWait } = request;
      const opened = await open();
      const attempt = (number: number) => oneTurn(opened, options, learned, request, number);
      return withRetries(attempt, { signal, onWait, baseMs: options.retryBaseMs ?? 500 });
    },
  };
}

/** Everything that the package would else take from the environment is said: a foreign key must not leave. */
async function connect({ baseUrl, apiKey }: ModelOptions): Promise<OpenAI> {
  const { OpenAI: Client } = await import('openai');
  return new Client({
    baseURL: baseUrl,
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    // Bytes are watched here; the package's own limit would end long thoughts.
    timeout: 24 * 3_600_000,
    logLevel: 'off',
    defaultHeaders: apiKey === undefined ? { Authorization: null } : {},
  });
}

/** After this many cut connections what has come is taken. */
const CUTS = 3;

async function oneTurn(
  client: OpenAI,
  options: ModelOptions,
  learned: { countTokens: boolean },
  { messages, tools, json, signal, onText }: TurnRequest,
  attempt: number,
): Promise<Turn> {
  const collector = createCollector(onText);
  const watch = watchBytes(signal, options.timeoutSeconds * 1000);
  const offered = new Set(tools.map(({ name }) => name));
  const done = () => collector.finish(offered, estimateRequest(messages, tools));
  try {
    const body = requestBody(messages, tools, { model: options.name, ...options, ...learned, json });
    const stream = await client.withOptions({ fetch: watch.fetch }).chat.completions.create(body, {
      signal: watch.signal,
    });
    for await (const chunk of stream) if (!collector.add(chunk)) break;
    // The package ends an aborted stream as if it were whole.
    watch.signal.throwIfAborted();
  } catch (error) {
    signal.throwIfAborted();
    const failure = toModelError(error, options, watch.silent());
    if (learned.countTokens && /stream_options/.test(failure.message)) {
      learned.countTokens = false;
      throw new ModelError('unavailable', failure.message);
    }
    const usable = collector.begun() && attempt >= CUTS && done().calls.length === 0;
    if (usable) return { ...done(), end: 'cut' };
    throw failure;
  } finally {
    watch.end();
  }
  const turn = done();
  return turn.end === 'cut' ? settleCut(turn, attempt) : turn;
}

/** The stream ended without the model's own end. Calls that are whole JSON would not tell a cut from an end: asked again. */
function settleCut(turn: Turn, attempt: number): Turn {
  const empty = turn.text.trim() === '' && turn.calls.length === 0;
  if (!empty && attempt >= CUTS)
    return turn.calls.every(isWhole) ? { ...turn, end: 'cut' } : { ...turn, calls: [], end: 'cut' };
  throw new ModelError('cut', 'The model’s answer broke off.');
}

function isWhole({ arguments: input }: { arguments: string }): boolean {
  try {
    JSON.parse(input);
    return true;
  } catch {
    return false;
  }
}

/** Tokens of a whole request: messages and the declarations of tools. */
export function estimateRequest(messages: readonly Message[], tools: readonly ToolSpec[]): number {
  const declared = tools.length === 0 ? 0 : estimateTokens(JSON.stringify(tools));
  return messages.reduce((sum, message) => sum + estimateMessage(message), declared);
}

/** Each message costs a few tokens of its own. */
export function estimateMessage(message: Message): number {
  const calls = message.role === 'assistant' ? message.calls.map((call) => call.tool + call.arguments).join('') : '';
  const thoughts = message.role === 'assistant' && message.calls.length > 0 ? (message.reasoning?.text ?? '') : '';
  return 4 + estimateTokens(message.text + calls + thoughts);
}
