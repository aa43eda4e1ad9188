/** An OpenAI-compatible endpoint on loopback that says what a script says, and breaks as the script says. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How one request is spoilt; the next request for the same reply meets the next fault, then the reply itself. */
export type Fault =
  | { kind: 'status'; status: number; message?: string; retryAfter?: string }
  | { kind: 'reset' | 'cut' | 'garbage' | 'error_event' | 'stall' | 'stall_midway' };

export interface Reply {
  text?: string;
  calls?: readonly { id?: string; tool: string; arguments: Record<string, unknown> | string }[];
  reasoning?: string;
  /** Why it ended; default `stop`, or `tool_calls` with calls. */
  finish?: string;
  faults?: readonly Fault[];
  /** Milliseconds before the first byte. */
  delay?: number;
}

export interface Seen {
  headers: IncomingMessage['headers'];
  body: {
    model: string;
    messages: { role: string; content: string | null; tool_calls?: unknown[]; [field: string]: unknown }[];
    tools?: { function: { name: string } }[];
    [field: string]: unknown;
  };
}

export interface Scripted {
  url: string;
  seen: Seen[];
  /** How many requests were left by the client before they were answered. */
  left: () => number;
  close: () => Promise<void>;
}

export interface ScriptedOptions {
  /** Require that thoughts come back with the calls they led to, as DeepSeek does. */
  strictReasoning?: boolean;
  /** Count no tokens. */
  noUsage?: boolean;
  /** Answer with plain JSON whatever is asked for. */
  plain?: boolean;
}

/**
 * The reply is chosen by how many turns the conversation has had since the last question, so that any number of
 * conversations can play the same script at once; the last reply repeats.
 */
export async function startScripted(script: readonly Reply[], options: ScriptedOptions = {}): Promise<Scripted> {
  const seen: Seen[] = [];
  const met = new Map<number, number>();
  let left = 0;
  const server = createServer(async (request, response) => {
    response.once('close', () => {
      if (!response.writableFinished) left += 1;
    });
    const body: Seen['body'] = JSON.parse(await textOf(request));
    seen.push({ headers: request.headers, body });
    const turn = Math.min(turnOf(body), script.length - 1);
    const reply = filled(script[turn] ?? {}, body);
    const fault = reply.faults?.[met.get(turn) ?? 0];
    if (fault !== undefined) met.set(turn, (met.get(turn) ?? 0) + 1);
    if (reply.delay !== undefined) await new Promise((resolve) => setTimeout(resolve, reply.delay));
    if (options.strictReasoning === true && forgotThoughts(body))
      refuse(response, 400, 'The reasoning_content in the thinking mode must be passed back to the API.');
    else if (fault?.kind === 'status') refuse(response, fault.status, fault.message ?? 'scripted', fault.retryAfter);
    else if (options.plain === true) sendPlain(response, reply);
    else sendStream(response, reply, fault?.kind, options);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/v1`, seen, left: () => left, close };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function turnOf({ messages }: Seen['body']): number {
  const lastQuestion = messages.findLastIndex(
    ({ role, content }) => role === 'user' && /Question: /i.test(content ?? ''),
  );
  return messages.slice(lastQuestion + 1).filter(({ role }) => role === 'assistant').length;
}

/** `{{quote}}` and `{{cause}}` stand for what the request itself says, as a model would copy it. */
function filled(reply: Reply, { messages }: Seen['body']): Reply {
  if (reply.text?.includes('{{') !== true) return reply;
  const said = messages.map(({ content }) => content ?? '').join('\n');
  const quote = /^\d+ (?:status|event|log|spec|metric) .*?: (.+)$/m.exec(said)?.[1] ?? 'nothing';
  const cause = /^cause 1: (.*) \[/m.exec(said)?.[1] ?? 'nothing is wrong';
  return { ...reply, text: reply.text.replaceAll('{{quote}}', quote).replaceAll('{{cause}}', cause) };
}

function forgotThoughts({ messages }: Seen['body']): boolean {
  return messages.some(({ role, tool_calls, reasoning_content }) => {
    return role === 'assistant' && tool_calls !== undefined && typeof reasoning_content !== 'string';
  });
}

function refuse(response: ServerResponse, status: number, message: string, retryAfter?: string): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': retryAfter }),
  });
  response.end(JSON.stringify({ error: { message, type: 'scripted' } }));
}

function sendPlain(response: ServerResponse, reply: Reply): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  const message = { role: 'assistant', content: reply.text ?? null, tool_calls: toolCalls(reply) };
  const choice = { index: 0, message, finish_reason: finishOf(reply) };
  response.end(JSON.stringify({ id: 'x', object: 'chat.completion', choices: [choice], usage: USAGE }, null, 2));
}

const USAGE = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110, prompt_cache_hit_tokens: 64 };

function sendStream(
  response: ServerResponse,
  reply: Reply,
  fault: string | undefined,
  { noUsage }: ScriptedOptions,
): void {
  if (fault === 'reset') return void response.destroy();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  if (fault === 'stall') return;
  if (fault === 'error_event') return void response.end('data: {"error":{"message":"overloaded","code":"x"}}\n\n');
  const deltas = deltasOf(reply);
  const send = (value: object) => response.write(`data: ${JSON.stringify(value)}\n\n`);
  const choice = (delta: object, finish_reason: string | null) =>
    send({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason }] });
  const broken = fault !== undefined;
  for (const delta of broken ? deltas.slice(0, Math.ceil(deltas.length / 2)) : deltas) choice(delta, null);
  if (fault === 'stall_midway') return;
  if (fault === 'cut') return void setTimeout(() => response.destroy(), 20);
  if (fault === 'garbage') return void response.end('data: {"choices": [{"delta": {"con\n\n');
  choice({}, finishOf(reply));
  if (noUsage !== true) send({ id: 'x', object: 'chat.completion.chunk', choices: [], usage: USAGE });
  response.end('data: [DONE]\n\n');
}

const finishOf = ({ finish, calls }: Reply): string => finish ?? (calls === undefined ? 'stop' : 'tool_calls');

function toolCalls({ calls }: Reply): object[] | undefined {
  return calls?.map(({ id, tool, arguments: input }, index) => ({
    index,
    id: id ?? `c${index}`,
    type: 'function',
    function: { name: tool, arguments: typeof input === 'string' ? input : JSON.stringify(input) },
  }));
}

/** Words one by one, arguments in halves: as endpoints stream them. */
function deltasOf(reply: Reply): object[] {
  const thoughts = (reply.reasoning?.match(/\S+\s*/g) ?? []).map((piece) => ({ reasoning_content: piece }));
  const words = (reply.text?.match(/\s*\S+\s*/g) ?? []).map((piece) => ({ content: piece }));
  const calls = (reply.calls ?? []).flatMap(({ id, tool, arguments: input }, index) => {
    const text = typeof input === 'string' ? input : JSON.stringify(input);
    const half = Math.ceil(text.length / 2);
    const head = {
      index,
      id: id ?? `c${index}`,
      type: 'function',
      function: { name: tool, arguments: text.slice(0, half) },
    };
    return [{ tool_calls: [head] }, { tool_calls: [{ index, function: { arguments: text.slice(half) } }] }];
  });
  return [...thoughts, ...words, ...calls];
}
