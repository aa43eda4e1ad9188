/** What an answer says of the change that was asked for, beside what the model said of it. */
import type { AgentParts, Asked } from './agent.ts';
import { carryOut } from './carryOut.ts';
import { isForeign } from './connected.ts';
import { asksForChange, type Plan } from './plan.ts';
import { notesOf, planText, refusedText } from './planText.ts';
import { focusOf } from './problemTypes.ts';
import type { PendingCall, RefusedCall } from './toolTurn.ts';
import { wordsFor } from './words.ts';

export interface Change {
  pending: readonly PendingCall[];
  refused: readonly RefusedCall[];
  /** What the question asks to be changed, as far as it is known how. */
  plan: Plan | undefined;
}

/**
 * Paragraphs: the exact calls for who may only read, or where changes are only suggested; where the model was of no use (`silent`) and asked for nothing, the
 * plan, carried out as far as the caller may.
 */
export async function planned(parts: AgentParts, asked: Asked, change: Change, silent: boolean): Promise<string[]> {
  const { plan, pending } = change;
  if (parts.changes === 'off') return asksForChange(asked) ? [wordsFor(asked.language).changesOff] : [];
  const readsOnly = asked.principal.role === 'viewer' || parts.changes === 'suggest';
  const refused = readsOnly ? wanted(parts, asked, change) : [];
  if (refused.length > 0) return [refusedText(parts, asked, { refused })];
  if (plan === undefined || pending.length > 0 || change.refused.length > 0) return [];
  if (silent && !asked.signals.cancel.aborted) {
    const outcome = await carryOut(parts, asked, plan);
    asked.conversation.pending.push(...outcome.pending);
    return [planText(parts, asked, plan, outcome).trimEnd(), ...notesOf(asked, outcome)];
  }
  return readsOnly ? [planText(parts, asked, plan, undefined).trimEnd()] : [];
}

/** Of what was refused, what mends or makes something: looks that went too far belong to no plan. */
function wanted({ tools }: AgentParts, { type, question }: Asked, { plan, refused }: Change): readonly RefusedCall[] {
  if (plan !== undefined || type === 'action') return refused;
  if (focusOf(type, question).change === undefined) return [];
  return refused.filter((call) => {
    const tool = tools.get(call.tool);
    return tool !== undefined && isForeign(tool);
  });
}
