/** The same cluster with a kind of information taken away, as where events have expired or logs may not be read. */
import type { KubeObject } from '../../src/cluster/objects.ts';
import type { Snapshot } from '../../src/cluster/snapshot/snapshot.ts';
import { createSnapshotSource } from '../../src/cluster/snapshot/source.ts';
import type { ClusterSource } from '../../src/cluster/source.ts';

export const INFORMATION = ['events', 'logs', 'previous', 'managedFields'] as const;
export type Information = (typeof INFORMATION)[number];

/** `logs` are those of current and of previous containers, `previous` only the latter. */
export function sourceWithout(snapshot: Snapshot, missing: ReadonlySet<Information>): ClusterSource {
  const source = createSnapshotSource({ ...snapshot, objects: objectsWithout(snapshot.objects, missing) });
  return {
    ...source,
    log: async (request, signal) => {
      const { namespace, pod, container, previous } = request;
      if (!missing.has('logs') && !(previous && missing.has('previous'))) return source.log(request, signal);
      const what = `${previous ? 'previous logs' : 'logs'} of ${namespace}/${pod} (${container})`;
      return { gap: { what, why: 'not captured' } };
    },
  };
}

function objectsWithout(objects: readonly KubeObject[], missing: ReadonlySet<Information>): readonly KubeObject[] {
  const kept = missing.has('events') ? objects.filter(({ kind }) => kind !== 'Event') : objects;
  if (!missing.has('managedFields')) return kept;
  return kept.map((object) => ({ ...object, metadata: { ...object.metadata, managedFields: undefined } }));
}
