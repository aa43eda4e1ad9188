/**
 * Asks the client before a change, where its principal may approve: an agent that confirms for itself proves nothing, so
 * for all others the call stays refused until a person approves it elsewhere. One code for both eras: the stateless one
 * carries the question in the result, and for older clients the SDK asks by `elicitation/create`.
 */
import { type InputRequiredResult, inputRequired } from '@modelcontextprotocol/server';
import type { Call, CallRequest, CallResult } from '../tools/call.ts';
import type { HeldCalls, HeldState } from './held.ts';
import type { Turn } from './provider.ts';

/** What would run under an approval that waits, redacted; undefined where none waits under this id. */
export type CommandOf = (approval: string) => Promise<string | undefined>;

const QUESTION = 'confirm';
const FORM = {
  type: 'object' as const,
  properties: { run: { type: 'boolean' as const, title: 'Run it', description: 'true runs exactly this, once' } },
  required: ['run'],
};

/** What the client brings back: which approval it was asked about. */
interface Asked {
  approval: string;
}

export interface ConfirmParts {
  call: Call;
  commandOf: CommandOf;
  held: HeldCalls;
}

/** Calls a tool; an approver's client is asked once before what needs an approval, and any client what the tool asks. */
export async function callConfirmed(
  { call, commandOf, held }: ConfirmParts,
  wanted: Pick<CallRequest, 'tool' | 'arguments'>,
  turn: Turn,
): Promise<CallResult | InputRequiredResult> {
  const state = turn.context.mcpReq.requestState<Asked | HeldState>();
  const name = () => JSON.stringify([wanted.tool, wanted.arguments]);
  if (state !== undefined && 'held' in state) return held.resume(turn, name(), state.held);
  const asked = state;
  const confirmation = asked === undefined ? undefined : answerTo(asked, turn);
  const { principal } = turn;
  const result = await held.start(turn, name, (caller) => call({ ...wanted, ...caller, principal, confirmation }));
  if ('resultType' in result) return result;
  const approval = result.structured?.approval;
  if (result.failure !== 'approval_required' || typeof approval !== 'string') return result;
  if (asked !== undefined || !mayConfirm(turn)) return result;
  const command = await commandOf(approval);
  if (command === undefined) return result;
  const question = inputRequired.elicit({ message: questionOf(command), requestedSchema: FORM });
  return inputRequired({
    inputRequests: { [QUESTION]: question },
    requestState: await turn.seal({ approval } satisfies Asked),
  });
}

/** Whether it is a result, and no round that asks for more. */
export function isFinal(result: CallResult | InputRequiredResult): result is CallResult {
  return 'ok' in result;
}

function mayConfirm({ principal, client }: Turn): boolean {
  const { elicitation } = client;
  if (elicitation === undefined || principal.role !== 'approver') return false;
  // An empty declaration means forms: it is older than the choice of modes.
  return elicitation.form !== undefined || elicitation.url === undefined;
}

/** Undefined where the question was dismissed: it waits on, and a person may still approve it elsewhere. */
function answerTo({ approval }: Asked, { context }: Turn): CallRequest['confirmation'] {
  const answer = context.mcpReq.inputResponses?.[QUESTION];
  if (!isRecord(answer)) return undefined;
  if (answer.action === 'decline') return { approval, accepted: false };
  if (answer.action !== 'accept' || !isRecord(answer.content)) return undefined;
  return { approval, accepted: answer.content.run === true };
}

/** The command stands on lines of its own, so that no argument can pass for a sentence of ours. */
function questionOf(command: string): string {
  const quoted = command
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
  return `This changes something and needs your approval. Run exactly this, once?\n\n${quoted}`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
