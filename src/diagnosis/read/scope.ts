/** The namespaces that a diagnosis is about. */
import { type ClusterSource, ClusterUnreadableError, type Gap } from '../../cluster/source.ts';
import { namespacesIn } from '../question.ts';
import type { DiagnosisRequest } from '../result.ts';

export interface Scope {
  /** undefined: all, read cluster-wide. */
  namespaces: readonly string[] | undefined;
  gaps: Gap[];
  /** Where the question names them: all that can be read, should nothing be found in them that answers it. */
  wider?: { namespaces: readonly string[] | undefined; guessed: boolean };
}

/** `-n` wins, else a namespace named in the question, else all that this user can read. */
export async function scopeOf(source: ClusterSource, request: DiagnosisRequest, signal?: AbortSignal): Promise<Scope> {
  if (request.namespace !== undefined) {
    const found = await source.get('namespaces', undefined, request.namespace, signal);
    const gaps =
      'absent' in found ? [{ what: `namespace ${request.namespace}`, why: 'not found; check its name' }] : [];
    return { namespaces: [request.namespace], gaps };
  }
  const readable = await source.readableNamespaces(signal);
  if (readable !== undefined && readable.length === 0) {
    throw new ClusterUnreadableError(
      'This user may not read any namespace; ask for the role in deploy/rbac.yaml or name a namespace with -n.',
    );
  }
  if (request.question !== undefined) {
    const existing =
      readable ?? (await source.list('namespaces', undefined, signal)).objects.map(({ metadata }) => metadata.name);
    const { names, cued } = namespacesIn(request.question, existing);
    if (names.length > 0) return { namespaces: names, gaps: [], wider: { namespaces: readable, guessed: !cued } };
  }
  const gaps = readable === undefined ? [] : [{ what: 'other namespaces and cluster-wide objects', why: 'forbidden' }];
  return { namespaces: readable, gaps };
}
