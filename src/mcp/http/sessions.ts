/** The sessions of older clients: each belongs to one principal, ends when nobody uses it, and there are only so many. */
import type { ServerResponse } from 'node:http';
import type { Principal } from '../../policy/types.ts';

export interface SessionLimits {
  /** Sessions at once, of all callers. */
  max: number;
  /** Milliseconds without a request or an open stream after which a session ends. */
  idleMs: number;
}

interface Session<T> {
  value: T;
  owner: string;
  /** Requests and streams that are open now. */
  open: number;
  /** Epoch milliseconds of the last sign of life. */
  usedAt: number;
  close: () => Promise<void>;
}

export interface Sessions<T> {
  /** False where there are too many that are in use. At the limit the owner's longest idle one makes room. */
  makeRoom: (principal: Principal) => boolean;
  add: (id: string, value: T, principal: Principal, close: () => Promise<void>) => void;
  /** Undefined also where it is another principal's: an id alone opens nothing. `response`: keeps it alive until it ends. */
  use: (id: string, principal: Principal, response: ServerResponse) => T | undefined;
  remove: (id: string) => void;
  close: () => Promise<void>;
}

/** Ids are unique across the tables that share a `room`. */
export interface Room {
  sessions: Map<string, Session<unknown>>;
  limits: SessionLimits;
}

const SWEEP_MS = 30_000;

export function createSessions<T>(room: Room): Sessions<T> {
  const own = new Map<string, Session<T>>();
  const remove = (id: string) => {
    own.delete(id);
    room.sessions.delete(id);
  };
  const end = async (id: string, session: Session<unknown>) => {
    remove(id);
    room.sessions.delete(id);
    await session.close();
  };
  const sweep = () => {
    const before = Date.now() - room.limits.idleMs;
    for (const [id, session] of own) if (session.open === 0 && session.usedAt < before) void end(id, session);
  };
  const timer = setInterval(sweep, Math.min(SWEEP_MS, room.limits.idleMs)).unref();
  return {
    makeRoom({ name }) {
      if (room.sessions.size < room.limits.max) return true;
      // Least recently used first: `use` moves a session to the end.
      const idle = [...room.sessions].find(([, { owner, open }]) => owner === name && open === 0);
      if (idle === undefined) return false;
      void end(...idle);
      return true;
    },
    add(id, value, { name }, close) {
      const session = { value, owner: name, open: 0, usedAt: Date.now(), close };
      own.set(id, session);
      room.sessions.set(id, session);
    },
    use(id, { name }, response) {
      const session = own.get(id);
      if (session?.owner !== name) return undefined;
      touch(room, id, session);
      session.open += 1;
      response.once('close', () => {
        session.open -= 1;
        session.usedAt = Date.now();
      });
      return session.value;
    },
    remove,
    async close() {
      clearInterval(timer);
      await Promise.all([...own].map(([id, session]) => end(id, session)));
    },
  };
}

function touch(room: Room, id: string, session: Session<unknown>): void {
  session.usedAt = Date.now();
  room.sessions.delete(id);
  room.sessions.set(id, session);
}
