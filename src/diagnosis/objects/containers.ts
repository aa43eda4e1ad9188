/** The containers of pods with their states, and the workloads that the pods stand for. */
import type { Container, ContainerStatus, Event, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { eventTime, specEvidence } from '../evidence.ts';
import type { Affected } from '../finding.ts';
import type { Evidence } from '../result.ts';
import type { State } from '../state.ts';
import { type WORKLOAD_KINDS, workloadOf } from './workloads.ts';

type PodState = State<(typeof WORKLOAD_KINDS)[number]>;

/** One container of a pod. Ephemeral containers are none: how they end says nothing about the pod. */
export interface ContainerView {
  pod: Pod;
  name: string;
  status: ContainerStatus;
  /** Undefined where the pod's spec does not have it. */
  spec: Container | undefined;
  init: boolean;
  /** An init container that runs beside the others (restartPolicy Always). */
  sidecar: boolean;
  /** Such as `status.containerStatuses[app]`. */
  path: string;
  /** Such as `spec.containers[app]`. */
  specPath: string;
}

/** The containers of a pod that have a status. */
export function containerViews(pod: Pod): ContainerView[] {
  return [...viewsIn(pod, true), ...viewsIn(pod, false)];
}

function viewsIn(pod: Pod, init: boolean): ContainerView[] {
  const [list, statuses] = init
    ? (['initContainers', 'initContainerStatuses'] as const)
    : (['containers', 'containerStatuses'] as const);
  return objectsIn(pod.status?.[statuses]).map((status) => {
    const { name } = status;
    const spec = objectsIn(pod.spec?.[list]).find((container) => container.name === name);
    const sidecar = init && spec?.restartPolicy === 'Always';
    return {
      pod,
      name,
      status,
      spec,
      init,
      sidecar,
      path: `status.${statuses}[${name}]`,
      specPath: `spec.${list}[${name}]`,
    };
  });
}

/** Whether a pod is past having troubles: on its way out, finished well, or taken down (evictions have a rule of their own). */
export const isOver = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined ||
  status?.phase === 'Succeeded' ||
  (status?.phase === 'Failed' &&
    (TAKEN_DOWN.has(status.reason ?? '') ||
      objectsIn(status.conditions).some(({ type, status: is }) => type === 'DisruptionTarget' && is === 'True')));

/**
 * Ended by the kubelet or a controller for reasons of the node, whatever its containers said at that: evicted, its node shut
 * down, put out for a critical pod. Newer releases write the condition DisruptionTarget besides.
 */
const TAKEN_DOWN: ReadonlySet<string> = new Set([
  'Evicted',
  'Terminated',
  'Shutdown',
  'NodeShutdown',
  'NodeLost',
  'Preempting',
]);

/** Containers that a rule about them may be about: of pods that are not over, and not simply running without a restart. */
export function troubledContainers(state: PodState): readonly ContainerView[] {
  return state.memo('objects/containers', () =>
    state
      .list('pods')
      .filter((pod) => !isOver(pod) && isTroubled(pod))
      .flatMap(containerViews),
  );
}

// Cheap on purpose: it is asked of every pod of a sweep.
function isTroubled({ status }: Pod): boolean {
  const well = (one: ContainerStatus): boolean => one.ready === true && (one.restartCount ?? 0) === 0;
  return !(
    objectsIn(status?.containerStatuses).every(well) &&
    objectsIn(status?.initContainerStatuses).every((one) => well(one) || one.state?.terminated?.exitCode === 0)
  );
}

/** Containers of the same name in pods of the same workload: one fault of the template. */
export function byWorkload<V extends ContainerView>(
  views: readonly V[],
  state: PodState,
): { workload: ObjectRef; name: string; views: V[] }[] {
  const groups = new Map<string, { workload: ObjectRef; name: string; views: V[] }>();
  for (const view of views) {
    const workload = workloadOf(view.pod, state);
    const key = `${refKey(workload)} ${view.name}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { workload, name: view.name, views: [view] });
    else group.views.push(view);
  }
  return [...groups.values()];
}

/** The pods of such a group and their workload, as harmed. The subject itself is left out. */
export function harmed(
  workload: ObjectRef,
  views: readonly ContainerView[],
  relation: Affected['relation'],
  subject: ObjectRef = workload,
): Affected[] {
  const refs = [workload, ...new Map(views.map(({ pod }) => [refKey(refOf(pod)), refOf(pod)])).values()];
  return refs
    .filter((ref) => refKey(ref) !== refKey(subject))
    .map((ref) => ({ ref, relation: refKey(subject) === refKey(workload) ? 'ownedBy' : relation }));
}

/** Events about one container, or about its pod as a whole, oldest first. */
export function eventsOf({ pod, name }: ContainerView, state: Pick<State, 'events'>): readonly Event[] {
  return state.events(refOf(pod)).filter(({ involvedObject }) => {
    const path = involvedObject?.fieldPath ?? '';
    return !path.includes('{') || path.includes(`{${name}}`);
  });
}

/** Whether an event was seen within so many milliseconds. */
export const isRecent = (event: Event, now: number, within: number): boolean =>
  now - Date.parse(eventTime(event)) <= within;

/** A field of a container's spec as it stands in the pod. */
export const containerField = (view: ContainerView, field: string, value: unknown): Evidence =>
  specEvidence(view.pod, `${view.specPath}.${field}`, value);
