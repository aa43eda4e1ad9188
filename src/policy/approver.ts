/** Who may say yes or no to what waits, and who may see it. */
import { hasRole, type Principal } from './types.ts';

/** Why a principal may approve nothing at all, as one sentence; undefined where it may. */
export function refusesApprover(principal: Principal): string | undefined {
  if (hasRole(principal, 'approver')) return undefined;
  return `${principal.name} has the role ${principal.role}; only an approver may approve or reject: call with a token of that role.`;
}

/** Whether it lies within what the principal may ask about; a wait without namespaces may reach into any. */
export function isWithin(
  { namespaces: own }: Principal,
  namespaces: readonly string[] | 'cluster' | undefined,
): boolean {
  if (own === undefined) return true;
  return Array.isArray(namespaces) && namespaces.every((namespace) => own.includes(namespace));
}

/** Others' plans are an approver's business only. */
export function mayView(
  principal: Principal,
  { by, namespaces }: { by: string; namespaces?: readonly string[] | 'cluster' },
): boolean {
  return by === principal.name || (hasRole(principal, 'approver') && isWithin(principal, namespaces));
}
