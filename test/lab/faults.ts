/** What kubelet, containerd and the scheduler write when something fails, word for word. */
import type { ContainerState, Kube } from './objects.ts';
import type { Snapshot } from './snapshot.ts';

const unready = (names: string[]): string => `containers with unready status: [${names.join(' ')}]`;

/** Marks a pod not ready, with the condition that the kubelet writes. */
export function notReady(s: Snapshot, pod: Kube, minutes = 20, container?: string): void {
  const name = container ?? pod.spec?.containers?.[0]?.name ?? '';
  s.condition(pod, 'ContainersReady', 'False', 'ContainersNotReady', unready([name]), minutes);
  s.condition(pod, 'Ready', 'False', 'ContainersNotReady', unready([name]), minutes);
}

interface Exit {
  container?: string;
  exitCode: number;
  reason?: string;
  message?: string;
  restarts?: number;
  /** Minutes of the first crash and seconds that one run lasts. */
  first?: number;
  lasted?: number;
  last?: number;
  signal?: number;
}

/** A container that ended again and again and waits for its next start. */
export function crashLoop(s: Snapshot, pod: Kube, exit: Exit): void {
  const { exitCode, restarts = 8, first = 25, lasted = 3, last = 2 } = exit;
  const status = s.container(pod, exit.container);
  const { name, uid, namespace } = pod.metadata;
  const finished = s.clock.ago(last);
  const terminated = {
    exitCode,
    reason: exit.reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    ...(exit.message ? { message: exit.message } : {}),
    ...(exit.signal ? { signal: exit.signal } : {}),
    startedAt:
      exit.reason === 'StartError' || exit.reason === 'ContainerCannotRun'
        ? '1970-01-01T00:00:00Z'
        : s.clock.ago(last + lasted / 60),
    finishedAt: finished,
    containerID: status.containerID ?? '',
  };
  const back = restarts > 5 ? '5m0s' : ['10s', '20s', '40s', '1m20s', '2m40s', '5m0s'][Math.max(0, restarts - 1)];
  status.state = {
    waiting: {
      reason: 'CrashLoopBackOff',
      message: `back-off ${back} restarting failed container=${status.name} pod=${name}_${namespace}(${uid})`,
    },
  };
  status.lastState = { terminated };
  Object.assign(status, { ready: false, started: false, restartCount: restarts });
  notReady(s, pod, first, status.name);
  s.event(pod, 'BackOff', `Back-off restarting failed container ${status.name} in pod ${name}_${namespace}(${uid})`, {
    first,
    last: 0.4,
    count: restarts * 9,
    container: status.name,
  });
  s.event(
    pod,
    'Pulled',
    `Container image "${status.image}" already present on machine and can be accessed by the pod`,
    { type: 'Normal', first, last, count: restarts, container: status.name },
  );
  if (exit.reason === 'StartError' && exit.message)
    s.event(pod, 'Failed', `Error: ${exit.message}`, { first, last, count: restarts, container: status.name });
  else
    s.event(pod, 'Started', 'Container started', {
      type: 'Normal',
      first,
      last,
      count: restarts,
      container: status.name,
    });
}

/** A container that cannot be created or pulled. */
export function waiting(
  s: Snapshot,
  pod: Kube,
  reason: string,
  message: string,
  options: { container?: string; minutes?: number; init?: boolean } = {},
): void {
  const { minutes = 20 } = options;
  const status = s.container(pod, options.container);
  const state: ContainerState = { waiting: { reason, message } };
  Object.assign(status, {
    state,
    lastState: {},
    ready: false,
    started: false,
    restartCount: 0,
    imageID: '',
    containerID: undefined,
  });
  if (pod.status) pod.status.phase = 'Pending';
  notReady(s, pod, minutes, status.name);
}

