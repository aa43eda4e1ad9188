/** `/runbooks` and `/runbooks/{id}`: what people wrote down. */
import type { Express } from 'express';
import { principalOf } from './auth.ts';
import { cancelSignal } from './cancel.ts';
import { HttpError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { type Handler, route } from './methods.ts';
import { callFailure, type HttpParts } from './parts.ts';
import { languageField } from './values.ts';

const FIELDS: ReadonlySet<string> = new Set(['lang']);

export function runbookRoutes(app: Express, parts: HttpParts): void {
  const list: Handler = async (request, response) => {
    const language = languageField(fieldsOf(request, FIELDS)) ?? parts.language;
    const runbooks = await parts.runbooks.list(language);
    response.json({ runbooks: runbooks.map(({ id, title }) => ({ id, title: parts.redact(title) })) });
  };
  route(app, '/runbooks', { GET: list, HEAD: list });
  const read: Handler = async (request, response) => {
    const id = String(request.params.id);
    const language = languageField(fieldsOf(request, FIELDS)) ?? parts.language;
    if ((await parts.runbooks.read(id)) === undefined)
      throw new HttpError(404, 'not_found', 'There is no runbook of this id; GET /runbooks lists them.');
    const signal = cancelSignal(response, parts.stop);
    const call = { tool: 'runbook_read', arguments: { id, language }, principal: principalOf(response), signal };
    const result = await parts.call(call);
    if (!result.ok) throw callFailure(result);
    response.format({
      json: () => response.json(result.structured),
      'text/markdown': () => response.send(String(result.structured?.text)),
    });
  };
  route(app, '/runbooks/:id', { GET: read, HEAD: read });
}
