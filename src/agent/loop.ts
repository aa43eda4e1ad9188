/** The loop: ask the model, run what it asks for, until it answers or something stops it. Small on purpose. */
import { estimateRequest } from '../llm/client.ts';
import { textCallsIn } from '../llm/textCalls.ts';
import { estimateTokens } from '../llm/tokens.ts';
import { type LanguageModel, type Message, ModelError, type ToolSpec, type Turn } from '../llm/types.ts';
import { type Budget, type Spent, spend } from './budget.ts';
import type { Context, ToolReply } from './context.ts';
import type { Stop } from './events.ts';
import { CONCLUDE, GO_ON, NUDGE, SAY_SOMETHING } from './prompt.ts';
import { createRepeatWatch } from './repeat.ts';
import { runToolTurn, type ToolTurnParts } from './toolTurn.ts';

export interface LoopParts extends Omit<ToolTurnParts, 'signal'> {
  model: LanguageModel;
  specs: readonly ToolSpec[];
  context: Context;
  maxSteps: number;
  budget: Budget;
  /** What the question has taken before. */
  spent: Spent;
  /** `cancel`: nobody waits any more. `soft`: time to conclude. `hard`: time is up. */
  signals: { cancel: AbortSignal; soft: AbortSignal; hard: AbortSignal };
  onTurn: (number: number) => void;
}

export interface LoopResult {
  /** Empty where the model gave no answer. */
  text: string;
  stop: Stop;
  steps: number;
  spent: Spent;
  replies: readonly ToolReply[];
  /** How the text ended; `left`: it is what had come when time was up. */
  end: Turn['end'] | 'left';
  /** Why the model failed, as one sentence. */
  failure?: string;
}

/** Turns in which a part of an answer may be continued, and in which nothing may be said. */
const CONTINUATIONS = 2;
/** A request that was too long is planned anew with less, this often. */
const SHORTER = 3;

/** Never throws for what a model, a tool or a clock did: the result then says what stopped it. */
export async function runLoop(parts: LoopParts): Promise<LoopResult> {
  const run = new Run(parts);
  const ended = await run.attempt(() => run.investigate());
  if (ended !== 'answer' && ended !== 'cancelled' && ended !== 'model_failed') await run.attempt(() => run.conclude());
  return run.result(ended);
}

class Run {
  readonly #parts: LoopParts;
  readonly #spent: Spent;
  readonly #replies: ToolReply[] = [];
  #steps = 0;
  #turns = 0;
  #text = '';
  #end: Turn['end'] = 'complete';
  /** What had come of a turn that was left, and is neither an answer nor a call. */
  #left = '';
  #failure: string | undefined;

  constructor(parts: LoopParts) {
    this.#parts = parts;
    this.#spent = { ...parts.spent };
  }

  result(stop: Stop): LoopResult {
    const left = this.#text.trim() === '' && (stop === 'time' || stop === 'cancelled');
    return {
      text: left ? this.#left : this.#text,
      stop,
      steps: this.#steps,
      spent: this.#spent,
      replies: this.#replies,
      end: left ? 'left' : this.#end,
      failure: this.#failure,
    };
  }

  /** What ended the work, whatever it was. @throws what is a defect of our own. */
  async attempt(work: () => Promise<Stop>): Promise<Stop> {
    const { cancel, soft } = this.#parts.signals;
    try {
      return await work();
    } catch (error) {
      if (cancel.aborted) return 'cancelled';
      if (soft.aborted) return 'time';
      if (!(error instanceof ModelError)) throw error;
      this.#failure = error.message;
      return 'model_failed';
    }
  }

  async investigate(): Promise<Stop> {
    const { context, specs, maxSteps, signals, budget } = this.#parts;
    const signal = AbortSignal.any([signals.cancel, signals.soft]);
    const watch = createRepeatWatch();
    while (this.#steps < maxSteps) {
      // One more request, to conclude, must still be affordable.
      if (budget.exceededBy(this.#spent, 2 * estimateRequest(context.messages(), specs))) return 'budget';
      const turn = await this.#ask(specs, signal);
      if (turn.calls.length === 0) return this.#answer(turn, signal);
      this.#steps += 1;
      const replies = await runToolTurn(turn.calls, { ...this.#parts, signal });
      this.#replies.push(...replies);
      const attempted = turn.calls.map((call, index) => ({ ...call, text: replies[index]?.text ?? '' }));
      const progress = watch(attempted);
      context.add(turn, replies, progress === 'nudge' ? NUDGE : undefined);
      if (progress === 'stuck') return 'loop';
    }
    return 'max_steps';
  }

  /** One more request, without tools. */
  async conclude(): Promise<Stop> {
    const { context, signals, budget, specs } = this.#parts;
    if (budget.exceededBy(this.#spent, estimateRequest(context.messages(), []))) return 'budget';
    const signal = AbortSignal.any([signals.cancel, signals.hard]);
    const turn = await this.#ask([], signal, { role: 'user', text: CONCLUDE });
    const { text } = textCallsIn(turn.text, new Set(specs.map(({ name }) => name)));
    this.#text = text;
    this.#end = turn.end;
    return 'answer';
  }

  /** The answer whole: one that broke off is continued, one that is empty is asked for again. */
  async #answer(first: Turn, signal: AbortSignal): Promise<Stop> {
    let turn = first;
    this.#text = turn.text;
    for (let more = 0; more < CONTINUATIONS; more++) {
      const empty = this.#text.trim() === '';
      // One that went in circles would go on in circles.
      if (!empty && (turn.end === 'complete' || turn.end === 'circles')) break;
      const said: Message[] = empty ? [] : [{ role: 'assistant', text: this.#text, calls: [] }];
      this.#end = turn.end;
      turn = await this.#ask([], signal, ...said, { role: 'user', text: empty ? SAY_SOMETHING : GO_ON });
      this.#text += turn.text;
    }
    this.#end = turn.end;
    if (this.#text.trim() !== '') return 'answer';
    throw new ModelError('cut', 'It said nothing.');
  }

  async #ask(tools: readonly ToolSpec[], signal: AbortSignal, ...last: readonly Message[]): Promise<Turn> {
    const { context, onTurn } = this.#parts;
    this.#turns += 1;
    onTurn(this.#turns);
    for (let tries = 1; ; tries++) {
      try {
        return await this.#request(context.messages(...last), tools, signal);
      } catch (error) {
        if (!(error instanceof ModelError) || error.kind !== 'too_long' || tries > SHORTER) throw error;
        context.shorten();
      }
    }
  }

  /** Counts what it takes, also where it comes to nothing. */
  async #request(messages: readonly Message[], tools: readonly ToolSpec[], signal: AbortSignal): Promise<Turn> {
    const { model, context, emit } = this.#parts;
    const inputTokens = estimateRequest(messages, tools);
    let said = '';
    const onText = (text: string) => {
      said += text;
      emit({ type: 'token', text });
    };
    // Then it begins anew.
    const onWait = (text: string) => {
      said = '';
      emit({ type: 'step', text });
    };
    try {
      const turn = await model.complete({ messages, tools, signal, onText, onWait });
      spend(this.#spent, turn.usage);
      this.#left = '';
      // Endpoints that count more than we do: plan with what is left by their count.
      const ratio = turn.usage.inputTokens / inputTokens;
      if (ratio > 1.1) context.calibrate(ratio);
      return turn;
    } catch (error) {
      if (said !== '') {
        spend(this.#spent, { inputTokens, outputTokens: estimateTokens(said), cachedTokens: 0 });
        this.#left = said;
      }
      throw error;
    }
  }
}
