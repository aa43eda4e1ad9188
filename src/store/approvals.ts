/**
 * Approvals: who wants to run what, and what a person said to it. A file each, whose name ends in its state; a state
 * changes by renaming, which succeeds for one process only, so that an approval is used once however many ask.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { Cabinet } from './cabinet.ts';
import { canonicalJson } from './canonical.ts';

export const APPROVAL_STATES = ['pending', 'approved', 'used', 'rejected', 'expired'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

export interface Approval {
  id: string;
  /** What would run, redacted. */
  command: string;
  /** Who asked. */
  by: string;
  state: ApprovalState;
  /** RFC 3339: until when it can be approved, or, once approved, used. */
  expires: string;
}

/** A call to be approved: the same principal, tool and parsed arguments. */
export interface WantedCall {
  principal: string;
  tool: string;
  arguments: unknown;
  command: string;
}

export interface Approvals {
  use(wanted: WantedCall): Promise<string | undefined>;
  request(wanted: WantedCall): Promise<string>;
  list(): Promise<Approval[]>;
  /** What became of it; undefined where there is none of this id. `decided` is false where it was not pending. */
  decide(id: string, decision: 'approved' | 'rejected'): Promise<{ approval: Approval; decided: boolean } | undefined>;
}

/** How long a person has to decide, and the caller to repeat the call after that. */
const PENDING_MS = 60 * 60_000;
const APPROVED_MS = 15 * 60_000;
/** Decided and expired ones are shown for a day. */
const KEEP_MS = 24 * 60 * 60_000;
/** More that wait at once than a person can judge; a caller that asks for ever gets no further. */
const MAX_PENDING = 200;

/** A filed request; `at` is when it came into its state. */
interface Filed {
  id: string;
  state: ApprovalState;
  at: number;
  by: string;
  command: string;
  key: string;
}

/** Makes the approvals over a cabinet. `now`: epoch milliseconds. */
export function createApprovals(cabinet: Cabinet, now: () => number): Approvals {
  const all = async (): Promise<Filed[]> => {
    const filed = (await cabinet.list()).flatMap((slip) => filedOf(slip) ?? []);
    const old = filed.filter(({ at }) => now() - at > KEEP_MS);
    await Promise.all(old.map(({ id, state }) => cabinet.remove(id, state)));
    return filed.filter((one) => !old.includes(one)).map((one) => ({ ...one, state: stateAt(one, now()) }));
  };
  const ofCall = async (key: string, state: ApprovalState) =>
    (await all()).filter((one) => one.key === key && one.state === state);
  return {
    async use(wanted) {
      for (const { id } of await ofCall(keyOf(wanted), 'approved')) {
        if (await cabinet.move(id, 'approved', 'used')) return id;
      }
      return undefined;
    },
    async request(wanted) {
      const key = keyOf(wanted);
      const [waiting] = await ofCall(key, 'pending');
      if (waiting !== undefined) return waiting.id;
      const pending = (await all()).filter(({ state }) => state === 'pending');
      if (pending.length >= MAX_PENDING)
        throw new Error(`${MAX_PENDING} approvals wait already; approve or reject some before asking for more.`);
      const id = randomBytes(9).toString('base64url').replace(/^-/, '_');
      await cabinet.put(id, 'pending', JSON.stringify({ by: wanted.principal, command: wanted.command, key }));
      return id;
    },
    async list() {
      return (await all()).sort((a, b) => a.at - b.at).map(published);
    },
    async decide(id, decision) {
      const before = (await all()).find((one) => one.id === id);
      if (before === undefined) return undefined;
      const decided = before.state === 'pending' && (await cabinet.move(id, 'pending', decision));
      const after = decided
        ? { ...before, state: decision, at: now() }
        : ((await all()).find((one) => one.id === id) ?? before);
      return { approval: published(after), decided };
    },
  };
}

function stateAt({ state, at }: Filed, now: number): ApprovalState {
  if (state === 'pending' && now - at > PENDING_MS) return 'expired';
  return state === 'approved' && now - at > APPROVED_MS ? 'expired' : state;
}

function published({ id, state, at, by, command }: Filed): Approval {
  const expires = new Date(at + (state === 'approved' ? APPROVED_MS : PENDING_MS)).toISOString();
  return { id, command, by, state, expires };
}

function keyOf({ principal, tool, arguments: input }: WantedCall): string {
  return createHash('sha256')
    .update(canonicalJson([principal, tool, input]))
    .digest('hex');
}

/** Undefined for a file that is none of ours, or is damaged: it approves nothing. */
function filedOf({ id, state, at, text }: { id: string; state: string; at: number; text: string }): Filed | undefined {
  const known = APPROVAL_STATES.find((one) => one === state);
  if (known === undefined) return undefined;
  try {
    const { by, command, key } = JSON.parse(text) as Record<string, unknown>;
    if (typeof by !== 'string' || typeof command !== 'string' || typeof key !== 'string') return undefined;
    return { id, state: known, at, by, command, key };
  } catch {
    return undefined;
  }
}
