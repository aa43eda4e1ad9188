import { incident } from '../incident.ts';
export default incident({
  id: 'cronjob-suspended-stale',
  family: 'cronjob',
  mode: 'living',
  platform: 'aks',
  company: 'school',
  now: '2026-03-24T06:30:00Z',
  onset: 1440,
  question: "teachers say the absence list still shows Sunday's data, absence-export did not run this week",
  scope: { namespace: 'absence' },
  rootCauses: [
    {
      subjects: [{ kind: 'CronJob', namespace: 'absence', name: 'absence-export' }],
      says: [['suspend', '暂停', '挂起']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'absence', name: 'absence-web' }],
  hops: 0,
  apps: [{ ns: 'absence', name: 'absence-web', style: 'php', replicas: 2, configMap: { EXPORT_DIR: '/exports' } }],
  extra: [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'absence-export', namespace: 'absence' },
      spec: {
        schedule: '15 4 * * 1-5',
        concurrencyPolicy: 'Forbid',
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'absence-export' } },
              spec: { restartPolicy: 'Never', containers: [{ name: 'export', image: 'absence-export:2.0.0' }] },
            },
          },
        },
      },
    },
  ],
  fault: [{ patch: 'cronjob/absence-export', in: 'absence', with: { spec: { suspend: true } } }],
  settle: 8,
  edit: (s) => {
    const job = s.find('CronJob', 'absence', 'absence-export');
    job.status = { lastScheduleTime: '2026-03-20T04:15:00Z', lastSuccessfulTime: '2026-03-20T04:16:12Z' };
  },
});
