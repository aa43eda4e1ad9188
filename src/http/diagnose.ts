/** `/diagnose`: one diagnosis as JSON. */
import type { Express, Request, Response } from 'express';
import { principalOf } from './auth.ts';
import { cancelSignal, ranOutOfTime } from './cancel.ts';
import { badRequest, HttpError } from './errors.ts';
import { fieldsOf } from './fields.ts';
import { route } from './methods.ts';
import { callFailure, type HttpParts } from './parts.ts';
import { languageField, textField } from './values.ts';

const FIELDS: ReadonlySet<string> = new Set(['q', 'kind', 'name', 'namespace', 'lang']);

export function diagnoseRoutes(app: Express, parts: HttpParts): void {
  const handle = (request: Request, response: Response) => diagnose(parts, request, response);
  route(app, '/diagnose', { GET: handle, POST: handle });
}

async function diagnose(parts: HttpParts, request: Request, response: Response): Promise<void> {
  const principal = principalOf(response);
  const fields = fieldsOf(request, FIELDS);
  const kind = textField(fields, 'kind');
  const name = textField(fields, 'name');
  if ((kind === undefined) !== (name === undefined))
    throw badRequest('Give kind and name together, such as kind=Pod&name=web-1.');
  const input = {
    question: textField(fields, 'q'),
    kind,
    name,
    namespace: textField(fields, 'namespace'),
    language: languageField(fields) ?? parts.language,
  };
  const signal = cancelSignal(response, parts.stop, parts.limits.askSeconds);
  const result = await parts.call({ tool: 'diagnose', arguments: input, principal, signal }).catch((error: unknown) => {
    if (ranOutOfTime(signal))
      throw new HttpError(504, 'time', 'The diagnosis took longer than limits.ask_seconds; narrow it to a namespace.');
    throw error;
  });
  if (!result.ok) throw callFailure(result);
  response.json(result.structured);
}
