/**
 * Calls of tools on connections of the older revisions, taken off before the SDK's server: it reads a request and its
 * answer against its schemas several times over. Anything that is not plainly a call of a tool that `takes` knows goes
 * to the server as before, and so do all answers of the client.
 */
import {
  type JSONRPCMessage,
  type JSONRPCRequest,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
  type Transport,
} from '@modelcontextprotocol/server';

export interface LaneParts {
  takes: (tool: string) => boolean;
  call: (params: CallParams, context: ServerContext) => Promise<object>;
}

export interface CallParams {
  name: string;
  arguments?: Record<string, unknown>;
}

/** Stands before the server, from when it is connected: on that transport, or the `wire` on which that transport stands. */
export function callBeside(server: Server, parts: LaneParts, wire?: Transport): void {
  const connect = server.connect.bind(server);
  server.connect = async (transport) => {
    await connect(transport);
    standBefore(server, wire ?? transport, parts);
  };
}

function standBefore(server: Server, transport: Transport, { takes, call }: LaneParts): void {
  const running = new Map<JSONRPCRequest['id'], AbortController>();
  const deliver = transport.onmessage;
  const close = transport.onclose;
  transport.onmessage = (message, extra) => {
    if (isCancelled(message)) {
      const ends = running.get(message.params.requestId);
      if (ends !== undefined) return ends.abort(message.params.reason);
    }
    if (!isCall(message, takes) || server.getClientCapabilities() === undefined || running.has(message.id))
      return deliver?.(message, extra);
    const { id, params } = message;
    const ends = new AbortController();
    running.set(id, ends);
    const answer = (said: { result: object } | { error: object }) => {
      running.delete(id);
      if (ends.signal.aborted) return;
      transport.send({ ...said, jsonrpc: '2.0', id } as JSONRPCMessage).catch((error) => transport.onerror?.(error));
    };
    call(params, contextOf(server, message, ends.signal)).then(
      (result) => answer({ result }),
      (error: unknown) => answer({ error: errorOf(error) }),
    );
  };
  transport.onclose = () => {
    for (const ends of running.values()) ends.abort(new Error('The connection has ended.'));
    close?.();
  };
}

type CallRequest = JSONRPCRequest & { params: CallParams };

function isCall(message: JSONRPCMessage, takes: (tool: string) => boolean): message is CallRequest {
  if (!('method' in message) || message.method !== 'tools/call' || !('id' in message)) return false;
  const { name, arguments: given, _meta, ...more } = message.params ?? {};
  if (typeof name !== 'string' || Object.keys(more).length > 0 || !takes(name)) return false;
  if (given !== undefined && !isRecord(given)) return false;
  if (_meta === undefined) return true;
  const token = isRecord(_meta) ? _meta.progressToken : null;
  return token === undefined || typeof token === 'string' || Number.isInteger(token);
}

interface Cancelled {
  params: { requestId: JSONRPCRequest['id']; reason?: unknown };
}

function isCancelled(message: JSONRPCMessage): message is JSONRPCMessage & Cancelled {
  return 'method' in message && message.method === 'notifications/cancelled' && message.params !== undefined;
}

/** What a call is given of its request; the rest of a context belongs to other methods, or to the stateless revision. */
function contextOf(server: Server, { id, method, params }: CallRequest, signal: AbortSignal): ServerContext {
  const mcpReq = {
    id,
    method,
    _meta: params._meta,
    signal,
    requestState: () => undefined,
    notify: (notification: Parameters<Server['notification']>[0]) =>
      server.notification(notification, { relatedRequestId: id }),
    send: (
      request: Parameters<Server['request']>[0],
      schema: Parameters<Server['request']>[1],
      options: Parameters<Server['request']>[2],
    ) => server.request(request, schema, { ...options, relatedRequestId: id }),
  };
  return { mcpReq } as unknown as ServerContext;
}

function errorOf(error: unknown): object {
  const { code, message, data } = isRecord(error) || error instanceof Error ? (error as Record<string, unknown>) : {};
  return {
    code: Number.isSafeInteger(code) ? code : ProtocolErrorCode.InternalError,
    message: typeof message === 'string' ? message : 'Internal error',
    ...(data === undefined ? {} : { data }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
