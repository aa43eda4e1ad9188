import { forgePod, ownerOf } from '../forge/pods.ts';
import { incident } from '../incident.ts';
import type { Kube, Template } from '../objects.ts';
export default incident({
  id: 'healthy-cron-failed-once',
  family: 'healthy',
  mode: 'forged',
  platform: 'aks',
  company: 'school',
  now: '2026-03-17T08:00:00Z',
  question: 'Job menu-import-29562360 failed, do the canteen menus still update?',
  scope: { namespace: 'canteen' },
  healthy: true,
  notRootCause: [
    { kind: 'CronJob', namespace: 'canteen', name: 'menu-import' },
    { kind: 'Job', namespace: 'canteen', name: 'menu-import-29562360' },
  ],
  hops: 0,
  apps: [{ ns: 'canteen', name: 'menu-web', style: 'php', replicas: 1 }],
  extra: [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'menu-import', namespace: 'canteen' },
      spec: {
        schedule: '0 6 * * *',
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'menu-import' } },
              spec: { restartPolicy: 'Never', containers: [{ name: 'import', image: 'menu-import:1.2.0' }] },
            },
          },
        },
      },
    },
  ],
  edit: (s) => {
    const cron = s.find('CronJob', 'canteen', 'menu-import');
    const template = (cron.spec?.jobTemplate as { spec: { template: Template } } | undefined)?.spec.template;
    if (!template) return;
    cron.status = { lastScheduleTime: '2026-03-17T06:00:00Z', lastSuccessfulTime: '2026-03-17T06:01:04Z' };
    for (const [name, minutes, ok] of [
      ['menu-import-29562360', 4440, false],
      ['menu-import-29563800', 3000, true],
      ['menu-import-29565240', 1560, true],
      ['menu-import-29566680', 120, true],
    ] as const) {
      const job: Kube = {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: {
          name,
          namespace: 'canteen',
          uid: s.random.uid(),
          creationTimestamp: s.clock.ago(minutes),
          ownerReferences: [ownerOf(cron)],
        },
        spec: { backoffLimit: 0, completions: 1, parallelism: 1, template },
        status: ok
          ? { succeeded: 1, startTime: s.clock.ago(minutes), completionTime: s.clock.ago(minutes - 1) }
          : { failed: 1, startTime: s.clock.ago(minutes) },
      };
      s.condition(
        job,
        ok ? 'Complete' : 'Failed',
        'True',
        ok ? 'CompletionsReached' : 'BackoffLimitExceeded',
        ok ? 'Reached expected number of succeeded pods' : 'Job has reached the specified backoff limit',
        minutes - 1,
      );
      const pod = forgePod(
        job,
        { ...template, metadata: { labels: { app: 'menu-import', 'batch.kubernetes.io/job-name': name } } },
        `${name}-${s.random.suffix(5)}`,
        minutes,
        { clock: s.clock, random: s.random, nodes: s.all('Node'), podNet: '10.244', pods: minutes % 50 },
      );
      Object.assign(
        s.state(pod, 'import', {
          terminated: {
            exitCode: ok ? 0 : 1,
            reason: ok ? 'Completed' : 'Error',
            startedAt: s.clock.ago(minutes - 0.1),
            finishedAt: s.clock.ago(minutes - 1),
          },
        }),
        { ready: false, started: false },
      );
      s.condition(pod, 'Ready', 'False', ok ? 'PodCompleted' : 'PodFailed', undefined, minutes - 1);
      s.condition(pod, 'ContainersReady', 'False', ok ? 'PodCompleted' : 'PodFailed', undefined, minutes - 1);
      if (pod.status) pod.status.phase = ok ? 'Succeeded' : 'Failed';
      s.add(job, pod);
    }
  },
});
