/** The part of an answer that a model gives, on top of the engine's: it starts from the diagnosis and is held to what was read. */
import { estimateTokens } from '../llm/tokens.ts';
import type { LanguageModel, Message } from '../llm/types.ts';
import type { AgentParts, Asked } from './agent.ts';
import { briefOf, quotesOf } from './brief.ts';
import { usageOf } from './budget.ts';
import { callWithin } from './changing.ts';
import { connectedFor } from './connected.ts';
import { createContext } from './context.ts';
import type { EngineResult } from './engine.ts';
import type { Answer } from './events.ts';
import { type LoopResult, runLoop } from './loop.ts';
import { type Plan, planOf } from './plan.ts';
import { focusOf } from './problemTypes.ts';
import { type QuestionParts, questionMessage, SYSTEM } from './prompt.ts';
import { toolSpecs } from './toolSpecs.ts';
import type { PendingCall, RefusedCall } from './toolTurn.ts';
import { untrusted } from './untrusted.ts';
import { wordsFor } from './words.ts';
import { type Written, writeAnswer } from './write.ts';

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
  const { specs, plan, brief, context } = await firstRequest(parts, model, asked, engine);
  const [pending, refused]: [PendingCall[], RefusedCall[]] = [[], []];
  let calls = 0;
  const result = await runLoop({
    ...{ model, specs, context, principal, emit },
    ...{ call: callWithin(parts), redact: parts.redact, budget: parts.budget },
    ...{ maxSteps: asked.maxSteps, signals: asked.signals, spent: asked.spent },
    offered: new Set(specs.map(({ name }) => name)),
    nextId: () => `call-${++calls}`,
    onPending: (call) => pending.push(call),
    onRefused: (call) => refused.push(call),
    onTurn: (number) => emit({ type: 'step', text: wordsFor(asked.language).turn(number) }),
  });
  conversation.pending.push(...pending);
  const read = [
    { label: 'diagnose', text: `${brief}\n${quotesOf(engine.diagnosis)}\n${engine.text}` },
    ...asked.approved,
  ];
  return answerFrom(parts, asked, engine, result, { pending, refused, plan, read });
}

/** The tools that a model is offered, and its context with the question in it. */
async function firstRequest(parts: AgentParts, model: LanguageModel, asked: Asked, engine: EngineResult) {
  const keep = (text: string) => parts.keepPage(asked.principal.name, text);
  const { specs, omitted } = toolSpecs([...parts.tools.values()], {
    maxTokens: Math.floor(model.contextTokens * TOOLS_SHARE),
    wanted: focusOf(asked.type, asked.question).tools,
  });
  if (omitted.length > 0) asked.emit({ type: 'step', text: wordsFor(asked.language).omitted(omitted.length) });
  const declared = estimateTokens(JSON.stringify(specs));
  const plan = await planOf(parts, asked);
  const around = questionAround(parts, asked, plan, new Set(specs.map(({ name }) => name)));
  const brief = fittedBrief(around, engine, declared, keep(engine.text));
  const context = createContext({
    system: SYSTEM,
    history: historyOf(asked, model.contextTokens * HISTORY_SHARE),
    question: questionMessage({ ...around, brief }),
    maxTokens: Math.floor(model.contextTokens * (1 - ANSWER_SHARE)) - declared,
    keep,
  });
  return { specs, plan, brief, context };
}

async function answerFrom(
  parts: AgentParts,
  asked: Asked,
  engine: EngineResult,
  result: LoopResult,
  more: Pick<Written, 'pending' | 'refused' | 'plan' | 'read'>,
): Promise<Answer> {
  const stop = result.text.trim() === '' && result.stop === 'answer' ? 'model_failed' : result.stop;
  const text = await writeAnswer(parts, asked, engine, {
    ...result,
    ...more,
    stop,
    read: [...more.read, ...result.replies],
  });
  const usage = usageOf(parts.budget, result.spent);
  const { modelFailed, noAnswer } = wordsFor(asked.language);
  const message = modelFailed(result.failure ?? noAnswer);
  const error = stop === 'model_failed' ? ({ code: 'model_failed', message } as const) : undefined;
  return { text, stop, diagnosis: engine.diagnosis, steps: result.steps, usage, error };
}

/** The question and all that stands around the findings. */
function questionAround(
  parts: AgentParts,
  { question, type, namespace, language, approved, principal }: Asked,
  plan: Plan | undefined,
  offered: ReadonlySet<string>,
): Omit<QuestionParts, 'brief'> {
  const now = new Date(parts.now()).toISOString();
  const connected = connectedFor(
    focusOf(type, question).tools,
    [...parts.tools.values()].filter(({ name }) => offered.has(name)),
  );
  const readsOnly = parts.changes !== 'off' && (principal.role === 'viewer' || parts.changes === 'suggest');
  return { question, type, namespace, language, approved, connected, plan, readsOnly, now };
}

/** What the engine found, in what the first request has left for it. */
function fittedBrief(
  around: Omit<QuestionParts, 'brief'>,
  { diagnosis }: EngineResult,
  declared: number,
  handle: string,
): string {
  const message = questionMessage({ ...around, approved: [], brief: '' });
  const left = FIRST_REQUEST - estimateTokens(SYSTEM) - estimateTokens(message) - declared - ENVELOPE;
  return briefOf(diagnosis, Math.max(MIN_BRIEF, left), handle);
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
