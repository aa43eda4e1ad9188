/** The fields of a request, from wherever they were put: the query string, a form, JSON, or a body that is the question. */
import type { Request } from 'express';
import { badRequest, HttpError, URLENCODE_HINT } from './errors.ts';
import { decodePercent, decodeUtf8 } from './text.ts';

/** By name. Values of JSON keep their type; all others are text. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads all fields of a request whose body is a Buffer, or was not sent.
 * @param known the names that mean something; other text between ampersands is part of the question, or is refused
 * @throws HttpError 400 for what cannot be read whole
 */
export function fieldsOf(request: Request, known: ReadonlySet<string>): Fields {
  const url = request.originalUrl;
  const mark = url.indexOf('?');
  const query = mark < 0 ? {} : parsePairs(url.slice(mark + 1), known);
  const body = bodyFields(request, known);
  const twice = Object.keys(body).find((name) => Object.hasOwn(query, name));
  if (twice !== undefined) throw badRequest(`"${twice}" is given both in the URL and in the body; give it once.`);
  return { ...query, ...body };
}

function bodyFields(request: Request, known: ReadonlySet<string>): Fields {
  const body: unknown = request.body;
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const [type = '', ...parameters] = (request.headers['content-type'] ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  requireUtf8(parameters);
  const text = decodeUtf8(body, 'The body');
  if (/^application\/(?:[\w.-]+\+)?json$/.test(type)) return jsonFields(text);
  if (type === 'text/plain') return { q: text };
  if (type === '' || type === 'application/x-www-form-urlencoded') {
    return jsonTypedAsForm(text) ?? formFields(text, known);
  }
  const message = `A body of type ${type} is not understood; send a form, JSON or plain text.`;
  throw new HttpError(415, 'unsupported_media_type', message);
}

function requireUtf8(parameters: readonly string[]): void {
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset === undefined || ['utf-8', 'utf8', 'us-ascii'].includes(charset)) return;
  throw badRequest(`The body is announced as ${charset}; send it as UTF-8.`);
}

function jsonFields(text: string): Fields {
  const value = parseJson(text);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw badRequest('The body must be a JSON object such as {"q": "why is web-1 failing?"}.');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('The body is not valid JSON.');
  }
}

/** `curl -d '{"q":"…"}'` announces a form. */
function jsonTypedAsForm(text: string): Fields | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'q' in value ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A body that does not begin with a known field is, as a whole, the question. */
function formFields(text: string, known: ReadonlySet<string>): Fields {
  const trimmed = text.replace(/^[\r\n]+|[\r\n]+$/g, '');
  const first = nameOf(trimmed.split('&')[0] ?? '');
  if (first !== undefined && known.has(first)) return parsePairs(trimmed, known);
  return { q: decodePercent(trimmed, { plus: true }) };
}

/**
 * `name=value` pairs. What an unescaped ampersand cut off the question goes back to it; where a foreign `name=` follows, it
 * is not clear which was meant, and the request is refused rather than the question cut.
 */
function parsePairs(text: string, known: ReadonlySet<string>): Fields {
  const raw: [name: string, value: string][] = [];
  for (const part of text.split('&')) {
    const name = nameOf(part);
    const last = raw.at(-1);
    if (name !== undefined && known.has(name)) raw.push([name, part.slice(part.indexOf('=') + 1)]);
    else if (part === '' && last?.[0] !== 'q') continue;
    else if (last?.[0] === 'q' && !looksLikeField(part)) last[1] += `&${part}`;
    else throw badRequest(unclear(part, known));
  }
  return collect(raw);
}

function collect(raw: readonly [string, string][]): Fields {
  const fields: Record<string, string> = {};
  for (const [name, value] of raw) {
    if (Object.hasOwn(fields, name)) throw badRequest(`"${name}" is given twice; give it once.`);
    fields[name] = decodePercent(value, { plus: true });
  }
  return fields;
}

function nameOf(part: string): string | undefined {
  const equals = part.indexOf('=');
  return equals < 0 ? undefined : part.slice(0, equals);
}

const looksLikeField = (part: string) => /^[A-Za-z_]\w*=/.test(part);

function unclear(part: string, known: ReadonlySet<string>): string {
  const name = (nameOf(part) ?? part).slice(0, 60);
  return `"${name}" is no field of this request (${[...known].join(', ')}); if it is a part of the question, ${URLENCODE_HINT}.`;
}
