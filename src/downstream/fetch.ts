/**
 * `fetch` for calls: the one of the standard spends several times as much on a small answer. What arrives whole is read
 * as text at once; a stream of events stays a stream.
 */
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import type { FetchLike } from '@modelcontextprotocol/client';
import type { Agent, Dispatcher } from 'undici';
import type { Tls } from './settings.ts';

/** Compressed answers are not asked for: nothing here would read them. */
const OWN_HEADERS = { 'user-agent': 'aiops-copilot', 'accept-encoding': 'identity' };

/**
 * Makes the function, with connections of its own that are kept alive. Redirects are left to the caller. It fails as
 * `fetch` does: with the signal's reason, or a TypeError whose cause says what went wrong.
 * @throws Error where a file of `tls` cannot be read.
 */
export async function createFetch(tls: Tls | undefined): Promise<FetchLike> {
  const { Agent } = await import('undici');
  const agent = new Agent(tls === undefined ? {} : { connect: connectOptions(tls) });
  return async (url, init = {}) => {
    try {
      return await responseOf(await send(agent, new URL(url), init));
    } catch (error) {
      init.signal?.throwIfAborted();
      throw new TypeError('fetch failed', { cause: error });
    }
  };
}

function connectOptions(tls: Tls) {
  const file = (path: string | undefined) => (path === undefined ? undefined : readFileSync(path, 'utf8'));
  return {
    ca: file(tls.ca_file),
    cert: file(tls.cert_file),
    key: file(tls.key_file),
    servername: tls.server_name,
    rejectUnauthorized: tls.insecure !== true,
  };
}

function send(
  agent: Agent,
  { origin, pathname, search }: URL,
  { method = 'GET', headers, body, signal }: RequestInit,
): Promise<Dispatcher.ResponseData> {
  return agent.request({
    origin,
    path: pathname + search,
    method: method as Dispatcher.HttpMethod,
    headers: { ...OWN_HEADERS, ...Object.fromEntries(new Headers(headers)) },
    body: typeof body === 'string' ? body : null,
    signal: signal ?? null,
  });
}

async function responseOf({ statusCode, headers, body }: Dispatcher.ResponseData): Promise<Response> {
  const init = { status: statusCode, headers: Object.entries(headers).flatMap(pairs) };
  if (!String(headers['content-type']).startsWith('text/event-stream')) return new Whole(await body.text(), init);
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, init);
}

function pairs([name, value]: [string, string | string[] | undefined]): [string, string][] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [[name, value]] : value.map((one) => [name, one]);
}

/** An answer whose text is known, without a stream around it. */
class Whole extends Response {
  override readonly text: () => Promise<string>;
  override readonly json: () => Promise<unknown>;

  constructor(text: string, init: ResponseInit) {
    super(null, init);
    this.text = async () => text;
    this.json = async () => JSON.parse(text);
  }
}
