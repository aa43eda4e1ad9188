/**
 * Requests of older clients that are answered before anything else is said to them get that answer as one JSON object;
 * the transport would open a stream of events for each, which costs more than most calls. Where something comes first,
 * or the answer takes a while, the transport opens its stream then: from there on nothing differs.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { NodeStreamableHTTPServerTransport } from '@modelcontextprotocol/node';
import {
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCRequest,
  SUPPORTED_PROTOCOL_VERSIONS,
} from '@modelcontextprotocol/server';

/** Then the client gets its stream: it can be kept alive, and taken up again where it breaks. */
const STREAM_AFTER_MS = 100;

/** Answers one POST of an open session. */
export type Answer = (request: IncomingMessage, response: ServerResponse, body: unknown) => Promise<void>;

interface Post {
  request: IncomingMessage;
  response: ServerResponse;
  body: JSONRPCRequest;
}

interface Waiting extends Post {
  /** Resolves when the transport has a stream for it; absent before anybody wants one. */
  stream?: Promise<void>;
  timer: NodeJS.Timeout;
}

type Id = JSONRPCRequest['id'];

/** To be called once the server is connected to the transport, whose `send` and `onmessage` it stands before. */
export function answerPromptly(transport: NodeStreamableHTTPServerTransport): Answer {
  const waiting = new Map<Id, Waiting>();
  /** Requests that the server has already, on their way into the transport. */
  const handed = new Map<Id, () => void>();
  const deliver = transport.onmessage;
  const send = transport.send.bind(transport);

  transport.onmessage = (message, extra) => {
    const known = isJSONRPCRequest(message) ? handed.get(message.id) : undefined;
    if (known === undefined) deliver?.(message, extra);
    else known();
  };
  const stream = (call: Waiting): Promise<void> => {
    clearTimeout(call.timer);
    call.stream ??= handOver(transport, handed, call).then(() => forget(waiting, call));
    return call.stream;
  };
  transport.send = async (message, options) => {
    const id = 'method' in message ? options?.relatedRequestId : message.id;
    const call = id === undefined ? undefined : waiting.get(id);
    if (call === undefined) return send(message, options);
    if (!('method' in message) && call.stream === undefined) {
      forget(waiting, call);
      return sendJson(call.response, message, transport.sessionId);
    }
    await stream(call);
    await send(message, options);
  };

  return async (request, response, body) => {
    if (!isPlain(request, body)) return transport.handleRequest(request, response, body);
    const { id } = body;
    const same = waiting.get(id);
    if (same !== undefined) await stream(same);
    const slow = () => (response.destroyed ? forget(waiting, call) : void stream(call));
    const call: Waiting = { request, response, body, timer: setTimeout(slow, STREAM_AFTER_MS).unref() };
    waiting.set(id, call);
    deliver?.(body, {
      closeSSEStream: () => void stream(call).then(() => transport.closeSSEStream(id)),
      closeStandaloneSSEStream: () => transport.closeStandaloneSSEStream(),
    });
  };
}

function forget(waiting: Map<Id, Waiting>, call: Waiting): void {
  clearTimeout(call.timer);
  if (waiting.get(call.body.id) === call) waiting.delete(call.body.id);
}

/** Resolves when the transport has a stream for the request, or has refused it. */
function handOver(
  transport: NodeStreamableHTTPServerTransport,
  handed: Map<Id, () => void>,
  { request, response, body }: Post,
): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      handed.delete(body.id);
      resolve();
    };
    handed.set(body.id, done);
    transport.handleRequest(request, response, body).then(done, done);
  });
}

/** A single request with nothing in its headers that the transport would refuse, or treat differently. */
function isPlain({ headers }: IncomingMessage, body: unknown): body is JSONRPCRequest {
  const { accept = '' } = headers;
  const version = headers['mcp-protocol-version'];
  return (
    accept.includes('application/json') &&
    accept.includes('text/event-stream') &&
    /^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '') &&
    (version === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(version))) &&
    isJSONRPCRequest(body) &&
    body.method !== 'initialize'
  );
}

/** A client that has gone gets nothing: it was told no event from which it could go on. */
function sendJson(response: ServerResponse, message: JSONRPCMessage, session: string | undefined): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(message);
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    ...(session === undefined ? {} : { 'mcp-session-id': session }),
  });
  response.end(text);
}
