/** Approvals as one principal may handle them: what it sees, and what it may decide. */
import type { ApprovalDesk } from '../http/parts.ts';
import { isWithin, mayView, refusesApprover } from '../policy/approver.ts';
import type { Approvals } from '../store/approvals.ts';

/** The role is looked at before the id, so that an id cannot be guessed by who may not decide. */
export function createApprovalDesk(approvals: Pick<Approvals, 'list' | 'decide'>): ApprovalDesk {
  return {
    list: async (principal) => (await approvals.list()).filter((one) => mayView(principal, one)),
    async decide(principal, id, decision) {
      const refused = refusesApprover(principal);
      if (refused !== undefined) return { refused };
      const waiting = (await approvals.list()).find((one) => one.id === id);
      if (waiting === undefined || !isWithin(principal, waiting.namespaces)) return { unknown: true };
      return (await approvals.decide(id, decision)) ?? { unknown: true };
    },
  };
}
