import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'prices-cron-starting-deadline',
  family: 'cronjob',
  on: 'ack',
  now: '2026-08-03T02:00:00Z',
  key: 'app',
  hops: 2,
  question: '电子价签价格两天没更新了,price-push 正常,定时任务也没有失败记录,看不出问题',
  scope: 'retail',
  causes: [
    {
      subjects: [one('CronJob', 'retail/price-import')],
      says: [['startingdeadlineseconds', 'deadline', 'missed', 'miss', '错过', '截止', 'suspend']],
    },
  ],
  not: [one('Deployment', 'retail/price-push'), one('Deployment', 'retail/shelf-gw')],
  play: (f) => {
    f.app({ ns: 'retail', name: 'price-push', tone: 'slog', n: 2, env: { STORE: 'price-redis:6379' } });
    f.app({
      ns: 'retail',
      name: 'price-redis',
      tone: 'redis',
      n: 1,
      image: 'redis:7.2',
      port: 6379,
      ready: { tcpSocket: { port: 6379 } },
    });
    f.app({ ns: 'retail', name: 'shelf-gw', tone: 'nginx', n: 2 });
    const template = {
      metadata: { labels: { app: 'price-import' } },
      spec: {
        restartPolicy: 'OnFailure',
        containers: [
          {
            name: 'import',
            image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/price-import:3.3',
            env: [{ name: 'TARGET', value: 'price-redis:6379' }],
          },
        ],
      },
    };
    f.put({
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'price-import', namespace: 'retail', creationTimestamp: f.s.clock.ago(300_000), uid: 'd4b1' },
      spec: {
        schedule: '*/30 * * * *',
        startingDeadlineSeconds: 3,
        concurrencyPolicy: 'Forbid',
        jobTemplate: { spec: { template } },
      },
      status: { lastScheduleTime: f.s.clock.ago(2910), lastSuccessfulTime: f.s.clock.ago(2908) },
    });
    const cron = f.get('CronJob', 'retail/price-import');
    f.edited(cron, 'kubectl-edit', 2900, { 'f:spec': { 'f:startingDeadlineSeconds': {} } });
    for (const m of [60, 30])
      f.s.event(
        cron,
        'MissSchedule',
        `Missed scheduled time to start a job: ${new Date(f.s.clock.now - m * 60_000).toUTCString().replace('GMT', '+0000')}`,
        { first: m - 0.1, last: m - 0.1, source: 'cronjob-controller' },
      );
    herring.image(f, 'retail/price-ml', 14);
    f.say({
      app: 'retail/price-push',
      level: 'warn',
      from: 50,
      every: 200,
      lines: 'price snapshot is 48h old, pushing unchanged prices',
    });
  },
});
