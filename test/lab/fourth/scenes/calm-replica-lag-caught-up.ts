import { oldRestart } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { mysql, program, tell } from '../kit.ts';

export default scene({
  id: 'calm-replica-lag-caught-up',
  family: 'healthy',
  on: 'ack',
  now: '2026-10-30T01:45:00Z',
  hops: 0,
  question: '9 点多 mysql 从库延迟告警,trade-query 日志报过 "replica lag 312s, fallback to primary",现在要不要切库?',
  scope: 'trade',
  not: [
    one('StatefulSet', 'trade/trade-mysql'),
    one('Deployment', 'trade/trade-query'),
    one('Deployment', 'trade/trade-api'),
    one('Pod', 'trade/trade-mysql-1'),
  ],
  play: (f) => {
    mysql(f, 'trade/trade-mysql', { n: 2 });
    f.app({ ns: 'trade', name: 'trade-api', tone: 'spring', n: 2, env: { DB: 'trade-mysql-0.trade-mysql' } });
    program(f, 'logback', {
      ns: 'trade',
      name: 'trade-query',
      n: 2,
      env: { DB_READ: 'trade-mysql-1.trade-mysql', DB_WRITE: 'trade-mysql-0.trade-mysql' },
    });
    const by = 'c.a.db.ReplicaGuard';
    tell(f, 'trade/trade-query', 'replica lag 312s, fallback to primary', {
      by,
      level: 'warn',
      from: 44,
      to: 33,
      every: 90,
    });
    tell(f, 'trade/trade-query', 'replica lag 0s, reads back on replica', { by, level: 'info', from: 31 });
    tell(f, 'trade/trade-query', 'replica lag 0s', { by, level: 'info', from: 29, every: 240 });
    tell(
      f,
      'trade/trade-mysql',
      "Replica SQL for channel '': Worker 1 applied a transaction of 1840022 rows in 604 s",
      {
        by: '[MY-010559] [Repl]',
        level: 'info',
        from: 32,
        pods: (_p, i) => i === 1,
      },
    );
    oldRestart(f.s, f.pod('trade/trade-api'), { exitCode: 137, reason: 'OOMKilled', days: 19 });
  },
});