/** An image that cannot be pulled: containerd's error in the back-off message and in the events. */
export function pullFails(s: Snapshot, pod: Kube, error: string, minutes = 20, container?: string): void {
  const status = s.container(pod, container);
  const image = status.image;
  const failed = `Failed to pull image "${image}": ${error}`;
  waiting(s, pod, 'ImagePullBackOff', `Back-off pulling image "${image}": ErrImagePull: ${error}`, {
    container: status.name,
    minutes,
  });
  const at = { first: minutes, container: status.name };
  s.event(pod, 'Pulling', `Pulling image "${image}"`, { ...at, type: 'Normal', last: 3, count: 5 });
  s.event(pod, 'Failed', failed, { ...at, last: 3, count: 5 });
  s.event(pod, 'Failed', 'Error: ErrImagePull', { ...at, last: 3, count: 5 });
  s.event(pod, 'BackOff', `Back-off pulling image "${image}"`, { ...at, type: 'Normal', last: 0.5, count: 74 });
  s.event(pod, 'Failed', 'Error: ImagePullBackOff', { ...at, last: 0.5, count: 74 });
}

/** A pod bound to a node whose containers wait for volumes or a sandbox. */
export function creating(s: Snapshot, pod: Kube, reason: string, message: string, minutes = 20, count = 14): void {
  for (const c of pod.spec?.containers ?? []) waiting(s, pod, 'ContainerCreating', '', { container: c.name, minutes });
  for (const c of pod.status?.containerStatuses ?? []) c.state = { waiting: { reason: 'ContainerCreating' } };
  s.condition(pod, 'PodReadyToStartContainers', 'False', undefined, undefined, minutes);
  if (pod.status) for (const field of ['podIP', 'podIPs']) delete pod.status[field];
  s.event(pod, reason, message, { first: minutes, last: 0.7, count });
}

/** A pod that the scheduler cannot place. */
export function unschedulable(s: Snapshot, pod: Kube, message: string, minutes = 20): void {
  pod.status = { phase: 'Pending', qosClass: 'Burstable', conditions: [] };
  if (pod.spec) delete pod.spec.nodeName;
  s.condition(pod, 'PodScheduled', 'False', 'Unschedulable', message, minutes);
  s.event(pod, 'FailedScheduling', message, { first: minutes, last: 1.5, count: 5, source: 'default-scheduler' });
}

/** A pod whose probe fails while its container runs. */
export function probeFails(
  s: Snapshot,
  pod: Kube,
  probe: 'Readiness' | 'Liveness' | 'Startup',
  message: string,
  minutes = 20,
): void {
  const status = s.container(pod);
  status.ready = false;
  notReady(s, pod, minutes, status.name);
  s.event(pod, 'Unhealthy', `${probe} probe failed: ${message}`, {
    first: minutes,
    last: 0.2,
    count: minutes * 6,
    container: status.name,
  });
}

/** Old restarts that healed: how most pods of a real cluster look. */
export function oldRestart(
  s: Snapshot,
  pod: Kube,
  exit: { exitCode: number; reason: string; days: number; count?: number; container?: string },
): void {
  const status = s.container(pod, exit.container);
  const minutes = exit.days * 1440;
  status.restartCount = exit.count ?? 1;
  status.lastState = {
    terminated: {
      exitCode: exit.exitCode,
      reason: exit.reason,
      startedAt: s.clock.ago(minutes + 900),
      finishedAt: s.clock.ago(minutes),
      containerID: `containerd://${s.random.hex(64)}`,
    },
  };
  status.state = { running: { startedAt: s.clock.ago(minutes - 0.1) } };
}

/** Times of a pod moved so that it was created so many minutes before the capture. */
export function since(s: Snapshot, pods: Kube[], minutes: number): void {
  for (const pod of pods) {
    pod.metadata.creationTimestamp = s.clock.ago(minutes);
    for (const c of pod.status?.conditions ?? []) c.lastTransitionTime = s.clock.ago(minutes - 0.3);
    for (const c of pod.status?.containerStatuses ?? [])
      if (c.state.running) c.state.running.startedAt = s.clock.ago(minutes - 0.1);
    if (pod.status?.startTime) pod.status.startTime = s.clock.ago(minutes);
  }
}
