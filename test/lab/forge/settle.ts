import type { Condition, Kube } from '../objects.ts';
import type { Snapshot } from '../snapshot.ts';

const readyCondition = (pod: Kube): Condition | undefined => pod.status?.conditions?.find((c) => c.type === 'Ready');
export const isReady = (pod: Kube): boolean =>
  readyCondition(pod)?.status === 'True' && !pod.metadata.deletionTimestamp;

const ownedBy = (snapshot: Snapshot, kind: string, owner: Kube): Kube[] =>
  snapshot
    .all(kind, owner.metadata.namespace)
    .filter((o) => o.metadata.ownerReferences?.some((r) => r.uid === owner.metadata.uid));
const live = (pods: Kube[]): Kube[] =>
  pods.filter((p) => !p.metadata.deletionTimestamp && p.status?.phase !== 'Failed' && p.status?.phase !== 'Succeeded');

function settleReplicaSet(snapshot: Snapshot, set: Kube): void {
  const pods = live(ownedBy(snapshot, 'Pod', set));
  const ready = pods.filter(isReady).length;
  set.status = {
    ...set.status,
    replicas: pods.length,
    fullyLabeledReplicas: pods.length,
    ...(ready
      ? { readyReplicas: ready, availableReplicas: ready }
      : { readyReplicas: undefined, availableReplicas: undefined }),
    observedGeneration: set.metadata.generation ?? 1,
  };
}

/** Availability as the Deployment controller computes it with maxUnavailable 25 %, rounded down. */
function settleDeployment(snapshot: Snapshot, o: Kube): void {
  const sets = ownedBy(snapshot, 'ReplicaSet', o);
  const count = (field: string): number =>
    sets.reduce((n, s) => n + ((s.status?.[field] as number | undefined) ?? 0), 0);
  const desired = o.spec?.replicas ?? 1;
  const ready = count('readyReplicas');
  const newest = sets.find(
    (s) =>
      s.metadata.annotations?.['deployment.kubernetes.io/revision'] ===
      o.metadata.annotations?.['deployment.kubernetes.io/revision'],
  );
  const zero = (n: number): number | undefined => n || undefined;
  o.metadata.generation ??= 3;
  o.status = {
    ...o.status,
    replicas: zero(count('replicas')),
    updatedReplicas: zero((newest?.status?.replicas as number | undefined) ?? 0),
    readyReplicas: zero(ready),
    availableReplicas: zero(ready),
    unavailableReplicas: zero(Math.max(0, desired - ready)),
    observedGeneration: o.metadata.generation,
  };
  const enough = ready >= desired - Math.floor(desired / 4);
  const known = o.status.conditions ?? [];
  if (!known.some((c) => c.type === 'Available')) {
    if (enough)
      snapshot.condition(
        o,
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
        60 * 24 * 3,
      );
    else
      snapshot.condition(
        o,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
      );
  }
  if (!known.some((c) => c.type === 'Progressing')) {
    snapshot.condition(
      o,
      'Progressing',
      'True',
      'NewReplicaSetAvailable',
      `ReplicaSet "${newest?.metadata.name}" has successfully progressed.`,
      60 * 24 * 3,
    );
  }
}

function settleSet(snapshot: Snapshot, o: Kube): void {
  const pods = live(ownedBy(snapshot, 'Pod', o));
  const ready = pods.filter(isReady).length;
  const revision = pods[0]?.metadata.labels?.['controller-revision-hash'];
  o.metadata.generation ??= 1;
  o.status =
    o.kind === 'DaemonSet'
      ? {
          ...o.status,
          currentNumberScheduled: pods.length,
          desiredNumberScheduled: snapshot.all('Node').length,
          numberMisscheduled: 0,
          numberReady: ready,
          numberAvailable: ready || undefined,
          ...(pods.length > ready ? { numberUnavailable: pods.length - ready } : {}),
          updatedNumberScheduled: pods.length,
          observedGeneration: o.metadata.generation,
        }
      : {
          ...o.status,
          replicas: pods.length,
          readyReplicas: ready || undefined,
          availableReplicas: ready,
          currentReplicas: pods.length,
          updatedReplicas: pods.length,
          currentRevision: revision,
          updateRevision: revision,
          collisionCount: 0,
          observedGeneration: o.metadata.generation,
        };
}

export function settleScaling(snapshot: Snapshot, o: Kube): void {
  if (o.status) return;
  const target = o.spec?.scaleTargetRef as { kind: string; name: string };
  const replicas = snapshot.find(target.kind, o.metadata.namespace ?? '', target.name).spec?.replicas ?? 1;
  o.status = {
    currentReplicas: replicas,
    desiredReplicas: replicas,
    currentMetrics: [
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 41, averageValue: '41m' } } },
    ],
  };
  snapshot.condition(o, 'AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size', 60 * 30);
  snapshot.condition(
    o,
    'ScalingActive',
    'True',
    'ValidMetricFound',
    'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
    60 * 30,
  );
  snapshot.condition(
    o,
    'ScalingLimited',
    'False',
    'DesiredWithinRange',
    'the desired count is within the acceptable range',
    60 * 30,
  );
}

function settleBudget(snapshot: Snapshot, o: Kube): void {
  const match = (o.spec?.selector as { matchLabels?: Record<string, string> } | undefined)?.matchLabels ?? {};
  const pods = snapshot
    .all('Pod', o.metadata.namespace)
    .filter((p) => Object.entries(match).every(([k, v]) => p.metadata.labels?.[k] === v));
  const healthy = pods.filter(isReady).length;
  const spec = o.spec as { minAvailable?: number; maxUnavailable?: number };
  const desired = spec.minAvailable ?? Math.max(0, pods.length - (spec.maxUnavailable ?? 1));
  o.status = {
    currentHealthy: healthy,
    desiredHealthy: desired,
    disruptionsAllowed: Math.max(0, healthy - desired),
    expectedPods: pods.length,
    observedGeneration: 1,
  };
  const allowed = healthy > desired;
  snapshot.condition(
    o,
    'DisruptionAllowed',
    allowed ? 'True' : 'False',
    allowed ? 'SufficientPods' : 'InsufficientPods',
    '',
    60 * 24,
  );
}

/** Statuses of the controllers as they follow from the pods. */
export function settleControllers(snapshot: Snapshot): void {
  for (const o of snapshot.all('ReplicaSet')) settleReplicaSet(snapshot, o);
  for (const o of snapshot.all('Deployment')) settleDeployment(snapshot, o);
  for (const o of [...snapshot.all('StatefulSet'), ...snapshot.all('DaemonSet')]) settleSet(snapshot, o);
  for (const o of snapshot.all('HorizontalPodAutoscaler')) settleScaling(snapshot, o);
  for (const o of snapshot.all('PodDisruptionBudget')) settleBudget(snapshot, o);
}
