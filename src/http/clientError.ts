/** Answers for requests that Node itself refuses before any route sees them. */
import type { Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';

/** Makes a server answer in words where it would hang up: a space in the URL, a header too long. */
export function explainClientErrors(server: Server): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy();
      return;
    }
    const [status, code, message] = explanationOf(error.code ?? '');
    const body = JSON.stringify({ error: { code, message } });
    socket.end(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  });
}

function explanationOf(code: string): [status: number, code: string, message: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return [431, 'too_large', 'The URL or a header is too long; send a long question in the body of a POST.'];
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return [408, 'timeout', 'The request did not arrive in time; send it again.'];
  return [
    400,
    'bad_request',
    'This is no valid HTTP request; text in a URL must be encoded, as curl -G --data-urlencode "q=…" URL does.',
  ];
}
