/** The decision on one action. */
import { type Action, hasRole, type Principal, type Verdict } from './types.ts';

/** Reads are for every role, inside the caller's namespaces; writes need an approval, which only an operator may ask for. */
export function decide(principal: Principal, action: Action): Verdict {
  if (action.forbidden !== undefined) return { decision: 'deny', reason: action.forbidden };
  const outside = namespacesOutside(principal, action);
  if (outside !== undefined) return { decision: 'deny', reason: outside };
  if (action.effect === 'read') return { decision: 'allow' };
  if (!hasRole(principal, 'operator')) {
    return { decision: 'deny', reason: `${principal.name} is a ${principal.role}, and changes need an operator.` };
  }
  return { decision: 'ask', reason: `"${action.summary}" changes something and needs an approval.` };
}

function namespacesOutside(principal: Principal, action: Action): string | undefined {
  const own = principal.namespaces;
  if (own === undefined) return undefined;
  const may = `${principal.name} may ask about the namespaces ${own.join(', ')} only`;
  if (action.namespaces === undefined) return `${may}: name one of them as the namespace.`;
  const foreign = action.namespaces.filter((namespace) => !own.includes(namespace));
  return foreign.length === 0 ? undefined : `${may}, not about ${foreign.join(', ')}.`;
}
