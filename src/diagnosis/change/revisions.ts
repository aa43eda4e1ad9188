/** The last two revisions of a workload: what the newest one changed, and when. */
import type { ObjectRef, PodTemplate } from '../../cluster/objects.ts';
import { controllerOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import { type FieldChange, templateDiff } from './templateDiff.ts';

export interface Revision {
  revision: string;
  /** RFC 3339: when it was made. */
  at: string | undefined;
  changes: FieldChange[];
}

const REVISION = 'deployment.kubernetes.io/revision';
type RevisionState = State<'replicasets' | 'controllerrevisions'>;

/** The newest revision against the one before; undefined where there was only one or none is known. */
export function lastRevision(workload: ObjectRef, state: RevisionState): Revision | undefined {
  if (workload.kind === 'Deployment') return ofDeployment(workload, state);
  if (workload.kind === 'StatefulSet' || workload.kind === 'DaemonSet') return ofRevisions(workload, state);
  return undefined;
}

function ofDeployment({ kind, namespace, name }: ObjectRef, state: RevisionState): Revision | undefined {
  const owned = state
    .list('replicasets', namespace)
    .filter((set) => {
      const owner = controllerOf(set);
      return owner?.kind === kind && owner.name === name;
    })
    .map((set) => ({ set, revision: Number(set.metadata.annotations?.[REVISION] ?? 0) }))
    .sort((a, b) => b.revision - a.revision);
  const [newest, before] = owned;
  if (newest === undefined || before === undefined) return undefined;
  const changes = templateDiff(before.set.spec?.template, newest.set.spec?.template);
  return { revision: String(newest.revision), at: newest.set.metadata.creationTimestamp, changes };
}

function ofRevisions({ kind, namespace, name }: ObjectRef, state: RevisionState): Revision | undefined {
  const [newest, before] = state
    .list('controllerrevisions', namespace)
    .filter((revision) => {
      const owner = controllerOf(revision);
      return owner?.kind === kind && owner.name === name;
    })
    .toSorted((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
  if (newest === undefined || before === undefined) return undefined;
  const template = (data: unknown) => (data as { spec?: { template?: PodTemplate } } | undefined)?.spec?.template;
  const changes = templateDiff(template(before.data), template(newest.data));
  return { revision: String(newest.revision), at: newest.metadata.creationTimestamp, changes };
}
