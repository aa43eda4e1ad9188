/** `/approvals`: what waits for a person, and that person's word. */
import type { Express, Response } from 'express';
import { hasRole } from '../policy/types.ts';
import { principalOf } from './auth.ts';
import { HttpError } from './errors.ts';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

export function approvalRoutes(app: Express, { approvals }: HttpParts): void {
  const list: Handler = async (_, response) => {
    const principal = principalOf(response);
    const all = await approvals.list();
    // Others' plans are an approver's business only.
    const shown = hasRole(principal, 'approver') ? all : all.filter(({ by }) => by === principal.name);
    response.json({ approvals: shown });
  };
  route(app, '/approvals', { GET: list, HEAD: list });
  const word =
    (decision: 'approved' | 'rejected'): Handler =>
    async (request, response) => {
      requireApprover(response);
      const id = String(request.params.id);
      const result = await approvals.decide(id, decision);
      if (result === undefined)
        throw new HttpError(404, 'not_found', 'There is no approval of this id; GET /approvals lists them.');
      const { approval, decided } = result;
      if (!decided)
        throw new HttpError(
          409,
          'not_pending',
          `This approval is ${approval.state} and cannot be ${decision} any more.`,
        );
      response.json(approval);
    };
  route(app, '/approvals/:id/approve', { POST: word('approved') });
  route(app, '/approvals/:id/reject', { POST: word('rejected') });
}

function requireApprover(response: Response): void {
  const principal = principalOf(response);
  if (hasRole(principal, 'approver')) return;
  throw new HttpError(
    403,
    'denied',
    `${principal.name} is a ${principal.role}; only an approver may approve or reject: call with a token of that role.`,
  );
}
