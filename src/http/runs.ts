/** `/runs` and `/runs/{id}`: what was asked, what was done, and the answer. One's own; an approver sees all. */
import type { Express } from 'express';
import { hasRole, type Principal } from '../policy/types.ts';
import type { Runs } from '../store/runs.ts';
import { principalOf } from './auth.ts';
import { HttpError } from './errors.ts';
import { type Handler, route } from './methods.ts';
import type { HttpParts } from './parts.ts';

const LISTED = 100;

export function runRoutes(app: Express, { runs }: HttpParts): void {
  const list: Handler = async (_, response) => {
    const principal = principalOf(response);
    const kept = (await opened(runs)).list({
      principal: seesAll(principal) ? undefined : principal.name,
      limit: LISTED,
    });
    response.json({ runs: kept.map((run) => ({ ...run, at: new Date(run.at).toISOString() })) });
  };
  const show: Handler = async (request, response) => {
    const principal = principalOf(response);
    const run = (await opened(runs)).find(String(request.params.id));
    if (run === undefined || (run.principal !== principal.name && !seesAll(principal)))
      throw new HttpError(
        404,
        'not_found',
        'There is no run of this id, or it is somebody else’s; GET /runs lists them.',
      );
    response.type('application/json').send(run.record);
  };
  route(app, '/runs', { GET: list, HEAD: list });
  route(app, '/runs/:id', { GET: show, HEAD: show });
}

const seesAll = (principal: Principal): boolean => hasRole(principal, 'approver');

async function opened(runs: HttpParts['runs']): Promise<Runs> {
  const open = await runs().catch(() => undefined);
  if (open !== undefined) return open;
  throw new HttpError(
    404,
    'no_runs',
    'Runs are not recorded here: storage.runs is off, or storage.folder cannot be written.',
  );
}
