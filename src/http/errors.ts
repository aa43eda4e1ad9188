/** Errors as `{"error":{"code","message"}}`: one sentence each, never a stack trace. */
import type { ErrorRequestHandler, Request, Response } from 'express';

/** An answer other than 2xx. */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

/** What a request's sender should change. */
export const badRequest = (message: string) => new HttpError(400, 'bad_request', message);

/** How to send any text unharmed; named wherever text did not arrive whole. */
export const URLENCODE_HINT = 'send it as curl -G --data-urlencode "q=…" URL, or as JSON';

export function sendError(response: Response, { status, code, message, headers }: HttpError): void {
  response.status(status).set(headers).json({ error: { code, message } });
}

/** The last middleware: whatever was thrown becomes an answer, or ends one that has begun. */
export function errorHandler(redact: (text: string) => string): ErrorRequestHandler {
  return (error: unknown, _request: Request, response: Response, _next) => {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const { status, code, message, headers } = toHttpError(error);
    sendError(response, new HttpError(status, code, redact(message), headers));
  };
}

/** A body that does not unpack: the error is zlib's or Brotli's own. */
const isSenders = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:Z_|ERR_BROTLI|ERR__ERROR_FORMAT)/.test(String(error.code));

/** Errors of body parsing carry a `type`; all else is ours. */
function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') {
    return new HttpError(413, 'too_large', 'The body is larger than limits.body_bytes allows; send less.', {
      Connection: 'close',
    });
  }
  if (type === 'encoding.unsupported') {
    return new HttpError(
      415,
      'unsupported_encoding',
      'The body has an unknown Content-Encoding; send it plain or gzipped.',
    );
  }
  if (typeof type === 'string' || isSenders(error))
    return badRequest('The body did not arrive as it was announced; send it again.');
  return new HttpError(
    500,
    'internal',
    `The request failed: ${error instanceof Error ? error.message : String(error)}`,
  );
}
