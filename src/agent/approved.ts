/** Runs, before anything else, exactly the calls of this conversation that a person has approved since. */
import type { AgentParts, AskInput } from './agent.ts';
import { summaryOf } from './toolTurn.ts';

export interface Approved {
  label: string;
  command: string;
  ok: boolean;
  text: string;
}

/** What still waits stays; what was rejected, used or has expired is forgotten. */
export async function runApproved(parts: AgentParts, input: AskInput, signal: AbortSignal): Promise<Approved[]> {
  const { conversation, principal, emit } = input;
  if (conversation.pending.length === 0) return [];
  const states = new Map((await parts.approvals.list()).map(({ id, state }) => [id, state]));
  const isIn = (state: string) => conversation.pending.filter(({ approval }) => states.get(approval) === state);
  const [ready, waiting] = [isIn('approved'), isIn('pending')];
  conversation.pending = waiting;
  const done: Approved[] = [];
  for (const { tool, arguments: input, command } of ready) {
    const id = `approved-${done.length + 1}`;
    emit({ type: 'step', text: command });
    emit({ type: 'tool_call', id, tool, arguments: parts.redact.object(input) });
    const result = await parts.call({ tool, arguments: input, principal, signal });
    emit({ type: 'tool_result', id, ok: result.ok, summary: summaryOf(result.text) });
    done.push({ label: command, command, ok: result.ok, text: result.text });
  }
  return done;
}
