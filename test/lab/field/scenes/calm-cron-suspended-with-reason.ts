import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-cron-suspended-with-reason',
  family: 'healthy',
  on: 'ack',
  now: '2026-12-24T03:00:00Z',
  key: 'app',
  hops: 0,
  question: '短信营销任务 promo-sms 好几天没执行了,是不是调度坏了?',
  scope: 'marketing',
  not: [one('CronJob', 'marketing/promo-sms'), one('Deployment', 'marketing/sms-api')],
  play: (f) => {
    f.app({ ns: 'marketing', name: 'sms-api', tone: 'slog', n: 2 });
    const cron = (name: string, suspend: boolean, annotations: Record<string, string>, last: number) =>
      f.put({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace: 'marketing', annotations, creationTimestamp: f.s.clock.ago(300_000) },
        spec: {
          schedule: name === 'promo-sms' ? '0 10 * * *' : '*/20 * * * *',
          suspend,
          jobTemplate: {
            spec: {
              template: {
                metadata: { labels: { app: name } },
                spec: {
                  restartPolicy: 'Never',
                  containers: [
                    {
                      name: 'task',
                      image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/promo:1.4',
                      env: [{ name: 'SMS', value: 'http://sms-api' }],
                    },
                  ],
                },
              },
            },
          },
        },
        status: { lastScheduleTime: f.s.clock.ago(last), lastSuccessfulTime: f.s.clock.ago(last - 1) },
      });
    cron(
      'promo-sms',
      true,
      { 'change/ticket': 'OPS-5521', 'change/reason': '法务要求元旦前暂停营销短信,2027-01-04 恢复' },
      6 * 1440,
    );
    cron('bounce-sync', false, {}, 20);
    herring.crash(f, 'growth/ab-lab', 21);
  },
});
