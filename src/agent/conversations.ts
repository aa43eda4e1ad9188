/** The conversations that are open. Ids are made here, belong to one principal and expire; what was said is kept here alone. */
import { randomUUID } from 'node:crypto';
import type { PendingCall } from './toolTurn.ts';

export interface Conversation {
  id: string;
  /** What was asked and answered, the oldest first. */
  turns: { question: string; answer: string }[];
  /** Calls that wait for a person. */
  pending: PendingCall[];
}

export interface Conversations {
  /** A new one, or the one of this id; undefined where this owner has none of this id (any more). */
  open: (owner: string, id: string | undefined) => Conversation | undefined;
}

const MAX_OPEN = 1000;
const MAX_OF_OWNER = 300;
const IDLE_MS = 3_600_000;
const MAX_TURNS = 6;
const MAX_ANSWER = 6000;
const MAX_PENDING = 20;

/** Keeps the most recently used; `now` in milliseconds. */
export function createConversations(now: () => number = Date.now): Conversations {
  const open = new Map<string, { owner: string; usedAt: number; conversation: Conversation }>();
  const touch = (owner: string, conversation: Conversation) => {
    open.delete(conversation.id);
    open.set(conversation.id, { owner, usedAt: now(), conversation });
    const own = [...open].filter(([, one]) => one.owner === owner);
    const oldest = own.length > MAX_OF_OWNER ? own[0]?.[0] : [...open.keys()][0];
    if (oldest !== undefined && (own.length > MAX_OF_OWNER || open.size > MAX_OPEN)) open.delete(oldest);
    return conversation;
  };
  return {
    open(owner, id) {
      if (id === undefined) return touch(owner, { id: randomUUID(), turns: [], pending: [] });
      const known = open.get(id);
      if (known === undefined || known.owner !== owner || now() - known.usedAt > IDLE_MS) return undefined;
      return touch(owner, known.conversation);
    },
  };
}

/** Adds a question and its answer; the oldest go, and long answers are kept in part: they are context, not a record. */
export function remember(conversation: Conversation, question: string, answer: string): void {
  const kept = answer.length > MAX_ANSWER ? `${answer.slice(0, MAX_ANSWER)}\n[…]` : answer;
  conversation.turns.push({ question, answer: kept });
  conversation.turns.splice(0, conversation.turns.length - MAX_TURNS);
  conversation.pending.splice(0, conversation.pending.length - MAX_PENDING);
}
