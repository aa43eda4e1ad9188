/** Answers a question: what was approved runs first, then the engine, then, where there is one, the model. */
import { randomUUID } from 'node:crypto';
import type { Language } from '../diagnosis/result.ts';
import type { LanguageModel } from '../llm/types.ts';
import type { Principal } from '../policy/types.ts';
import type { Call } from '../tools/call.ts';
import type { Tool } from '../tools/define.ts';
import { type Approved, runApproved } from './approved.ts';
import { type Budget, type Spent, usageOf } from './budget.ts';
import type { ChangeMode } from './changing.ts';
import type { Classify } from './classify.ts';
import { type Conversation, remember } from './conversations.ts';
import { diagnoseFirst, engineAnswer, NOTHING_SPENT } from './engine.ts';
import type { Answer, AskEvent } from './events.ts';
import { answerByModel } from './model.ts';
import { quoted, wordsFor } from './words.ts';

export interface AgentParts {
  call: Call;
  /** `remediation.mode` of the configuration. */
  changes: ChangeMode;
  /** Today's table: tools of other servers come and go. */
  tools: ReadonlyMap<string, Tool>;
  /** Resolves once other servers have had the time to connect: a process may live for one question only. */
  connected: () => Promise<void>;
  /** Undefined: the engine answers alone. */
  model: LanguageModel | undefined;
  classify: Classify;
  budget: Budget;
  seconds: number;
  /** Of answers; undefined: that of the question. */
  language: Language | undefined;
  redact: { text: (text: string) => string; object: <T>(value: T) => T };
  keepPage: (owner: string, text: string) => string;
  /** The approvals there are, to learn which have come. */
  approvals: { list: () => Promise<readonly { id: string; state: string }[]> };
  /** Keeps the run; what it is given has been redacted. */
  record: (run: RunRecord) => Promise<void>;
  /** Epoch milliseconds. */
  now: () => number;
}

export interface AskInput {
  question: string;
  namespace: string | undefined;
  language: Language | undefined;
  /** Turns that may ask for tools. */
  maxSteps: number;
  conversation: Conversation;
  principal: Principal;
  /** Nobody waits any more. */
  signal: AbortSignal;
  emit: (event: AskEvent) => void;
}

/** A question and everything that was done to answer it. */
export interface RunRecord {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  principal: string;
  conversation: string;
  question: string;
  answer: Answer;
  events: readonly AskEvent[];
  durationMs: number;
}

export interface Agent {
  /** @throws the signal's reason when it aborts before there is anything to say. */
  ask: (input: AskInput) => Promise<Answer>;
}

/** What one question is answered with. */
export interface Asked extends AskInput {
  language: Language;
  type: string;
  /** The namespace that the question names; nobody has looked whether it exists. */
  named: string | undefined;
  approved: readonly Approved[];
  /** What sorting the question took. */
  spent: Spent;
  signals: { cancel: AbortSignal; soft: AbortSignal; hard: AbortSignal };
}

export function createAgent(parts: AgentParts): Agent {
  return {
    async ask(input) {
      const at = parts.now();
      const events: AskEvent[] = [];
      const emit = (event: AskEvent) => {
        if (event.type !== 'token') events.push(event);
        input.emit(event);
      };
      const answer = await answerOf(parts, { ...input, emit });
      const { question, conversation, principal } = input;
      if (answer.diagnosis !== undefined) remember(conversation, question, answer.text);
      const runId = answer.diagnosis?.runId;
      const id = typeof runId === 'string' ? runId : randomUUID();
      const durationMs = parts.now() - at;
      const run = {
        id,
        at,
        principal: principal.name,
        conversation: conversation.id,
        question,
        answer,
        events,
        durationMs,
      };
      await parts.record(parts.redact.object(run));
      return answer;
    },
  };
}

async function answerOf(parts: AgentParts, input: AskInput): Promise<Answer> {
  const sorted = await parts.classify(input.question, input.signal);
  const { type, namespace: named, language: spoken, usage: spent = NOTHING_SPENT } = sorted;
  const language = input.language ?? parts.language ?? spoken;
  // A change that a person has approved takes the time that it takes: cut off in the middle it would be worse than none.
  const approved = await runApproved(parts, input, input.signal);
  const signals = signalsOf(parts.seconds, input.signal);
  const asked: Asked = { ...input, language, type, named, signals, approved, spent };
  const engine = await diagnoseFirst(parts, asked);
  if ('error' in engine) return { ...engine, usage: usageOf(parts.budget, spent) };
  await parts.connected();
  const answer =
    parts.model === undefined
      ? await engineAnswer(parts, asked, engine)
      : await answerByModel(parts, parts.model, asked, engine);
  const ran = approved.map((one) => ranText(one, language));
  const text = [...ran, answer.text].join('\n\n');
  return { ...answer, text: parts.redact.text(text) };
}

/** Why it failed is said; a result is for the model, or for whoever asks for it. */
function ranText({ command, ok, text }: Approved, language: Language): string {
  const line = `_${wordsFor(language).ran(command, ok)}_`;
  return ok ? line : `${line}\n\n${quoted(text)}`;
}

/** Time to conclude is kept: a fifth, at most half a minute. */
function signalsOf(seconds: number, cancel: AbortSignal): Asked['signals'] {
  const soft = Math.max(seconds * 0.8, seconds - 30);
  return { cancel, soft: AbortSignal.timeout(Math.round(soft * 1000)), hard: AbortSignal.timeout(seconds * 1000) };
}
