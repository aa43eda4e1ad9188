import { oldRestart } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ended, jobOf } from '../kit.ts';

export default scene({
  id: 'calm-completed-maintenance-pods',
  family: 'healthy',
  on: 'k3s',
  now: '2026-03-28T04:45:00Z',
  hops: 0,
  question:
    'dashboard shows 2 pods 0/1 not ready in maintenance namespace, and "restarts" in db. did the nightly maintenance break the shop?',
  not: [one('Job', 'maintenance/vacuum-29577600'), one('StatefulSet', 'shop/shop-pg'), one('Deployment', 'shop/shop')],
  play: (f) => {
    f.app({ ns: 'shop', name: 'shop', tone: 'django', n: 2, env: { PGHOST: 'shop-pg' } });
    f.app({
      ns: 'shop',
      name: 'shop-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.4',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      claim: { size: '20Gi', at: '/var/lib/postgresql/data' },
    });
    oldRestart(f.s, f.pod('shop/shop-pg'), { exitCode: 0, reason: 'Completed', days: 23 });
    const done = (m: number) => ({
      succeeded: 1,
      ready: 0,
      completionTime: f.s.clock.ago(m),
      conditions: [
        {
          type: 'SuccessCriteriaMet',
          status: 'True',
          reason: 'CompletionsReached',
          lastTransitionTime: f.s.clock.ago(m),
        },
        {
          type: 'Complete',
          status: 'True',
          reason: 'CompletionsReached',
          message: 'Reached expected number of succeeded pods',
          lastTransitionTime: f.s.clock.ago(m),
        },
      ],
    });
    for (const [n, at] of [
      ['vacuum', 45],
      ['backup', 30],
    ] as const) {
      f.app({ ns: 'maintenance', name: n, tone: 'golog', n: 1, svc: false, ready: null });
      const [p] = jobOf(f, `maintenance/${n}`, {
        job: `${n}-29577600`,
        minutes: at + 14,
        uid: `job-${n}`,
        status: done(at),
      });
      if (p) ended(f, p, 0, at + 13, at);
      f.say({ app: `maintenance/${n}`, from: at + 1, level: 'info', lines: `${n} finished without errors` });
    }
    f.say({ app: 'shop/shop', from: 44, level: 'warn', lines: 'slow query 2.1s during vacuum of shop_order' });
  },
});
