/** Lists and single objects, as the API server pages and refuses them. */
import { type Page, parseBody, parsePage, peekNext, toObject } from './decode.ts';
import { type Resource, versionPath } from './discovery.ts';
import { RequestFailure } from './failure.ts';
import type { Answer, Transport } from './http.ts';
import { record, text } from './lenient.ts';
import type { KubeObject } from './objects.ts';

/** What could be read, and why there is no more. */
export interface Read {
  objects: readonly KubeObject[];
  why?: string;
}

/** Why a kind that this server does not have cannot be read. */
export const NOT_SERVED = 'not served by this cluster';

/** As many as kubectl and the API server's own clients ask for at a time. */
const PAGE = 500;
/** How often a list is begun anew when the server has forgotten the version that it was begun with. */
const RESTARTS = 2;

/** Where objects of a kind are found; `namespace` undefined: everywhere. */
export function collectionPath(resource: Resource, namespace: string | undefined): string {
  const within = namespace === undefined ? '' : `/namespaces/${encodeURIComponent(namespace)}`;
  return `${versionPath(resource.group, resource.version)}${within}/${resource.plural}`;
}

/** Reads all pages of a list. What fails half-way leaves the objects that were read until then. */
export async function readList(
  transport: Transport,
  resource: Resource,
  namespace: string | undefined,
  signal: AbortSignal,
  limit = Number.POSITIVE_INFINITY,
): Promise<Read> {
  const path = collectionPath(resource, namespace);
  for (let restarts = 0; ; restarts += 1) {
    const read = await readPages(transport, resource, path, signal, limit);
    if (read.expired !== true || restarts === RESTARTS)
      return { objects: read.objects, ...(read.why === undefined ? {} : { why: read.why }) };
  }
}

interface Pages extends Read {
  expired?: boolean;
}

async function readPages(
  transport: Transport,
  resource: Resource,
  path: string,
  signal: AbortSignal,
  limit: number,
): Promise<Pages> {
  const objects: KubeObject[] = [];
  let dropped = 0;
  let pending: Promise<Answer> | undefined = fetchPage(transport, path, undefined, signal);
  while (pending !== undefined) {
    const answer = await settle(pending, signal);
    if ('why' in answer) return { objects, why: answer.why };
    if (answer.status !== 200) return { objects, why: refusal(answer), expired: answer.status === 410 };
    const early = peekNext(answer.body);
    pending = early === undefined ? undefined : fetchPage(transport, path, early, signal);
    // Decoding holds the thread, so let the next request leave first.
    if (pending !== undefined) await new Promise(setImmediate);
    const page: Page | undefined = parsePage(answer.body, resource);
    if (page === undefined) return { objects, why: 'the answer was cut off or is not JSON' };
    for (const object of page.objects) objects.push(object);
    dropped += page.dropped;
    if (page.next !== undefined && objects.length >= limit)
      return { objects, why: `more than ${limit}; the rest was not read` };
    if (page.next !== early)
      pending = page.next === undefined ? undefined : fetchPage(transport, path, page.next, signal);
  }
  return dropped === 0 ? { objects } : { objects, why: `${dropped} entries without a name` };
}

function fetchPage(transport: Transport, path: string, next: string | undefined, signal: AbortSignal): Promise<Answer> {
  const page = transport.get(
    `${path}?limit=${PAGE}${next === undefined ? '' : `&continue=${encodeURIComponent(next)}`}`,
    signal,
  );
  // A page asked for in advance may turn out not to be wanted; its failure is then nobody's.
  page.catch(() => undefined);
  return page;
}

/** The answer, or why there is none; cancellation and unusable credentials go on to the caller. */
export async function settle(pending: Promise<Answer>, signal: AbortSignal): Promise<Answer | { why: string }> {
  try {
    return await pending;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RequestFailure) return { why: error.why };
    throw error;
  }
}

/** Reads one object; `absent` only where the server says that this very object is not there. */
export async function readOne(
  transport: Transport,
  resource: Resource,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<KubeObject | 'absent' | { why: string }> {
  const path = `${collectionPath(resource, namespace)}/${encodeURIComponent(name)}`;
  const answer = await settle(transport.get(path, signal), signal);
  if ('why' in answer) return answer;
  if (answer.status === 404) return saysNotFound(answer.body, name) ? 'absent' : { why: NOT_SERVED };
  if (answer.status !== 200) return { why: refusal(answer) };
  return toObject(parseBody(answer.body), resource)[0] ?? { why: 'the answer was cut off or is not JSON' };
}

/** A missing object is named in the Status; a missing kind gives a bare 404. */
function saysNotFound(body: string, name: string): boolean {
  const status = parseBody(body);
  return status?.reason === 'NotFound' && record(status.details).name === name;
}

/** Why the server refused, in a few words. */
export function refusal({ status, body }: Answer): string {
  if (status === 403) return 'forbidden';
  if (status === 404) return NOT_SERVED;
  if (status === 429) return 'the API server asks to slow down (429)';
  if (status === 410) return 'the list kept changing while it was read (410)';
  const message = statusMessage(body);
  return `the API server answered ${status}${message === undefined ? '' : `: ${message}`}`;
}

/** The sentence of a Status object. */
export function statusMessage(body: string): string | undefined {
  return text(parseBody(body)?.message)?.trim().slice(0, 500);
}
