/** Answers of the transport itself, as JSON-RPC errors. */
import type { ServerResponse } from 'node:http';

/** `code`: a JSON-RPC error code; the message says what to do. */
export function sendRpcError(response: ServerResponse, status: number, code: number, message: string): void {
  const body = JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null });
  const headers: Record<string, string> = { 'Content-Type': 'application/json' };
  if (status === 503) headers['Retry-After'] = '60';
  response.writeHead(status, headers).end(body);
}

/** A session that never was, has ended or is somebody else's: older clients then start a new one. */
export function sendNoSession(response: ServerResponse): void {
  sendRpcError(response, 404, -32001, 'There is no such session: it has ended, or is not yours; initialize a new one.');
}

export function sendTooMany(response: ServerResponse): void {
  sendRpcError(response, 503, -32000, 'There are too many sessions in use; end some, or try again later.');
}

/** The body as JSON; undefined, with the answer sent, where it is none. */
export function parseBody(body: unknown, response: ServerResponse): { json: unknown } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body instanceof Uint8Array ? body : new Uint8Array());
    return { json: JSON.parse(text) };
  } catch {
    sendRpcError(response, 400, -32700, 'Parse error: the body is no JSON in UTF-8; send one JSON-RPC message.');
    return undefined;
  }
}
