/** Refusals as the Kubernetes API words them, so that kubectl prints their message. */
import type { ServerResponse } from 'node:http';

/** Answers with a `Status`; where an answer has begun, it is broken off. */
export function refuse(response: ServerResponse, code: number, reason: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.statusCode = code;
  response.setHeader('Content-Type', 'application/json');
  const status = {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    details: {},
    code,
  };
  response.end(JSON.stringify(status));
}
