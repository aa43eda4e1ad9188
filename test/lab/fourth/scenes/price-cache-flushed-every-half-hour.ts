import { since } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ended, jobOf } from '../../third/kit.ts';
import { program, redis, tell } from '../kit.ts';

export default scene({
  id: 'price-cache-flushed-every-half-hour',
  family: 'app-time-window',
  on: 'tke',
  now: '2026-05-08T12:41:00Z',
  hops: 3,
  question: '商品页每隔半小时卡几分钟,数据库 CPU 打满,过一会自己好,已经好几天了,找不到规律以外的原因',
  scope: 'goods',
  causes: [
    {
      subjects: [
        one('CronJob', 'goods/cache-reset'),
        one('Job', 'goods/cache-reset-*'),
        one('Pod', 'goods/cache-reset-*'),
      ],
      says: [
        ['flushall', 'flush', '清空', '清缓存', 'cache-reset'],
        ['redis', 'cache', '缓存'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'goods/goods-api')],
  not: [
    one('Deployment', 'goods/goods-api'),
    one('StatefulSet', 'goods/goods-mysql'),
    one('StatefulSet', 'goods/goods-redis'),
    one('CronJob', 'goods/sitemap'),
  ],
  play: (f) => {
    redis(f, 'goods/goods-redis');
    program(f, 'mysqld', {
      ns: 'goods',
      name: 'goods-mysql',
      kind: 'StatefulSet',
      n: 1,
      image: 'mysql:8.0.43',
      c: 'mysql',
      port: 3306,
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '200Gi', at: '/var/lib/mysql' },
    });
    f.app({ ns: 'goods', name: 'goods-web', tone: 'nginx', n: 2, env: { API: 'http://goods-api' } });
    program(f, 'logback', {
      ns: 'goods',
      name: 'goods-api',
      n: 3,
      env: { REDIS: 'goods-redis:6379', DB: 'goods-mysql:3306' },
    });
    const cron = (name: string, schedule: string, last: number, days: number, args: string[]): void =>
      f.put({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name, namespace: 'goods', creationTimestamp: f.s.clock.ago(days * 1440) },
        spec: {
          schedule,
          concurrencyPolicy: 'Allow',
          successfulJobsHistoryLimit: 3,
          jobTemplate: {
            spec: {
              template: { spec: { restartPolicy: 'Never', containers: [{ name, image: 'redis:7.2.9', args }] } },
            },
          },
        },
        status: { lastScheduleTime: f.s.clock.ago(last), lastSuccessfulTime: f.s.clock.ago(last - 0.1) },
      });
    cron('cache-reset', '*/30 * * * *', 11, 4, ['redis-cli', '-h', 'goods-redis', 'FLUSHALL']);
    cron('sitemap', '0 3 * * *', 581, 300, ['sitemap']);
    for (const m of [11, 41]) {
      const app = `goods/cache-reset`;
      f.app({
        ns: 'goods',
        name: 'cache-reset',
        tone: 'golog',
        n: 1,
        image: 'redis:7.2.9',
        svc: false,
        ready: null,
        over: { args: ['redis-cli', '-h', 'goods-redis', 'FLUSHALL'] },
      });
      const fresh = f.pods(app).filter((p) => p.metadata.ownerReferences?.[0]?.kind === 'ReplicaSet');
      const done = f.pods(app).filter((p) => !fresh.includes(p));
      for (const p of done) f.s.remove(p);
      const [pod] = jobOf(f, app, {
        job: `cache-reset-296368${m === 11 ? '70' : '40'}`,
        minutes: m,
        uid: `job-cr-${m}`,
        cron: 'cache-reset',
        status: {
          succeeded: 1,
          ready: 0,
          completionTime: f.s.clock.ago(m - 0.1),
          conditions: [
            {
              type: 'SuccessCriteriaMet',
              status: 'True',
              reason: 'CompletionsReached',
              lastTransitionTime: f.s.clock.ago(m - 0.1),
            },
            {
              type: 'Complete',
              status: 'True',
              reason: 'CompletionsReached',
              message: 'Reached expected number of succeeded pods',
              lastTransitionTime: f.s.clock.ago(m - 0.1),
            },
          ],
        },
      });
      if (!pod) continue;
      since(f.s, [pod], m);
      ended(f, pod, 0, m - 0.05, m - 0.1);
      f.s.add(...done);
      f.s.event(
        f.get('CronJob', 'goods/cache-reset'),
        'SuccessfulCreate',
        `Created job cache-reset-296368${m === 11 ? '70' : '40'}`,
        { type: 'Normal', first: m, last: m, source: 'cronjob-controller' },
      );
      tell(f, 'goods/goods-api', 'cache miss storm: hit rate 0.02, loading goods from db', {
        by: 'c.a.cache.GoodsCache',
        level: 'warn',
        from: m - 0.1,
        to: m - 3.5,
        every: 20,
      });
      tell(
        f,
        'goods/goods-api',
        'GET /goods/{n} took 6{n} ms: HikariPool-1 - Connection is not available, request timed out after 5000ms (total=30, active=30, idle=0, waiting=112)',
        {
          by: 'c.a.http.AccessLog',
          from: m - 0.4,
          to: m - 3.8,
          every: 14,
        },
      );
    }
    f.say({ app: 'goods/cache-reset', boot: true, raw: true, lines: ['OK'] });
    tell(f, 'goods/goods-api', 'cache hit rate 0.98, p99 24 ms', {
      by: 'c.a.cache.GoodsCache',
      level: 'info',
      from: 36,
      to: 12,
      every: 240,
    });
    tell(f, 'goods/goods-api', 'cache hit rate 0.97, p99 27 ms', {
      by: 'c.a.cache.GoodsCache',
      level: 'info',
      from: 6,
      every: 120,
    });
    herring.crash(f, 'goods/reco-old', 24);
  },
});
