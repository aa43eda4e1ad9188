/** The conversations that are open: their ids are made here, belong to one principal and expire. */
import { randomUUID } from 'node:crypto';
import type { Principal } from '../policy/types.ts';
import { HttpError } from './errors.ts';

const MAX_OPEN = 1000;
const IDLE_MS = 3_600_000;

export interface Conversations {
  /** A new id, or the given one, where it is this principal's. @throws HttpError 404 for an unknown or foreign one. */
  open: (principal: Principal, id: string | undefined) => string;
}

/** Keeps the most recently used; `now` in milliseconds. */
export function createConversations(now: () => number = Date.now): Conversations {
  const open = new Map<string, { owner: string; usedAt: number }>();
  const touch = (id: string, owner: string) => {
    open.delete(id);
    open.set(id, { owner, usedAt: now() });
    const oldest = open.keys().next();
    if (open.size > MAX_OPEN && oldest.done !== true) open.delete(oldest.value);
    return id;
  };
  return {
    open(principal, id) {
      if (id === undefined) return touch(randomUUID(), principal.name);
      const known = open.get(id);
      if (known === undefined || known.owner !== principal.name || now() - known.usedAt > IDLE_MS) {
        throw new HttpError(
          404,
          'unknown_conversation',
          'There is no such conversation; leave "conversation" out to begin one.',
        );
      }
      return touch(id, principal.name);
    },
  };
}
