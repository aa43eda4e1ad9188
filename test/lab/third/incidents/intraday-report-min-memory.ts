import { incident } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'intraday-report-min-memory',
  family: 'limit-range',
  mode: 'living',
  platform: 'aks',
  company: 'bank',
  now: '2026-01-28T11:06:00Z',
  onset: 55,
  question: '风控同事说今天上午的盘中敞口报表一直没更新,exposure-api 返回的还是昨天的数据,接口本身是 200',
  scope: { namespace: 'risk' },
  rootCauses: [
    {
      subjects: [
        { kind: 'LimitRange', namespace: 'risk', name: 'container-floor' },
        { kind: 'Job', namespace: 'risk', name: 'exposure-intraday-*' },
        { kind: 'CronJob', namespace: 'risk', name: 'exposure-intraday' },
      ],
      says: [
        ['minimum', 'limitrange', 'limit range', '最小', '下限'],
        ['memory', '内存'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'risk', name: 'exposure-api' }],
  hops: 2,
  apps: [
    { ns: 'risk', name: 'exposure-api', style: 'dotnet', replicas: 2, resources: ['100m', '256Mi'] },
    {
      ns: 'risk',
      name: 'limits-web',
      style: 'nginx',
      replicas: 2,
      env: { API: 'http://exposure-api' },
      resources: ['100m', '256Mi'],
    },
  ],
  extra: [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'exposure-intraday', namespace: 'risk', labels: { app: 'exposure-intraday' } },
      spec: {
        schedule: '*/15 8-18 * * 1-5',
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            backoffLimit: 2,
            template: {
              metadata: { labels: { app: 'exposure-intraday' } },
              spec: {
                restartPolicy: 'Never',
                containers: [
                  {
                    name: 'report',
                    image: 'exposure-report:5.1.0',
                    resources: { requests: { cpu: '100m', memory: '96Mi' }, limits: { memory: '96Mi' } },
                  },
                ],
              },
            },
          },
        },
      },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'v1',
          kind: 'LimitRange',
          metadata: { name: 'container-floor', namespace: 'risk' },
          spec: { limits: [{ type: 'Container', min: { memory: '128Mi' } }] },
        },
      ],
    },
    { wait: 3 },
    {
      apply: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: {
            name: 'exposure-intraday-29494215',
            namespace: 'risk',
            labels: { app: 'exposure-intraday' },
            annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-28T10:15:00Z' },
          },
          spec: {
            backoffLimit: 2,
            template: {
              metadata: { labels: { app: 'exposure-intraday' } },
              spec: {
                restartPolicy: 'Never',
                containers: [
                  {
                    name: 'report',
                    image: 'acrcoreprod.azurecr.io/exposure-report:5.1.0',
                    resources: { requests: { cpu: '100m', memory: '96Mi' }, limits: { memory: '96Mi' } },
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 26,
  edit: (s) => {
    const cron = s.find('CronJob', 'risk', 'exposure-intraday');
    const job = s.find('Job', 'risk', 'exposure-intraday-29494215');
    job.metadata.ownerReferences = [
      {
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        name: 'exposure-intraday',
        uid: cron.metadata.uid ?? '',
        controller: true,
        blockOwnerDeletion: true,
      },
    ];
    cron.status = {
      active: [
        { apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, namespace: 'risk', uid: job.metadata.uid },
      ],
      lastScheduleTime: '2026-01-28T10:15:00Z',
      lastSuccessfulTime: '2026-01-27T18:46:12Z',
    };
    s.event(
      cron,
      'JobAlreadyActive',
      'Not starting job because prior execution is running and concurrency policy is Forbid',
      { type: 'Normal', first: 36, last: 6, count: 3, source: 'cronjob-controller' },
    );
    stale(s, 'risk/limits-web', 3);
  },
  logs: [
    {
      app: 'risk/exposure-api',
      level: 'warn',
      say: 'serving snapshot as of 2026-01-27T18:46:00Z, age exceeds 60 minutes',
      every: 120,
    },
  ],
});
