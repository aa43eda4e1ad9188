/** Container logs through the API server. */
import type { Transport } from './http.ts';
import { refusal, settle, statusMessage } from './read.ts';
import type { LogRead, LogRequest } from './source.ts';

/** How often a tail that is too long is asked for again with fewer lines. */
const SHORTER = 6;

/** Reads one end of a log; each line begins with the kubelet's timestamp. */
export async function readLog(transport: Transport, request: LogRequest, signal: AbortSignal): Promise<LogRead> {
  if (request.tailLines === undefined) {
    const read = await readOnce(transport, request, undefined, signal);
    return 'gap' in read ? read : { text: wholeLines(read.text, request.limitBytes) };
  }
  // The kubelet counts limitBytes from the start of the tail, so a tail that is too long would lose its end, which matters most.
  let lines = request.tailLines;
  for (let tries = 0; ; tries += 1) {
    const read = await readOnce(transport, request, lines, signal);
    if ('gap' in read || lines <= 1 || tries === SHORTER) return read;
    if (Buffer.byteLength(read.text) < request.limitBytes) return read;
    lines = Math.floor(lines / 2);
  }
}

async function readOnce(
  transport: Transport,
  request: LogRequest,
  lines: number | undefined,
  signal: AbortSignal,
): Promise<LogRead> {
  const answer = await settle(transport.get(logPath(request, lines), signal, '*/*'), signal);
  if ('why' in answer) return { gap: { what: logName(request), why: answer.why } };
  // A pod that has no node yet has no log: the API server says so with no content at all.
  if (answer.status === 204) return { text: '' };
  if (answer.status !== 200) return { gap: { what: logName(request), why: complaint(answer.status, answer.body) } };
  return { text: answer.body };
}

/** The beginning of a log less the line that the bound on its size cut, unless that is the only one. */
export function wholeLines(text: string, limitBytes: number): string {
  if (Buffer.byteLength(text) < limitBytes) return text;
  const end = text.lastIndexOf('\n') + 1;
  return end > 0 ? text.slice(0, end) : text;
}

function logPath({ namespace, pod, container, previous, limitBytes }: LogRequest, lines: number | undefined): string {
  const query = new URLSearchParams({ container, limitBytes: String(limitBytes), timestamps: 'true' });
  if (lines !== undefined) query.set('tailLines', String(lines));
  if (previous) query.set('previous', 'true');
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/log?${query}`;
}

/** Such as `logs of shop/web-1`. */
export function logName({ namespace, pod, container, previous }: LogRequest): string {
  return `${previous ? 'previous logs' : 'logs'} of ${namespace}/${pod} (${container})`;
}

/** The kubelet's own sentence (waiting to start, previous container not found) says more than a status. */
function complaint(status: number, body: string): string {
  const message = statusMessage(body);
  if (status === 403) return 'forbidden';
  return message ?? refusal({ status, body, date: undefined });
}
