import { since } from './faults.ts';
import { forgeReplicaSet, replicaSetPods } from './forge/controllers.ts';
import type { World } from './forge/pods.ts';
import type { Kube, Template } from './objects.ts';
import type { Snapshot } from './snapshot.ts';

interface Rollout {
  /** Minutes since the new revision. */
  minutes: number;
  /** Turns the present template into the one before. */
  before: (template: Template) => void;
  /** Pods of the old revision that still serve, because the new ones are not ready. */
  old?: number;
  /** Pods of the new revision that exist (as many as there are where absent). */
  fresh?: number;
  /** The rollout has gone past its deadline. */
  expired?: boolean;
  /** Who changed it, as managedFields name it. */
  by?: string;
}

const worldOf = (s: Snapshot): World => ({
  clock: s.clock,
  random: s.random,
  nodes: s.all('Node'),
  podNet: s.pods('kube-system/coredns')[0]?.status?.podIP?.split('.').slice(0, 2).join('.') ?? '10.244',
  pods: s.random.int(50, 90),
});

function progressing(s: Snapshot, o: Kube, set: Kube, r: Rollout): void {
  if (r.expired)
    s.condition(
      o,
      'Progressing',
      'False',
      'ProgressDeadlineExceeded',
      `ReplicaSet "${set.metadata.name}" has timed out progressing.`,
      r.minutes - 10,
    );
  else if (r.old)
    s.condition(
      o,
      'Progressing',
      'True',
      'ReplicaSetUpdated',
      `ReplicaSet "${set.metadata.name}" is progressing.`,
      r.minutes,
    );
  else
    s.condition(
      o,
      'Progressing',
      'True',
      'NewReplicaSetAvailable',
      `ReplicaSet "${set.metadata.name}" has successfully progressed.`,
      r.minutes,
    );
  s.event(o, 'ScalingReplicaSet', `Scaled up replica set ${set.metadata.name} from 0 to 1`, {
    type: 'Normal',
    first: r.minutes,
    last: r.minutes,
    source: 'deployment-controller',
  });
}

/** Gives a forged Deployment a revision before the present one; returns the pods of the new and of the old. */
export function rollout(s: Snapshot, app: string, r: Rollout): { fresh: Kube[]; old: Kube[] } {
  const [ns = '', name = ''] = app.split('/');
  const o = s.find('Deployment', ns, name);
  const template = o.spec?.template;
  const set = s.all('ReplicaSet', ns).find((x) => x.metadata.ownerReferences?.[0]?.uid === o.metadata.uid);
  if (!template || !set) throw new Error(`Deployment ${app} has no ReplicaSet.`);
  const before = structuredClone(template);
  r.before(before);
  const revision = Number(o.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 1);
  o.metadata.annotations = { ...o.metadata.annotations, 'deployment.kubernetes.io/revision': String(revision + 1) };
  set.metadata.annotations = { ...set.metadata.annotations, 'deployment.kubernetes.io/revision': String(revision + 1) };
  set.metadata.creationTimestamp = s.clock.ago(r.minutes);
  const world = worldOf(s);
  const oldSet = forgeReplicaSet(o, before, r.old ?? 0, revision, r.minutes + 9000, world);
  const old = replicaSetPods(oldSet, r.old ?? 0, r.minutes + 9000, world);
  const own = s.pods(app);
  for (const extra of own.slice(r.fresh ?? own.length)) s.remove(extra);
  set.spec = { ...set.spec, replicas: Math.min(own.length, r.fresh ?? own.length) };
  s.add(oldSet, ...old);
  const fresh = s.pods(app).filter((p) => !old.includes(p));
  since(s, fresh, r.minutes);
  progressing(s, o, set, r);
  o.metadata.managedFields = [
    {
      manager: r.by ?? 'kubectl-client-side-apply',
      operation: 'Update',
      apiVersion: 'apps/v1',
      time: s.clock.ago(r.minutes),
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:template': {} } },
    },
  ];
  return { fresh, old };
}

/** A `before` that differs in the image's tag alone. */
export const image =
  (now: string, before: string) =>
  (template: Template): void => {
    for (const c of template.spec.containers) c.image = c.image.replace(now, before);
  };
