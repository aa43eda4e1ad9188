/** One request of kubectl to the API server and back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { Dispatcher } from 'undici';
import { type MaskForm, maskSecrets } from './maskSecrets.ts';
import { refuse } from './status.ts';
import type { Upstream } from './upstream.ts';

export interface Forwarding {
  /** With its query, as the API server is to get it. */
  path: string;
  /** Whether the answer holds Secrets. */
  secrets: boolean;
  /** Set for what is only read: takes secrets out of any object before kubectl sees it. */
  redact?: RedactDocument;
  upstream: Upstream;
  /** Told, in one sentence, why the API server could not be asked. */
  onFailure: (sentence: string) => void;
}

/** The same document without the secrets that its keys announce. */
export type RedactDocument = (document: unknown) => unknown;

/** Larger than any object that etcd takes. */
const MAX_REQUEST = 4 << 20;
const UP = ['accept', 'accept-encoding', 'content-type'];
const DOWN = ['content-type', 'content-encoding', 'date', 'warning', 'retry-after'];

/** Never throws: what goes wrong is a `Status` whose message says it. */
export async function forward(
  request: IncomingMessage,
  response: ServerResponse,
  { path, secrets, redact, upstream, onFailure }: Forwarding,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    const body = await readBody(request);
    const isTable = request.headers.accept?.includes('as=Table') ?? false;
    const redactThis = isTable ? undefined : redact;
    const headers = upHeaders(request, secrets || redactThis !== undefined);
    const method = request.method as Dispatcher.HttpMethod;
    const target = secrets && isTable ? withWholeObjects(path) : path;
    const reply = await upstream.send({ method, path: target, headers, body, signal: gone.signal });
    if (secrets) await answerMasked(reply, response, formFor(request));
    else if (redactThis !== undefined && isJson(reply)) await answerRedacted(reply, response, redactThis);
    else await answerAsIs(reply, response);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'The API server could not be asked.';
    if (!gone.signal.aborted) onFailure(message);
    refuse(response, 500, 'InternalError', message);
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_REQUEST) throw new Error('the request is larger than any object may be');
    chunks.push(chunk);
  }
  return size === 0 ? undefined : Buffer.concat(chunks);
}

function upHeaders({ headers }: IncomingMessage, json: boolean): Record<string, string> {
  const kept = Object.fromEntries(
    UP.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]] as const] : [])),
  );
  const own = { 'user-agent': 'aiops-copilot kubectl' };
  return json
    ? { ...kept, ...own, accept: jsonOnly(headers.accept), 'accept-encoding': 'identity' }
    : { ...kept, ...own };
}

/** The rows of a table come with their metadata alone; copies of a value in it are known only beside the value. */
function withWholeObjects(path: string): string {
  const url = new URL(path, 'http://gate');
  url.searchParams.set('includeObject', 'Object');
  return url.pathname + url.search;
}

/** Only JSON can be masked; what else a path may answer with, such as a log, it answers with all the same. */
function jsonOnly(accept = ''): string {
  const kinds = accept.split(',').filter((kind) => kind.trim().startsWith('application/json'));
  return kinds.length === 0 ? 'application/json' : kinds.join(',');
}

/** A client that also takes protobuf decodes what it reads; any other prints it as it is. */
const formFor = ({ headers }: IncomingMessage): MaskForm => (headers.accept?.includes('protobuf') ? 'bytes' : 'text');

async function answerMasked(reply: Dispatcher.ResponseData, response: ServerResponse, form: MaskForm): Promise<void> {
  const text = await reply.body.text();
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw new Error('the API server answered for Secrets with something that cannot be masked, so it is not shown');
  }
  maskSecrets(document, form);
  writeHead(reply, response);
  response.end(JSON.stringify(document));
}

const isJson = ({ headers }: Dispatcher.ResponseData) => /^application\/json\b/.test(String(headers['content-type']));

/** What holds no secret goes as it came: numbers beyond JavaScript's stay exact. */
async function answerRedacted(
  reply: Dispatcher.ResponseData,
  response: ServerResponse,
  redact: RedactDocument,
): Promise<void> {
  const text = await reply.body.text();
  const document: unknown = JSON.parse(text);
  const redacted = JSON.stringify(redact(document));
  writeHead(reply, response);
  response.end(redacted === JSON.stringify(document) ? text : redacted);
}

async function answerAsIs(reply: Dispatcher.ResponseData, response: ServerResponse): Promise<void> {
  writeHead(reply, response);
  // A watch that has nothing to tell yet is open all the same.
  response.flushHeaders();
  await pipeline(reply.body, response);
}

function writeHead({ statusCode, headers }: Dispatcher.ResponseData, response: ServerResponse): void {
  response.statusCode = statusCode;
  for (const name of DOWN) {
    const value = headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
}
