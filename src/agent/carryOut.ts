/** Makes the calls of a plan on the one path: what a caller may not do is refused there, what needs an approval waits. */
import type { AgentParts, Asked } from './agent.ts';
import { makesChanges } from './changing.ts';
import { isComplete, type Plan } from './plan.ts';
import type { PendingCall, RefusedCall } from './toolTurn.ts';
import { summaryOf, takeNote } from './toolTurn.ts';

export interface Outcome {
  pending: readonly PendingCall[];
  refused: readonly RefusedCall[];
  /** What ran, the last of which may have failed. */
  ran: readonly { command: string; ok: boolean; text: string }[];
}

const NOTHING: Outcome = { pending: [], refused: [], ran: [] };

/**
 * Nothing is called where the configuration has nothing changed, where the question only asks how, where a step is not
 * known, or where it has just been done.
 */
export async function carryOut(parts: AgentParts, asked: Asked, plan: Plan): Promise<Outcome> {
  if (!makesChanges(parts) || plan.wish !== 'do' || !isComplete(plan) || asked.approved.length > 0) return NOTHING;
  const [pending, refused]: [PendingCall[], RefusedCall[]] = [[], []];
  const ran: { command: string; ok: boolean; text: string }[] = [];
  const { principal, emit } = asked;
  // Not that of the question's time: a change that is cut off in the middle is worse than none.
  const signal = asked.signals.cancel;
  const notes = {
    emit,
    onPending: (call: PendingCall) => void pending.push(call),
    onRefused: (call: RefusedCall) => void refused.push(call),
  };
  for (const { line, call } of plan.steps) {
    if (call === undefined) continue;
    const id = `plan-${pending.length + refused.length + ran.length + 1}`;
    emit({ type: 'step', text: line });
    emit({ type: 'tool_call', id, tool: call.tool, arguments: parts.redact.object(call.arguments) });
    const result = await parts.call({ ...call, principal, signal });
    emit({ type: 'tool_result', id, ok: result.ok, summary: summaryOf(result.text) });
    takeNote(result, { ...call, command: line }, notes);
    if (result.failure === 'approval_required' || result.failure === 'denied') continue;
    ran.push({ command: line, ok: result.ok, text: result.text });
    // The next ones rest on it.
    if (!result.ok) break;
  }
  return { pending, refused, ran };
}
