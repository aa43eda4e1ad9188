/** What `remediation.mode` of the configuration lets the agent change. What people call themselves is not its concern. */
import type { Call } from '../tools/call.ts';
import type { AgentParts } from './agent.ts';

/** `off`: no change is planned; `suggest`: it is planned and shown; else it is made as far as policy lets it. */
export type ChangeMode = 'off' | 'suggest' | 'approve' | 'auto';

/** Whether changes are made, each as policy decides. */
export const makesChanges = ({ changes }: Pick<AgentParts, 'changes'>): boolean =>
  changes === 'approve' || changes === 'auto';

/** The call path; where no changes are made, what is no mere read does not even ask for an approval. */
export function callWithin(parts: Pick<AgentParts, 'call' | 'tools' | 'changes'>): Call {
  const { call, tools, changes } = parts;
  if (makesChanges(parts)) return call;
  return async (request) => {
    const prepared = await tools.get(request.tool)?.prepare(request.arguments);
    if (prepared === undefined || 'invalid' in prepared) return call(request);
    const all = [prepared.action, ...(prepared.action.parts ?? [])];
    if (all.every(({ effect }) => effect === 'read')) return call(request);
    const reason = `It may change something, and the agent makes no changes here (remediation.mode: ${changes}).`;
    return { ok: false, failure: 'denied', text: `Not run: ${reason}`, structured: { verdict: 'denied', reason } };
  };
}
