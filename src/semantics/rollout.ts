/** How a Deployment rolls out: which ReplicaSet is the new one, what it may do at once, whether it comes on. */
import type { Deployment, PodTemplate, ReplicaSet } from '../cluster/objects.ts';
import { scaledValue } from './intOrPercent.ts';
import { objectsIn, stringMap } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

const REVISION = 'deployment.kubernetes.io/revision';
const HASH = 'pod-template-hash';

export interface RolloutState {
  desired: number;
  /** Pods that may be missing, and that may be there beyond the desired number, while it rolls. */
  maxUnavailable: number;
  maxSurge: number;
  updated: number;
  ready: number;
  available: number;
  /** The ReplicaSet of the current template; undefined where the controller has not made it, or it was not read. */
  current?: ReplicaSet;
  /** Older ReplicaSets that still have pods. */
  old: ReplicaSet[];
  complete: boolean;
}

/** The revision of a Deployment or ReplicaSet; 0 where it has none. */
export function revisionOf(object: Deployment | ReplicaSet): number {
  return Number(stringMap(object.metadata.annotations)[REVISION] ?? 0) || 0;
}

/** maxUnavailable is rounded down and maxSurge up; where both come to 0, one pod may be unavailable. */
export function rolloutLimits(deployment: Deployment): { maxUnavailable: number; maxSurge: number } {
  const desired = deployment.spec?.replicas ?? 1;
  if (deployment.spec?.strategy?.type === 'Recreate') return { maxUnavailable: desired, maxSurge: 0 };
  const rolling = deployment.spec?.strategy?.rollingUpdate;
  const maxSurge = scaledValue(rolling?.maxSurge ?? '25%', desired, 'up') ?? 0;
  const maxUnavailable = Math.min(desired, scaledValue(rolling?.maxUnavailable ?? '25%', desired, 'down') ?? 0);
  return maxSurge === 0 && maxUnavailable === 0 ? { maxUnavailable: 1, maxSurge } : { maxUnavailable, maxSurge };
}

/** The ReplicaSets that a Deployment controls, by UID where both have one. */
export function ownedReplicaSets(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet[] {
  const { name, namespace, uid } = deployment.metadata;
  return replicaSets.filter(
    ({ metadata }) =>
      metadata.namespace === namespace &&
      objectsIn(metadata.ownerReferences).some(
        (owner) => owner.kind === 'Deployment' && owner.name === name && (!uid || !owner.uid || owner.uid === uid),
      ),
  );
}

/** A template as text that is equal for equal templates: keys sorted, empty values and the hash label left out. */
function templateText(template: PodTemplate | undefined): string {
  const { [HASH]: _hash, ...labels } = stringMap(template?.metadata?.labels);
  return JSON.stringify(canonical({ labels, annotations: template?.metadata?.annotations, spec: template?.spec }));
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, canonical(inner)] as const);
  return Object.fromEntries(entries.filter(([, inner]) => !isEmpty(inner)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** The ReplicaSet of the Deployment's template: the oldest with an equal template, else the one of its revision. */
export function currentReplicaSet(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const owned = ownedReplicaSets(deployment, replicaSets).sort((a, b) =>
    (a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1,
  );
  const wanted = templateText(deployment.spec?.template);
  const revision = revisionOf(deployment);
  return (
    owned.find((candidate) => templateText(candidate.spec?.template) === wanted) ??
    owned.find((candidate) => revision > 0 && revisionOf(candidate) === revision)
  );
}

/** The ReplicaSet that ran before the current one: the highest revision below it. What a rollback returns to. */
export function previousReplicaSet(deployment: Deployment, replicaSets: readonly ReplicaSet[]): ReplicaSet | undefined {
  const current = currentReplicaSet(deployment, replicaSets);
  return ownedReplicaSets(deployment, replicaSets)
    .filter((candidate) => candidate !== current)
    .sort((a, b) => revisionOf(b) - revisionOf(a))[0];
}

export function rolloutState(deployment: Deployment, replicaSets: readonly ReplicaSet[]): RolloutState {
  const { status } = deployment;
  const desired = deployment.spec?.replicas ?? 1;
  const current = currentReplicaSet(deployment, replicaSets);
  const updated = status?.updatedReplicas ?? 0;
  const available = status?.availableReplicas ?? 0;
  return {
    desired,
    ...rolloutLimits(deployment),
    updated,
    ready: status?.readyReplicas ?? 0,
    available,
    current,
    old: ownedReplicaSets(deployment, replicaSets).filter(
      (candidate) =>
        candidate !== current && ((candidate.status?.replicas ?? 0) > 0 || (candidate.spec?.replicas ?? 0) > 0),
    ),
    complete: updated === desired && available === desired && (status?.replicas ?? 0) === desired,
  };
}

/** When a rollout that makes no progress counts as failed: the last progress and `progressDeadlineSeconds`, epoch ms. */
export function progressDeadline(deployment: Deployment): number | undefined {
  const seconds = deployment.spec?.progressDeadlineSeconds ?? 600;
  const progressing = objectsIn(deployment.status?.conditions).find(({ type }) => type === 'Progressing');
  const last = Date.parse(progressing?.lastUpdateTime ?? '');
  // The largest value means that there is no deadline.
  return Number.isFinite(last) && seconds < 2 ** 31 - 1 ? last + seconds * 1000 : undefined;
}

/** Whether a Deployment has what it wants, or is still within its time. */
export function deploymentVerdict(deployment: Deployment, now: number): Verdict {
  const { metadata, spec, status } = deployment;
  const conditions = objectsIn(status?.conditions);
  const condition = (type: string) => conditions.find((candidate) => candidate.type === type);
  const quote = (type: string) => decided(deployment, `status.conditions[${type}].message`, condition(type)?.message);
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) {
    const by = decided(deployment, 'status.observedGeneration', status?.observedGeneration);
    return fail('NotObserved', 'the controller has not seen the latest change', by);
  }
  const failure = condition('ReplicaFailure');
  if (failure?.status === 'True') {
    return fail('ReplicaFailure', failure.message ?? 'pods cannot be created', quote('ReplicaFailure'));
  }
  const progressing = condition('Progressing');
  const late = progressing?.reason === 'ProgressDeadlineExceeded';
  if (late) return fail('ProgressDeadlineExceeded', progressing.message ?? 'no progress in time', quote('Progressing'));
  const missing = (spec?.replicas ?? 1) - (status?.availableReplicas ?? 0);
  if (missing <= 0 && (status?.updatedReplicas ?? 0) >= (spec?.replicas ?? 1)) return PASS;
  if (spec?.paused === true && (status?.updatedReplicas ?? 0) < (spec?.replicas ?? 1)) {
    return fail('Paused', 'the rollout is paused', decided(deployment, 'spec.paused', true));
  }
  const available = condition('Available');
  if (available?.status === 'False')
    return fail('Unavailable', available.message ?? 'too few pods are available', quote('Available'));
  const deadline = progressDeadline(deployment);
  if (missing <= 0 || deadline === undefined || now < deadline) return PASS;
  const by = decided(deployment, 'status.availableReplicas', status?.availableReplicas ?? 0);
  return fail('PodsUnavailable', `${missing} of ${spec?.replicas ?? 1} pods are not available`, by);
}
