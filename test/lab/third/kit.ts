import { since } from '../faults.ts';
import { crd } from '../field/acts.ts';
import type { Field } from '../field/field.ts';
import type { Kube } from '../objects.ts';

/** A custom resource, with its definition where the world has none yet. */
export function cr(
  f: Field,
  type: string,
  plural: string,
  path: string,
  rest: Partial<Kube> & { days?: number; cluster?: boolean },
): Kube {
  const [group = '', version = '', kind = ''] = type.split('/');
  const name = `${plural}.${group}`;
  if (!f.s.all('CustomResourceDefinition').some((c) => c.metadata.name === name)) {
    const made = crd(kind, plural, group, version);
    if (rest.cluster && made.spec) made.spec.scope = 'Cluster';
    f.put(made);
  }
  const [namespace, own = ''] = path.includes('/') ? path.split('/') : [undefined, path];
  const { metadata, days = 40, cluster: _cluster, ...fields } = rest;
  f.put({
    apiVersion: `${group}/${version}`,
    kind,
    ...fields,
    metadata: {
      name: own,
      ...(namespace ? { namespace } : {}),
      creationTimestamp: f.s.clock.ago(days * 1440),
      generation: 2,
      ...metadata,
    },
  });
  return f.get(kind, path);
}

/** Turns the pods of an app into those of a Job; the app's own controller goes. */
export function jobOf(
  f: Field,
  app: string,
  j: { job: string; minutes: number; uid: string; cron?: string; spec?: object; status: object },
): Kube[] {
  const [namespace = '', name = ''] = app.split('/');
  const pods = f.pods(app);
  const template = structuredClone(f.get('Deployment', app).spec?.template);
  for (const o of [
    f.get('Deployment', app),
    ...f.s.all('ReplicaSet', namespace).filter((r) => r.metadata.ownerReferences?.[0]?.name === name),
  ])
    f.s.remove(o);
  if (template) template.spec.restartPolicy = 'Never';
  const owner = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    name: j.job,
    uid: j.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
  const cron = j.cron ? f.get('CronJob', `${namespace}/${j.cron}`) : undefined;
  f.put({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: j.job,
      namespace,
      uid: j.uid,
      creationTimestamp: f.s.clock.ago(j.minutes),
      labels: { ...template?.metadata.labels },
      ...(cron
        ? {
            ownerReferences: [
              {
                apiVersion: 'batch/v1',
                kind: 'CronJob',
                name: j.cron ?? '',
                uid: cron.metadata.uid ?? '',
                controller: true,
                blockOwnerDeletion: true,
              },
            ],
          }
        : {}),
    },
    spec: { backoffLimit: 4, completions: 1, parallelism: 1, template, ...j.spec },
    status: { startTime: f.s.clock.ago(j.minutes), ...j.status } as never,
  });
  since(f.s, pods, j.minutes);
  for (const p of pods) {
    p.metadata.name = `${j.job}-${f.s.random.suffix(5)}`;
    p.metadata.ownerReferences = [owner];
    p.metadata.labels = { ...p.metadata.labels, 'batch.kubernetes.io/job-name': j.job, 'job-name': j.job };
    delete p.metadata.labels['pod-template-hash'];
    if (p.spec) p.spec.restartPolicy = 'Never';
  }
  return pods;
}

/** A container of a Job's pod that ended. */
export function ended(f: Field, pod: Kube, exitCode: number, from: number, to: number): void {
  if (pod.status) pod.status.phase = exitCode ? 'Failed' : 'Succeeded';
  Object.assign(f.s.container(pod), {
    ready: false,
    started: false,
    state: {
      terminated: {
        exitCode,
        reason: exitCode ? 'Error' : 'Completed',
        startedAt: f.s.clock.ago(from),
        finishedAt: f.s.clock.ago(to),
      },
    },
  });
  for (const c of ['Ready', 'ContainersReady'])
    f.s.condition(pod, c, 'False', exitCode ? 'PodFailed' : 'PodCompleted', undefined, to);
}

/** A pod that the kubelet evicted and that nobody removed. */
export function evicted(f: Field, pod: Kube, message: string, minutes: number): void {
  if (!pod.status) return;
  pod.status.phase = 'Failed';
  pod.status.reason = 'Evicted';
  pod.status.message = message;
  for (const c of pod.status.containerStatuses ?? [])
    Object.assign(c, {
      ready: false,
      started: false,
      state: {
        terminated: {
          exitCode: 137,
          reason: 'Error',
          startedAt: f.s.clock.ago(minutes + 60),
          finishedAt: f.s.clock.ago(minutes),
        },
      },
    });
  for (const c of ['Ready', 'ContainersReady']) f.s.condition(pod, c, 'False', 'PodFailed', undefined, minutes);
  f.s.condition(pod, 'DisruptionTarget', 'True', 'TerminationByKubelet', message, minutes);
  f.s.event(pod, 'Evicted', message, { first: minutes, last: minutes });
  f.s.event(pod, 'Killing', `Stopping container ${pod.spec?.containers?.[0]?.name}`, {
    type: 'Normal',
    first: minutes,
    last: minutes,
  });
}

/** Turns an app's only pod into a static pod of a node: named after it, owned by it. */
export function mirror(f: Field, app: string, node: Kube): Kube {
  const [namespace = '', name = ''] = app.split('/');
  const pod = f.pod(app);
  for (const o of [
    f.get('Deployment', app),
    ...f.s.all('ReplicaSet', namespace).filter((r) => r.metadata.ownerReferences?.[0]?.name === name),
  ])
    f.s.remove(o);
  pod.metadata.name = `${name}-${node.metadata.name}`;
  pod.metadata.labels = { ...pod.metadata.labels, component: name, tier: 'control-plane' };
  pod.metadata.ownerReferences = [
    { apiVersion: 'v1', kind: 'Node', name: node.metadata.name, uid: node.metadata.uid ?? '', controller: true },
  ];
  pod.metadata.annotations = { 'kubernetes.io/config.source': 'file' };
  if (pod.spec)
    Object.assign(pod.spec, {
      nodeName: node.metadata.name,
      hostNetwork: true,
      priorityClassName: 'system-node-critical',
    });
  return pod;
}
