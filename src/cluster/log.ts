/** Container logs through the API server. */
import type { Transport } from './http.ts';
import { refusal, settle, statusMessage } from './read.ts';
import type { LogRead, LogRequest } from './source.ts';

/** How often a tail that is too long is asked for again with fewer lines. */
const SHORTER = 6;

/** Reads the end of a log; each line begins with the kubelet's timestamp. */
export async function readLog(transport: Transport, request: LogRequest, signal: AbortSignal): Promise<LogRead> {
  // The kubelet counts limitBytes from the start of the tail, so a tail that is too long would lose its end, which matters most.
  let lines = request.tailLines;
  for (let tries = 0; ; tries += 1) {
    const answer = await settle(transport.get(logPath(request, lines), signal, '*/*'), signal);
    if ('why' in answer) return { gap: { what: logName(request), why: answer.why } };
    // A pod that has no node yet has no log: the API server says so with no content at all.
    if (answer.status === 204) return { text: '' };
    if (answer.status !== 200) return { gap: { what: logName(request), why: complaint(answer.status, answer.body) } };
    const bytes = Buffer.byteLength(answer.body);
    if (bytes < request.limitBytes || lines <= 1 || tries === SHORTER) return { text: answer.body };
    lines = Math.floor(lines / 2);
  }
}

function logPath({ namespace, pod, container, previous, limitBytes }: LogRequest, tailLines: number): string {
  const query = new URLSearchParams({
    container,
    tailLines: String(tailLines),
    limitBytes: String(limitBytes),
    timestamps: 'true',
  });
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
