/** Workloads and their pods: who owns whom, and what a pod stands for. */
import type {
  Container,
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  KubeObject,
  ObjectRef,
  Pod,
  PodSpec,
  ReplicaSet,
  StatefulSet,
} from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { objectsIn, textIn } from '../../semantics/lenient.ts';
import type { Affected } from '../finding.ts';
import { known, type State } from '../state.ts';

/** The kinds whose pods are made from a template. */
export type Workload = Deployment | StatefulSet | DaemonSet | Job | CronJob | ReplicaSet;

type WorkloadState = State<'pods' | 'deployments' | 'statefulsets' | 'daemonsets' | 'jobs' | 'cronjobs'>;

/** The kinds that a rule must declare (`needs`) to ask for the workload of a pod. */
export const WORKLOAD_KINDS = ['pods', 'deployments', 'statefulsets', 'daemonsets', 'jobs', 'cronjobs'] as const;

/** Who controls an object: its controller reference as an object reference. */
export function controllerOf(object: KubeObject): ObjectRef | undefined {
  const owner = objectsIn(object.metadata.ownerReferences).find(({ controller }) => controller === true);
  const [apiVersion, kind, name] = [textIn(owner?.apiVersion), textIn(owner?.kind), textIn(owner?.name)];
  if (apiVersion === undefined || kind === undefined || name === undefined) return undefined;
  const { namespace } = object.metadata;
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}

/**
 * What a pod stands for: the Deployment, StatefulSet, DaemonSet, CronJob, … at the top of its owners, or the pod itself.
 * A Deployment is known by the ReplicaSet's name less the pod-template-hash, which the Deployment controller builds it from.
 */
export function workloadOf(pod: Pod, state: WorkloadState): ObjectRef {
  const owner = controllerOf(pod);
  // A static pod belongs to its node's kubelet: its manifest lies there, and it stands for itself.
  if (owner === undefined || owner.kind === 'Node') return refOf(pod);
  if (owner.kind === 'ReplicaSet') return deploymentOf(pod, owner, state) ?? owner;
  if (owner.kind !== 'Job') return owner;
  const job = known(state.find('jobs', owner.namespace, owner.name));
  return (job && controllerOf(job)) ?? owner;
}

function deploymentOf(pod: Pod, replicaSet: ObjectRef, state: WorkloadState): ObjectRef | undefined {
  const hash = pod.metadata.labels?.['pod-template-hash'];
  const suffix = hash === undefined ? replicaSet.name.lastIndexOf('-') : replicaSet.name.lastIndexOf(`-${hash}`);
  if (suffix <= 0) return undefined;
  const name = replicaSet.name.slice(0, suffix);
  const deployment = known(state.find('deployments', pod.metadata.namespace, name));
  return deployment && refOf(deployment);
}

/** The object behind a workload's reference, where it is a kind with a pod template. */
export function workloadObject(ref: ObjectRef, state: WorkloadState): Workload | undefined {
  const kinds = {
    Deployment: 'deployments',
    StatefulSet: 'statefulsets',
    DaemonSet: 'daemonsets',
    Job: 'jobs',
    CronJob: 'cronjobs',
  } as const;
  const kind = kinds[ref.kind as keyof typeof kinds];
  return kind === undefined ? undefined : known<Workload>(state.find(kind, ref.namespace, ref.name));
}

/** The pod template of a workload. */
export function templateOf(
  workload: Workload,
): { metadata?: { labels?: Record<string, string> }; spec?: PodSpec } | undefined {
  const spec = workload.spec as { template?: unknown; jobTemplate?: { spec?: { template?: unknown } } } | undefined;
  return (spec?.template ?? spec?.jobTemplate?.spec?.template) as ReturnType<typeof templateOf>;
}

/** The pods that a workload owns, directly or through a ReplicaSet or Job, in the order of their names. */
export function podsOf(ref: ObjectRef, state: WorkloadState): readonly Pod[] {
  if (ref.kind === 'Pod') {
    const pod = known(state.find('pods', ref.namespace, ref.name));
    return pod === undefined ? [] : [pod];
  }
  const index = state.memo(`workloads:podsByOwner:${ref.namespace}`, () =>
    indexByWorkload(state.list('pods', ref.namespace), state),
  );
  return index.get(refKey(ref)) ?? [];
}

function indexByWorkload(pods: readonly Pod[], state: WorkloadState): Map<string, Pod[]> {
  const index = new Map<string, Pod[]>();
  for (const pod of pods) {
    for (const key of new Set([refKey(workloadOf(pod, state)), refKey(controllerOf(pod) ?? refOf(pod))])) {
      const list = index.get(key);
      if (list === undefined) index.set(key, [pod]);
      else list.push(pod);
    }
  }
  return index;
}

/** A pod and the workload above it as harmed by a finding: what most findings about pods affect. */
export function affectedBy(pods: readonly Pod[], relation: Affected['relation'], state: WorkloadState): Affected[] {
  const refs = new Map<string, ObjectRef>();
  for (const pod of pods) {
    for (const ref of [workloadOf(pod, state), refOf(pod)]) refs.set(refKey(ref), ref);
  }
  return [...refs.values()].map((ref) => ({ ref, relation }));
}

/** Every container of a pod spec with the place where it stands; sidecars are init containers that restart always. */
export function containersOf(spec: PodSpec | undefined): { container: Container; init: boolean; sidecar: boolean }[] {
  const init = (spec?.initContainers ?? []).map((container) => ({
    container,
    init: true,
    sidecar: container.restartPolicy === 'Always',
  }));
  return [...init, ...(spec?.containers ?? []).map((container) => ({ container, init: false, sidecar: false }))];
}

/** Every workload that was read and makes pods by itself. */
export const workloadsInScope = (
  state: State<'deployments' | 'statefulsets' | 'daemonsets' | 'jobs'>,
): (Deployment | StatefulSet | DaemonSet | Job)[] => [
  ...state.list('deployments'),
  ...state.list('statefulsets'),
  ...state.list('daemonsets'),
  ...state.list('jobs'),
];
