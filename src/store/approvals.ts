/**
 * Approvals: who wants to run what, and what a person said to it. A file each, whose name ends in its state; a state
 * changes by renaming, which succeeds for one process only, so that an approval is used once however many ask.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
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
  /** Which cluster it would act on. */
  cluster?: string;
  /** What it would reach into; absent: any namespace. */
  namespaces?: readonly string[] | 'cluster';
}

/** A call to be approved: the same principal, tool and parsed arguments, on the same cluster. */
export interface WantedCall {
  principal: string;
  tool: string;
  arguments: unknown;
  cluster?: string;
  command: string;
  namespaces?: readonly string[] | 'cluster';
}

export interface Approvals {
  use(wanted: WantedCall): Promise<string | undefined>;
  request(wanted: WantedCall): Promise<string>;
  /** A decision by who asks for exactly this call; false where the approval is of another, or waits no more. */
  confirm(id: string, accepted: boolean, wanted: WantedCall): Promise<boolean>;
  list(): Promise<Approval[]>;
  /** What became of it; undefined where there is none of this id. `decided` is false where it was not pending. */
  decide(id: string, decision: 'approved' | 'rejected'): Promise<{ approval: Approval; decided: boolean } | undefined>;
}

/** How long a person has to decide, and the caller to repeat the call after that. */
const PENDING_MS = 60 * 60_000;
const APPROVED_MS = 15 * 60_000;
/** Decided and expired ones are shown for a day. */
const KEEP_MS = 24 * 60 * 60_000;
/** Of one caller: more than a person can judge; one that asks for ever gets no further, and others still may ask. */
const MAX_PENDING = 50;

/** A filed request; `at` is when it came into its state. */
interface Filed {
  id: string;
  state: ApprovalState;
  at: number;
  content: Content;
}

/** What a file says, as this program wrote it. */
const Content = z.object({
  by: z.string(),
  command: z.string(),
  key: z.string(),
  cluster: z.string().optional(),
  namespaces: z.union([z.array(z.string()), z.literal('cluster')]).optional(),
});
type Content = z.infer<typeof Content>;

/** Makes the approvals over a cabinet. `now`: epoch milliseconds. */
export function createApprovals(cabinet: Cabinet, now: () => number): Approvals {
  const all = async (): Promise<Filed[]> => {
    const filed = (await cabinet.list()).flatMap((slip) => filedOf(slip) ?? []);
    const old = filed.filter(({ at }) => now() - at > KEEP_MS);
    await Promise.all(old.map(({ id, state }) => cabinet.remove(id, state)));
    return filed.filter((one) => !old.includes(one)).map((one) => ({ ...one, state: stateAt(one, now()) }));
  };
  const ofCall = async (key: string, state: ApprovalState) =>
    (await all()).filter((one) => one.content.key === key && one.state === state);
  return {
    async use(wanted) {
      for (const { id } of await ofCall(keyOf(wanted), 'approved')) {
        if (await cabinet.move(id, 'approved', 'used')) return id;
      }
      return undefined;
    },
    request: inTurn(async (wanted) => {
      const key = keyOf(wanted);
      const { principal: by, command, cluster, namespaces } = wanted;
      const waiting = (await all()).filter(({ state, content }) => state === 'pending' && content.by === by);
      const same = waiting.find(({ content }) => content.key === key);
      if (same !== undefined) return same.id;
      if (waiting.length >= MAX_PENDING)
        throw new Error(`${MAX_PENDING} approvals wait already; approve or reject some before asking for more.`);
      const id = randomBytes(9).toString('base64url').replace(/^-/, '_');
      await cabinet.put(id, 'pending', JSON.stringify({ by, command, key, cluster, namespaces }));
      return id;
    }),
    async confirm(id, accepted, wanted) {
      const isThis = (await ofCall(keyOf(wanted), 'pending')).some((one) => one.id === id);
      return isThis && cabinet.move(id, 'pending', accepted ? 'approved' : 'rejected');
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

/** One after another, so that two that ask for the same at once do not both find that nobody has. */
function inTurn(request: Approvals['request']): Approvals['request'] {
  let before: Promise<unknown> = Promise.resolve();
  return (wanted) => {
    const mine = before.then(() => request(wanted));
    before = mine.catch(() => {});
    return mine;
  };
}

function stateAt({ state, at }: Filed, now: number): ApprovalState {
  if (state === 'pending' && now - at > PENDING_MS) return 'expired';
  return state === 'approved' && now - at > APPROVED_MS ? 'expired' : state;
}

function published({ id, state, at, content: { by, command, cluster, namespaces } }: Filed): Approval {
  const expires = new Date(at + (state === 'approved' ? APPROVED_MS : PENDING_MS)).toISOString();
  return { id, command, by, state, expires, cluster, namespaces };
}

function keyOf({ principal, tool, arguments: input, cluster }: WantedCall): string {
  return createHash('sha256')
    .update(canonicalJson([principal, tool, input, cluster ?? null]))
    .digest('hex');
}

/** Undefined for a file that is none of ours, or is damaged: it approves nothing. */
function filedOf({ id, state, at, text }: { id: string; state: string; at: number; text: string }): Filed | undefined {
  const known = APPROVAL_STATES.find((one) => one === state);
  if (known === undefined) return undefined;
  try {
    const content = Content.safeParse(JSON.parse(text));
    return content.success ? { id, state: known, at, content: content.data } : undefined;
  } catch {
    return undefined;
  }
}
