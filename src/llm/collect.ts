/** Puts the pieces of a streamed turn together. Nothing about them is taken for granted: every field may be absent. */
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { beforeCircling, createCirclingWatch } from './circling.ts';
import { textCallsIn } from './textCalls.ts';
import { estimateTokens } from './tokens.ts';
import type { ModelCall, Reasoning, Turn, Usage } from './types.ts';

/** Characters: no sensible turn is longer. */
const MAX_TURN = 200_000;
/** Calls in a turn: a model that asks for more has lost count, and needs no answer to each. */
const MAX_CALLS = 32;

export interface Collector {
  /** Takes a piece; false: enough, stop reading. */
  add: (chunk: ChatCompletionChunk) => boolean;
  /** Whether anything of use has come. */
  begun: () => boolean;
  /** The connection is over. `inputTokens` is the estimate for endpoints that do not count. */
  finish: (offered: ReadonlySet<string>, inputTokens: number) => Turn;
}

type Delta = ChatCompletionChunk.Choice.Delta & { reasoning_content?: unknown; reasoning?: unknown };

export function createCollector(onText: ((text: string) => void) | undefined): Collector {
  const calls: ModelCall[] = [];
  let text = '';
  let reasoning: Reasoning | undefined;
  let ended: string | undefined;
  let usage: ChatCompletionChunk['usage'];
  const circles = createCirclingWatch();
  let circling = false;
  const wrote = (piece: string) => {
    circling = circles(piece);
  };
  const think = (field: Reasoning['field'], piece: unknown) => {
    if (typeof piece === 'string' && piece !== '') {
      reasoning = { field, text: (reasoning?.text ?? '') + piece };
      wrote(piece);
    }
  };
  const take = (delta: Delta) => {
    think('reasoning_content', delta.reasoning_content);
    if (delta.reasoning_content === undefined) think('reasoning', delta.reasoning);
    if (typeof delta.content === 'string' && delta.content !== '') {
      text += delta.content;
      wrote(delta.content);
      onText?.(delta.content);
    }
    for (const call of delta.tool_calls ?? []) wrote(addCall(calls, call));
  };
  return {
    add({ choices, usage: counted }) {
      if (counted) usage = counted;
      const choice = choices?.[0];
      if (choice?.delta) take(choice.delta);
      ended = choice?.finish_reason ?? ended;
      const written = calls.reduce((sum, call) => sum + (call?.arguments.length ?? 0), text.length);
      return !circling && written + (reasoning?.text.length ?? 0) < MAX_TURN;
    },
    begun: () => text !== '' || calls.length > 0,
    finish(offered, inputTokens) {
      const outputText = text + calls.map((call) => call.arguments).join('') + (reasoning?.text ?? '');
      const said = { calls: withIds(calls), text: withoutThoughts(text), reasoning };
      const counted = usageOf(usage, inputTokens, outputText);
      if (circling) return { ...said, calls: [], text: beforeCircling(said.text), usage: counted, end: 'circles' };
      const found = calls.length === 0 && offered.size > 0 ? textCallsIn(said.text, offered) : said;
      return { ...said, ...found, usage: counted, end: endOf(ended, text.length >= MAX_TURN) };
    },
  };
}

/** What it adds to a call's arguments. */
function addCall(calls: ModelCall[], piece: NonNullable<Delta['tool_calls']>[number]): string {
  // Some endpoints leave the index out, and send each call whole.
  const index = piece.index ?? (piece.id === undefined ? Math.max(0, calls.length - 1) : calls.length);
  const known = calls[index] ?? { id: '', tool: '', arguments: '' };
  const input: unknown = piece.function?.arguments;
  const written = typeof input === 'string' ? input : input === undefined ? '' : JSON.stringify(input);
  calls[index] = {
    id: known.id || (piece.id ?? ''),
    tool: known.tool + (piece.function?.name ?? ''),
    arguments: known.arguments + written,
  };
  return written;
}

/** Ids that are missing or stand twice would mix up the results. */
function withIds(calls: readonly ModelCall[]): ModelCall[] {
  const seen = new Set<string>();
  return Object.values(calls)
    .slice(0, MAX_CALLS)
    .map((call, index) => {
      const id = call.id === '' || seen.has(call.id) ? `call-${index + 1}` : call.id;
      seen.add(id);
      return { ...call, id };
    });
}

/** Models that think in their text: thoughts are no answer. */
function withoutThoughts(text: string): string {
  return text.replace(/^\s*<think>[\s\S]*?(?:<\/think>|$)\s*/, '');
}

function endOf(reason: string | undefined, tooLong: boolean): Turn['end'] {
  if (tooLong || reason === 'length') return 'length';
  return reason === undefined ? 'cut' : 'complete';
}

function usageOf(usage: ChatCompletionChunk['usage'], inputTokens: number, output: string): Usage {
  const count = (value: unknown, fallback: number) => (typeof value === 'number' && value >= 0 ? value : fallback);
  const cached = usage && 'prompt_cache_hit_tokens' in usage ? usage.prompt_cache_hit_tokens : undefined;
  return {
    inputTokens: count(usage?.prompt_tokens, inputTokens),
    outputTokens: count(usage?.completion_tokens, estimateTokens(output)),
    cachedTokens: count(usage?.prompt_tokens_details?.cached_tokens ?? cached, 0),
  };
}
