/** The part of an answer that a model gives, on top of the engine's: it starts from the diagnosis and is held to what was read. */
import { estimateTokens } from '../llm/tokens.ts';
import type { LanguageModel, Message } from '../llm/types.ts';
import type { AgentParts, Asked } from './agent.ts';
import { briefOf, quotesOf } from './brief.ts';
import { createContext } from './context.ts';
import type { EngineResult } from './engine.ts';
import type { Answer } from './events.ts';
import { type LoopResult, runLoop } from './loop.ts';
import { focusOf } from './problemTypes.ts';
import { questionMessage, SYSTEM } from './prompt.ts';
import { toolSpecs } from './toolSpecs.ts';
import type { PendingCall } from './toolTurn.ts';
import { untrusted } from './untrusted.ts';
import { wordsFor } from './words.ts';
import { writeAnswer } from './write.ts';

/** The first request, with all built-in tools, stays within this. */
const FIRST_REQUEST = 2500;
const MIN_BRIEF = 350;
/** The JSON around all that, and quotes that JSON escapes. */
const ENVELOPE = 160;
/** Of a context: for the declarations of tools, for the conversation so far, and for the answer. */
const TOOLS_SHARE = 0.3;
const HISTORY_SHARE = 0.2;
const ANSWER_SHARE = 0.15;

export async function answerByModel(
  parts: AgentParts,
  model: LanguageModel,
  asked: Asked,
  engine: EngineResult,
): Promise<Answer> {
  const { principal, emit, conversation } = asked;
  const keep = (text: string) => parts.keepPage(principal.name, text);
  const { specs, omitted } = toolSpecs([...parts.tools.values()], {
    maxTokens: Math.floor(model.contextTokens * TOOLS_SHARE),
    wanted: focusOf(asked.type).tools,
  });
  const words = wordsFor(asked.language);
  if (omitted.length > 0) emit({ type: 'step', text: words.omitted(omitted.length) });
  const declared = estimateTokens(JSON.stringify(specs));
  const brief = fittedBrief(parts, asked, engine, declared, keep(engine.text));
  const context = createContext({
    system: SYSTEM,
    history: historyOf(asked, model.contextTokens * HISTORY_SHARE),
    question: question(parts, asked, brief),
    maxTokens: Math.floor(model.contextTokens * (1 - ANSWER_SHARE)) - declared,
    keep,
  });
  const pending: PendingCall[] = [];
  let calls = 0;
  const result = await runLoop({
    ...{ model, specs, context, principal, emit },
    ...{ call: parts.call, redact: parts.redact, budget: parts.budget },
    ...{ maxSteps: asked.maxSteps, signals: asked.signals },
    offered: new Set(specs.map(({ name }) => name)),
    nextId: () => `call-${++calls}`,
    onPending: (call) => pending.push(call),
    onTurn: (number) => emit({ type: 'step', text: words.turn(number) }),
  });
  conversation.pending.push(...pending);
  const read = [
    { label: 'diagnose', text: `${brief}\n${quotesOf(engine.diagnosis)}\n${engine.text}` },
    ...asked.approved,
  ];
  return answerFrom(parts, asked, engine, result, { pending, read });
}

async function answerFrom(
  parts: AgentParts,
  asked: Asked,
  engine: EngineResult,
  result: LoopResult,
  { pending, read }: { pending: readonly PendingCall[]; read: readonly { label: string; text: string }[] },
): Promise<Answer> {
  const stop = result.text.trim() === '' && result.stop === 'answer' ? 'model_failed' : result.stop;
  const text = await writeAnswer(parts, asked, engine, {
    ...result,
    stop,
    pending,
    read: [...read, ...result.replies],
  });
  const cost = parts.budget.costOf(result.spent);
  const usage = { ...result.spent, ...(cost === undefined ? {} : { cost }) };
  const { modelFailed, noAnswer } = wordsFor(asked.language);
  const message = modelFailed(result.failure ?? noAnswer);
  const error = stop === 'model_failed' ? ({ code: 'model_failed', message } as const) : undefined;
  return { text, stop, diagnosis: engine.diagnosis, steps: result.steps, usage, error };
}

function question(parts: AgentParts, asked: Asked, brief: string): string {
  const { type, namespace, language, approved } = asked;
  const now = new Date(parts.now()).toISOString();
  return questionMessage({ question: asked.question, type, namespace, language, brief, approved, now });
}

/** What the engine found, in what the first request has left for it. */
function fittedBrief(
  parts: AgentParts,
  asked: Asked,
  { diagnosis }: EngineResult,
  declared: number,
  handle: string,
): string {
  const around =
    estimateTokens(SYSTEM) + estimateTokens(question(parts, { ...asked, approved: [] }, '')) + declared + ENVELOPE;
  return briefOf(diagnosis, Math.max(MIN_BRIEF, FIRST_REQUEST - around), handle);
}

/** The conversation so far, the latest first to be kept. */
function historyOf({ conversation }: Asked, maxTokens: number): Message[] {
  const history: Message[] = [];
  let left = maxTokens;
  for (const { question, answer } of conversation.turns.toReversed()) {
    left -= estimateTokens(question + answer) + 8;
    if (left < 0) break;
    history.unshift(
      { role: 'user', text: question },
      { role: 'assistant', text: untrusted('earlier answer', answer), calls: [] },
    );
  }
  return history;
}
