import { forgePod, ownerOf } from '../forge/pods.ts';
import { incident } from '../incident.ts';
import type { Kube, Template } from '../objects.ts';
export default incident({
  id: 'cron-forbid-hung',
  family: 'cronjob',
  mode: 'forged',
  platform: 'eks',
  company: 'bank',
  now: '2026-05-21T10:00:00Z',
  onset: 4400,
  question: 'fx rates are three days old, rate-import is supposed to run hourly',
  scope: { namespace: 'fx' },
  rootCauses: [
    {
      subjects: [
        { kind: 'CronJob', namespace: 'fx', name: 'rate-import' },
        { kind: 'Job', namespace: 'fx', name: 'rate-import-29655660' },
        { kind: 'Pod', namespace: 'fx', name: 'rate-import-29655660-*' },
      ],
      says: [
        ['forbid', 'concurrency', 'still running', 'active', 'hung', 'stuck', '仍在运行', '卡住', '未结束', '并发'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'fx', name: 'rate-api' }],
  hops: 1,
  apps: [{ ns: 'fx', name: 'rate-api', style: 'zap', replicas: 2 }],
  extra: [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'rate-import', namespace: 'fx' },
      spec: {
        schedule: '0 * * * *',
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'rate-import' } },
              spec: { restartPolicy: 'Never', containers: [{ name: 'import', image: 'rate-import:3.3.0' }] },
            },
          },
        },
      },
    },
  ],
  edit: (s) => {
    const cron = s.find('CronJob', 'fx', 'rate-import');
    const template = (cron.spec?.jobTemplate as { spec: { template: Template } } | undefined)?.spec.template;
    if (!template) return;
    const job: Kube = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'rate-import-29655660',
        namespace: 'fx',
        uid: s.random.uid(),
        creationTimestamp: s.clock.ago(4380),
        labels: { app: 'rate-import' },
        ownerReferences: [ownerOf(cron)],
      },
      spec: { parallelism: 1, completions: 1, backoffLimit: 6, template, suspend: false },
      status: { active: 1, ready: 1, startTime: s.clock.ago(4380) },
    };
    const pod = forgePod(
      job,
      { ...template, metadata: { labels: { app: 'rate-import', 'batch.kubernetes.io/job-name': job.metadata.name } } },
      `${job.metadata.name}-k4xzq`,
      4380,
      { clock: s.clock, random: s.random, nodes: s.all('Node'), podNet: '10.0', pods: 7 },
    );
    cron.status = {
      active: [
        { apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, namespace: 'fx', uid: job.metadata.uid },
      ],
      lastScheduleTime: s.clock.ago(4380),
      lastSuccessfulTime: s.clock.ago(4439),
    };
    s.add(job, pod);
    s.event(
      cron,
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
      { type: 'Normal', first: 3600, last: 0, count: 61, source: 'cronjob-controller' },
    );
  },
  logs: [
    {
      app: 'fx/rate-import',
      container: 'import',
      style: 'python',
      level: 'info',
      say: 'opening sftp://feeds.ecb.example:22/rates.csv',
      from: 4379,
    },
  ],
});
