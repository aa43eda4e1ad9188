import { controller, ingress } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { service } from '../kit.ts';

export default scene({
  id: 'two-faults-forum-selector-and-paused-digest',
  family: 'two-faults',
  on: 'eks',
  now: '2026-02-19T09:02:00Z',
  key: 'app',
  hops: 1,
  question:
    'since tuesday: forum.club.example = 503, and members did not get the weekly digest mail. related? we only "cleaned up labels"',
  scope: 'club',
  causes: [
    {
      subjects: [one('Service', 'club/forum-web'), one('Deployment', 'club/forum')],
      says: [
        ['selector', 'label', '标签', '选择器'],
        ['no pod', 'match', 'endpoint', 'selects', 'none', '匹配', '端点'],
      ],
    },
    {
      subjects: [one('CronJob', 'club/weekly-digest')],
      says: [['suspend', '暂停', '挂起']],
    },
  ],
  not: [
    one('Deployment', 'club/mail-relay'),
    one('Deployment', 'ingress-nginx/ingress-nginx-controller'),
    one('CronJob', 'club/backup'),
  ],
  play: (f) => {
    f.app({ ns: 'club', name: 'forum', tone: 'monolog', n: 2, svc: false, labels: { tier: 'community' } });
    const svc = service(f, 'club/forum-web', {
      selector: { app: 'forum', tier: 'web' },
      ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    });
    f.edited(svc, 'kubectl-edit', 2600, { 'f:spec': { 'f:selector': {} } });
    f.app({ ns: 'club', name: 'mail-relay', tone: 'golog', n: 1, port: 2525 });
    ingress(f, 'club/forum', { host: 'forum.club.example', service: 'forum-web', port: 80 });
    const cron = (name: string, schedule: string, suspend: boolean, last: number): void =>
      f.put({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace: 'club', creationTimestamp: f.s.clock.ago(400_000) },
        spec: {
          schedule,
          suspend,
          concurrencyPolicy: 'Forbid',
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  restartPolicy: 'OnFailure',
                  containers: [{ name, image: `registry.club.example/${name}:2.2` }],
                },
              },
            },
          },
        },
        status: { lastScheduleTime: f.s.clock.ago(last), lastSuccessfulTime: f.s.clock.ago(last - 2) },
      });
    cron('weekly-digest', '0 7 * * 3', true, 11_642);
    cron('backup', '15 2 * * *', false, 407);
    f.edited(f.get('CronJob', 'club/weekly-digest'), 'kubectl-edit', 2590, { 'f:spec': { 'f:suspend': {} } });
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'warn',
      from: 48,
      every: 250,
      lines: 'Service "club/forum-web" does not have any active Endpoint.',
    });
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 48,
      every: 30,
      lines:
        '203.0.113.{o} - - [{clf}] "GET /t/{n} HTTP/2.0" 503 190 "-" "Mozilla/5.0" 33 0.000 [club-forum-web-80] [] - - - - {hex}',
    });
    herring.image(f, 'club/photo-contest', 12);
  },
});
