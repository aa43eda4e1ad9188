import { forgePod } from '../forge/pods.ts';
import { incident } from '../incident.ts';
import type { Kube, Template } from '../objects.ts';
export default incident({
  id: 'helm-hook-failed',
  family: 'helm_install',
  mode: 'forged',
  platform: 'gke',
  company: 'grocer',
  now: '2026-04-08T14:52:00Z',
  onset: 23,
  question: 'helm upgrade of loyalty-core failed with "pre-upgrade hooks failed: job failed", why?',
  scope: { namespace: 'loyalty-core' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Job', namespace: 'loyalty-core', name: 'loyalty-core-schema' },
        { kind: 'Pod', namespace: 'loyalty-core', name: 'loyalty-core-schema-*' },
        { kind: 'Secret', namespace: 'loyalty-core', name: 'sh.helm.release.v1.loyalty-core.v14' },
      ],
      says: [
        ['hook', 'job', 'schema', '钩子', '任务'],
        ['locked', 'lock', 'failed', 'backoff', '失败', '锁'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'loyalty-core', name: 'loyalty-core' }],
  hops: 1,
  apps: [
    {
      ns: 'loyalty-core',
      name: 'loyalty-core',
      style: 'logback',
      replicas: 2,
      image: 'loyalty-core:13.0.2',
      annotations: { 'meta.helm.sh/release-name': 'loyalty-core', 'meta.helm.sh/release-namespace': 'loyalty-core' },
    },
  ],
  extra: [12, 13, 14].map(
    (v): Kube => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: `sh.helm.release.v1.loyalty-core.v${v}`,
        namespace: 'loyalty-core',
        labels: {
          name: 'loyalty-core',
          owner: 'helm',
          status: v === 14 ? 'failed' : v === 13 ? 'deployed' : 'superseded',
          version: String(v),
        },
      },
      type: 'helm.sh/release.v1',
      data: { release: 'eA==' },
    }),
  ),
  edit: (s) => {
    s.find('Secret', 'loyalty-core', 'sh.helm.release.v1.loyalty-core.v14').metadata.creationTimestamp =
      s.clock.ago(23);
    const template: Template = {
      metadata: { labels: { app: 'loyalty-core-schema', 'batch.kubernetes.io/job-name': 'loyalty-core-schema' } },
      spec: {
        restartPolicy: 'Never',
        containers: [
          {
            name: 'liquibase',
            image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/loyalty-core-schema:14.0.0',
            args: ['update'],
            resources: {},
          },
        ],
      },
    };
    const job: Kube = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'loyalty-core-schema',
        namespace: 'loyalty-core',
        uid: s.random.uid(),
        creationTimestamp: s.clock.ago(22),
        labels: { app: 'loyalty-core-schema' },
        annotations: {
          'helm.sh/hook': 'pre-upgrade',
          'helm.sh/hook-weight': '-5',
          'helm.sh/hook-delete-policy': 'before-hook-creation',
        },
      },
      spec: { backoffLimit: 1, parallelism: 1, completions: 1, template },
      status: { failed: 2, startTime: s.clock.ago(22) },
    };
    s.condition(
      job,
      'FailureTarget',
      'True',
      'BackoffLimitExceeded',
      'Job has reached the specified backoff limit',
      17,
    );
    s.condition(job, 'Failed', 'True', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', 17);
    s.add(job);
    for (const [i, id] of ['5zq9r', 'wm2kd'].entries()) {
      const pod = forgePod(job, template, `loyalty-core-schema-${id}`, 22 - i * 3, {
        clock: s.clock,
        random: s.random,
        nodes: s.all('Node'),
        podNet: '10.44',
        pods: 30 + i,
      });
      pod.status = { ...pod.status, phase: 'Failed' };
      s.condition(pod, 'Ready', 'False', 'PodFailed', undefined, 20 - i * 3);
      s.condition(pod, 'ContainersReady', 'False', 'PodFailed', undefined, 20 - i * 3);
      Object.assign(
        s.state(pod, 'liquibase', {
          terminated: {
            exitCode: 1,
            reason: 'Error',
            startedAt: s.clock.ago(21.8 - i * 3),
            finishedAt: s.clock.ago(20 - i * 3),
          },
        }),
        { ready: false },
      );
      s.add(pod);
    }
    s.event(job, 'BackoffLimitExceeded', 'Job has reached the specified backoff limit', {
      first: 17,
      last: 17,
      source: 'job-controller',
    });
  },
  logs: [
    {
      app: 'loyalty-core/loyalty-core-schema',
      container: 'liquibase',
      raw: true,
      startup: true,
      say: [
        'Liquibase Community 4.30.0 by Liquibase',
        'Waiting for changelog lock....',
        'Waiting for changelog lock....',
        'ERROR: Exception Primary Class:  LockException',
        'Unexpected error running Liquibase: Could not acquire change log lock.  Currently locked by loyalty-core-schema-8dkqx (10.44.2.19) since 4/6/26, 3:11 PM',
      ],
    },
  ],
});
