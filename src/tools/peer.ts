/** What another MCP server asks or tells a client in the middle of a call: redacted like what it returns. */
import type { ClientPeer } from './define.ts';

interface Redacts {
  text: (text: string) => string;
  object: <T>(value: T) => T;
}

/** The same client behind redaction. Its answers are its own and pass as they are. */
export function redactedPeer(peer: ClientPeer, redact: Redacts): ClientPeer {
  const { request, notify, progress } = peer;
  const guarded: ClientPeer = {
    ...peer,
    request: (method, params, signal) => request(method, redactWords(params, redact.text), signal),
    notify: (method, params) =>
      notify(method, method === 'notifications/message' ? { ...params, data: redact.object(params.data) } : params),
  };
  if (progress !== undefined)
    guarded.progress = ({ message, ...step }) =>
      progress(message === undefined ? step : { ...step, message: redact.text(message) });
  return guarded;
}

/** Fields that are read; addresses, names of fields and the values to choose from must arrive as they are. */
const WORDS = new Set(['message', 'title', 'description', 'text', 'systemPrompt', 'enumNames']);
const MAX_DEPTH = 32;

function redactWords<T>(value: T, redact: (text: string) => string, depth = 0): T {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) throw new Error('What the server asks is nested too deeply to be passed on.');
  if (Array.isArray(value)) return value.map((one: unknown) => redactWords(one, redact, depth + 1)) as T;
  const fields = Object.entries(value).map(([key, field]) => [
    key,
    WORDS.has(key) ? redactField(field, redact, depth) : redactWords(field, redact, depth + 1),
  ]);
  return Object.fromEntries(fields) as T;
}

function redactField(field: unknown, redact: (text: string) => string, depth: number): unknown {
  if (typeof field === 'string') return redact(field);
  if (Array.isArray(field)) return field.map((one: unknown) => redactField(one, redact, depth + 1));
  return redactWords(field, redact, depth + 1);
}
