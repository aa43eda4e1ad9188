import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-suspended-cron-on-purpose',
  family: 'healthy',
  mode: 'forged',
  platform: 'k3s',
  company: 'factory',
  now: '2026-02-09T06:00:00Z',
  question: 'is anything wrong in shop-floor? production lead claims the whole floor is down',
  scope: { namespace: 'shop-floor' },
  healthy: true,
  notRootCause: [
    { kind: 'CronJob', namespace: 'shop-floor', name: 'shift-mail' },
    { kind: 'Deployment', namespace: 'shop-floor', name: 'andon' },
  ],
  hops: 0,
  apps: [
    { ns: 'shop-floor', name: 'andon', style: 'zap', replicas: 2 },
    { ns: 'shop-floor', name: 'takt-clock', style: 'rust', replicas: 1 },
  ],
  extra: [
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: {
        name: 'shift-mail',
        namespace: 'shop-floor',
        annotations: { 'factory.example/note': 'replaced by the portal, kept for audits' },
      },
      spec: {
        schedule: '0 22 * * *',
        suspend: true,
        jobTemplate: {
          spec: {
            template: {
              metadata: { labels: { app: 'shift-mail' } },
              spec: { restartPolicy: 'Never', containers: [{ name: 'mail', image: 'shift-mail:0.9.1' }] },
            },
          },
        },
      },
    },
  ],
});
