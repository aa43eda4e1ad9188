import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres } from '../kit.ts';

export default scene({
  id: 'calm-slow-queries-during-backup',
  family: 'healthy',
  on: 'tke',
  now: '2026-08-02T19:00:00Z',
  hops: 0,
  question: '凌晨 2:20 收到 order-api P99 告警,现在 3 点了,帮忙看下还有没有问题',
  scope: 'order',
  not: [one('Deployment', 'order/order-api'), one('StatefulSet', 'order/order-pg'), one('CronJob', 'order/pg-backup')],
  play: (f) => {
    postgres(f, 'order/order-pg');
    f.app({ ns: 'order', name: 'order-api', tone: 'spring', n: 3, env: { DB: 'order-pg' } });
    f.app({ ns: 'order', name: 'order-web', tone: 'nginx', n: 2, env: { API: 'http://order-api' } });
    f.put({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'pg-backup', namespace: 'order' },
      spec: {
        schedule: '15 18 * * *',
        concurrencyPolicy: 'Forbid',
        suspend: false,
        jobTemplate: {
          spec: {
            template: {
              spec: {
                restartPolicy: 'Never',
                containers: [
                  {
                    name: 'dump',
                    image: 'ccr.ccs.tencentyun.com/ops/pg-dump:16',
                    resources: { requests: { cpu: '500m' } },
                  },
                ],
              },
            },
          },
        },
      },
      status: { lastScheduleTime: f.s.clock.ago(45), lastSuccessfulTime: f.s.clock.ago(26) },
    });
    f.s.event(f.get('CronJob', 'order/pg-backup'), 'SuccessfulCreate', 'Created job pg-backup-29776155', {
      type: 'Normal',
      first: 45,
      last: 45,
      source: 'cronjob-controller',
    });
    f.s.event(
      f.get('CronJob', 'order/pg-backup'),
      'SawCompletedJob',
      'Saw completed job: pg-backup-29776155, condition: Complete',
      { type: 'Normal', first: 26, last: 26, source: 'cronjob-controller' },
    );
    f.say({
      app: 'order/order-api',
      level: 'warn',
      from: 43,
      to: 27,
      every: 60,
      lines: 'slow query 4{n} ms: select * from orders where user_id=? order by created_at desc',
    });
    f.say({
      app: 'order/order-pg',
      level: 'info',
      from: 43,
      to: 27,
      every: 120,
      lines: 'duration: 4{n}.113 ms  execute <unnamed>: select * from orders where user_id=$1 order by created_at desc',
    });
    f.say({ app: 'order/order-api', level: 'info', from: 25, every: 240, lines: 'p99 over last 5m: 61 ms, errors 0' });
  },
});
