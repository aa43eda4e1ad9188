/**
 * Calls in whose middle another server asks something of a client that cannot be asked: the stateless revision has no
 * requests from server to client. The call stays in flight, its client gets the questions as the result of this round,
 * and the round that brings the answers goes on with the same call.
 */
import { randomUUID } from 'node:crypto';
import { type InputRequest, type InputRequiredResult, inputRequired } from '@modelcontextprotocol/server';
import type { CallRequest, CallResult } from '../tools/call.ts';
import { peerOf } from './peer.ts';
import type { Turn } from './provider.ts';

/** What a call is given that differs from round to round. */
export type Caller = Pick<CallRequest, 'signal' | 'progress' | 'peer'>;
type Work = (caller: Caller) => Promise<CallResult>;
type Outcome = CallResult | InputRequiredResult;

export interface HeldCalls {
  /** Runs the work until it ends or asks; `call` names what is called, so that no answer reaches another call. */
  start: (turn: Turn, call: () => string, work: Work) => Promise<Outcome>;
  /** Goes on with a call that asked, by what `start` or `resume` had the client bring back. */
  resume: (turn: Turn, call: string, id: string) => Promise<Outcome>;
}

/** What the client brings back. */
export interface HeldState {
  held: string;
}

interface Question {
  ask: InputRequest;
  answer: (response: Record<string, unknown>) => void;
}

interface Held {
  id: string;
  owner: string;
  call: string;
  questions: Map<string, Question>;
  /** Resolves when there is a question; made anew for each round. */
  asked: PromiseWithResolvers<void>;
  done: Promise<CallResult>;
  ends: AbortController;
  /** The round that waits for it now; undefined while its client gathers answers. */
  turn: Turn | undefined;
  /** Takes back that it ends by itself. */
  keep?: () => void;
}

/** As long as the state that leads back to it. */
const HELD_MS = 600_000;
/** Calls of one principal that wait for answers at once. */
const MAX_HELD = 32;

/** Does the work after a time in milliseconds, unless the function returned is called before. */
export type After = (ms: number, work: () => void) => () => void;

const byTimer: After = (ms, work) => {
  const timer = setTimeout(work, ms).unref();
  return () => clearTimeout(timer);
};

export function createHeldCalls(after = byTimer): HeldCalls {
  const waiting = new Map<string, Held>();
  const running = new Set<Held>();

  const attend = async (held: Held, turn: Turn): Promise<Outcome> => {
    held.turn = turn;
    const leave = () => held.ends.abort(turn.signal.reason);
    if (turn.signal.aborted) leave();
    turn.signal.addEventListener('abort', leave, { once: true });
    try {
      const ended = await Promise.race([held.done, held.asked.promise]);
      if (ended !== undefined) return ended;
    } finally {
      turn.signal.removeEventListener('abort', leave);
      held.turn = undefined;
    }
    waiting.set(held.id, held);
    held.keep = after(HELD_MS, () => {
      waiting.delete(held.id);
      held.ends.abort(new Error('Nobody answered what the call asked.'));
    });
    const inputRequests = Object.fromEntries([...held.questions].map(([key, { ask }]) => [key, ask]));
    return inputRequired({ inputRequests, requestState: await turn.seal({ held: held.id } satisfies HeldState) });
  };

  return {
    start(turn, call, work) {
      const peer = peerOf(turn);
      if (!mustBeHeld(turn)) return work({ signal: turn.signal, peer, progress: peer.step });
      return attend(open(turn, call(), work, running), turn);
    },
    async resume(turn, call, id) {
      const held = waiting.get(id);
      if (held?.owner !== turn.principal.name || held.call !== call) return GONE;
      waiting.delete(id);
      held.keep?.();
      answer(held, turn.context.mcpReq.inputResponses ?? {});
      return attend(held, turn);
    },
  };
}

const GONE: CallResult = {
  ok: false,
  failure: 'failed',
  text: 'The call that asked this waits no more: it has ended, was answered before, or was another one. Call again from the start.',
};

/** Stateless clients that can be asked something; others are asked in the middle of the call, or not at all. */
function mustBeHeld({ client, context }: Turn): boolean {
  return context.mcpReq.envelope !== undefined && (client.elicitation !== undefined || client.sampling !== undefined);
}

/** Whether one more call of the same caller may ask: those count that ask now, seen by the client or not yet. */
function mayAsk(held: Held, running: ReadonlySet<Held>): boolean {
  const others = [...running].filter(({ owner, questions }) => owner === held.owner && questions.size > 0);
  return held.questions.size > 0 || others.length < MAX_HELD;
}

function open(turn: Turn, call: string, work: Work, running: Set<Held>): Held {
  const { principal, client, lasting } = turn;
  const ends = new AbortController();
  const stop = () => ends.abort(lasting.reason);
  lasting.addEventListener('abort', stop, { once: true });
  const now = () => (held.turn === undefined ? undefined : peerOf(held.turn));
  const first = peerOf(turn);
  let questions = 0;
  const request = (method: string, params: Record<string, unknown>, signal: AbortSignal) => {
    if (!mayAsk(held, running)) throw new Error('Too many calls of this caller wait for answers already.');
    questions += 1;
    return asked(held, `question_${questions}`, { method, params } as InputRequest, signal);
  };
  const peer = {
    ...first,
    capabilities: client,
    request,
    notify: (method: string, params: Record<string, unknown>) => now()?.notify(method, params),
    progress: first.progress && ((step: Parameters<typeof first.progress>[0]) => now()?.progress?.(step)),
  };
  const progress = first.step && ((sentence: string) => now()?.step?.(sentence));
  const done = work({ signal: ends.signal, peer, progress }).finally(() => {
    lasting.removeEventListener('abort', stop);
    running.delete(held);
  });
  // Whoever comes back hears of it.
  done.catch(() => {});
  const held: Held = {
    ...{ id: randomUUID(), owner: principal.name, call, ends, done, turn },
    questions: new Map(),
    asked: Promise.withResolvers(),
  };
  running.add(held);
  return held;
}

/** Resolves with the client's answer, in whichever round that comes. */
function asked(held: Held, key: string, ask: InputRequest, signal: AbortSignal): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    const withdraw = () => {
      held.questions.delete(key);
      reject(signal.reason);
    };
    signal.addEventListener('abort', withdraw, { once: true });
    const answer = (response: Record<string, unknown>) => {
      signal.removeEventListener('abort', withdraw);
      resolve(response);
    };
    held.questions.set(key, { ask, answer });
    // What is asked together goes out together.
    setImmediate(() => held.asked.resolve());
  });
}

/** Hands on what was answered; what was not is asked again. */
function answer(held: Held, responses: Readonly<Record<string, unknown>>): void {
  for (const [key, question] of held.questions) {
    const response = responses[key];
    if (typeof response !== 'object' || response === null) continue;
    held.questions.delete(key);
    question.answer({ ...response });
  }
  held.asked = Promise.withResolvers();
  if (held.questions.size > 0) held.asked.resolve();
}
