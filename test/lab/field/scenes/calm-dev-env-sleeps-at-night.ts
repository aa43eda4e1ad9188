import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-dev-env-sleeps-at-night',
  family: 'healthy',
  on: 'aks',
  now: '2026-10-08T22:15:00Z',
  key: 'app',
  hops: 0,
  question: 'all deployments in dev-blue have 0 pods!! did somebody delete them?',
  scope: 'dev-blue',
  not: [
    one('Deployment', 'dev-blue/crm-api'),
    one('Deployment', 'dev-blue/crm-ui'),
    one('CronJob', 'dev-blue/sleep'),
    one('Service', 'dev-blue/crm-api'),
  ],
  play: (f) => {
    f.ns('dev-blue', { purpose: 'development' });
    f.get('Namespace', 'dev-blue').metadata.annotations = { 'downscaler/uptime': 'Mon-Fri 07:00-20:00 Europe/Berlin' };
    for (const name of ['crm-api', 'crm-ui', 'crm-jobs'])
      f.app({ ns: 'dev-blue', name, tone: 'serilog', n: 0, annotations: { 'downscaler/original-replicas': '2' } });
    f.app({
      ns: 'kube-downscaler',
      name: 'kube-downscaler',
      tone: 'golog',
      n: 1,
      svc: false,
      ready: null,
      image: 'docker.io/hjacobs/kube-downscaler:23.2.0',
    });
    const job = (name: string, schedule: string) =>
      f.put({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace: 'dev-blue', creationTimestamp: f.s.clock.ago(200_000) },
        spec: {
          schedule,
          timeZone: 'Europe/Berlin',
          jobTemplate: {
            spec: {
              template: {
                metadata: { labels: { app: name } },
                spec: {
                  restartPolicy: 'Never',
                  containers: [
                    {
                      name: 'kubectl',
                      image: 'docker.io/bitnami/kubectl:1.33',
                      args: ['scale', 'deploy', '--all', name === 'sleep' ? '--replicas=0' : '--replicas=2'],
                    },
                  ],
                },
              },
            },
          },
        },
        status: {
          lastScheduleTime: f.s.clock.ago(name === 'sleep' ? 255 : 1035),
          lastSuccessfulTime: f.s.clock.ago(name === 'sleep' ? 254 : 1034),
        },
      });
    job('sleep', '0 20 * * 1-5');
    job('wake', '0 7 * * 1-5');
    f.say({
      app: 'kube-downscaler/kube-downscaler',
      level: 'info',
      from: 40,
      every: 300,
      lines: 'INFO: dev-blue: outside uptime, all deployments stay at 0 replicas',
    });
    herring.pending(f, 'growth/backtest', 3);
  },
});
