/** Which namespaces a user can read, found by trying: it is what the server grants that counts, whatever grants it. */
import { parseBody } from './decode.ts';
import type { Transport } from './http.ts';
import { list, record, text } from './lenient.ts';
import { settle } from './read.ts';

/** Beyond this a user is better served by naming a namespace. */
const MAX_PROBES = 200;

/**
 * Undefined where Pods can be listed everywhere at once. Else those namespaces in which they can, out of the ones that
 * the user can list and those in `known`.
 */
export async function readableNamespaces(
  transport: Transport,
  known: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[] | undefined> {
  const everywhere = await settle(transport.get('/api/v1/pods?limit=1', signal), signal);
  if (!('why' in everywhere) && everywhere.status !== 403) return undefined;
  const all = await settle(transport.get('/api/v1/namespaces?limit=500', signal), signal);
  const listed =
    'why' in all || all.status !== 200
      ? []
      : list(parseBody(all.body)?.items).flatMap((item) => text(record(record(item).metadata).name) ?? []);
  const candidates = [...new Set([...known, ...listed])].slice(0, MAX_PROBES);
  const readable = await Promise.all(candidates.map((namespace) => canList(transport, namespace, signal)));
  return candidates.filter((_, index) => readable[index]);
}

async function canList(transport: Transport, namespace: string, signal: AbortSignal): Promise<boolean> {
  const answer = await settle(
    transport.get(`/api/v1/namespaces/${encodeURIComponent(namespace)}/pods?limit=1`, signal),
    signal,
  );
  return !('why' in answer) && answer.status === 200;
}
