/** `/approvals`: what waits for a person, and that person's word. */
import type { Express } from 'express';
import { principalOf } from './auth.ts';
import { HttpError } from './errors.ts';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

export function approvalRoutes(app: Express, { approvals }: HttpParts): void {
  const list: Handler = async (_, response) => {
    response.json({ approvals: await approvals.list(principalOf(response)) });
  };
  route(app, '/approvals', { GET: list, HEAD: list });
  const word =
    (decision: 'approved' | 'rejected'): Handler =>
    async (request, response) => {
      const result = await approvals.decide(principalOf(response), String(request.params.id), decision);
      if ('refused' in result) throw new HttpError(403, 'denied', result.refused);
      if ('unknown' in result)
        throw new HttpError(404, 'not_found', 'There is no approval of this id; GET /approvals lists them.');
      const { approval, decided } = result;
      if (decided) response.json(approval);
      else throw new HttpError(409, 'not_pending', `It is ${approval.state} and cannot be ${decision} any more.`);
    };
  route(app, '/approvals/:id/approve', { POST: word('approved') });
  route(app, '/approvals/:id/reject', { POST: word('rejected') });
}
