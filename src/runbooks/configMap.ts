/** Runbooks in a ConfigMap of the cluster: each key is a file. */
import type { ClusterSource } from '../cluster/source.ts';
import type { Place } from './merge.ts';
import { isRunbookName } from './parse.ts';

/** Reads what is there now; never throws but for the signal's reason. */
export type ReadConfigMap = (reference: string, signal: AbortSignal) => Promise<Place>;

/** @param open connects, where that was not done before. */
export function configMapReader(open: () => Promise<Pick<ClusterSource, 'get'>>): ReadConfigMap {
  return async (reference, signal) => {
    const name = `ConfigMap ${reference}`;
    const failed = (why: string): Place => ({
      name,
      files: [],
      problems: [`Runbooks of ${name} were not read: ${why}`],
    });
    const [, namespace, object] = /^([^/]+)\/([^/]+)$/.exec(reference) ?? [];
    if (namespace === undefined || object === undefined) return failed('write it as namespace/name.');
    try {
      const source = await open();
      const found = await source.get('configmaps', namespace, object, signal);
      if ('absent' in found) return failed('there is no such ConfigMap.');
      if ('gap' in found) return failed(`${found.gap.why}.`);
      return { name, files: filesOf(found.found.data), problems: [] };
    } catch (error) {
      signal.throwIfAborted();
      return failed(error instanceof Error ? error.message : String(error));
    }
  };
}

function filesOf(data: unknown): Place['files'] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data)
    .filter(([name]) => isRunbookName(name))
    .map(([name, content]) => ({ name, content: Buffer.from(String(content), 'utf8') }));
}
