import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres, tell, voices } from '../kit.ts';

export default scene({
  id: 'stock-report-sits-on-row-locks',
  family: 'app-lock',
  on: 'gke',
  now: '2026-06-30T16:12:00Z',
  key: 'app',
  hops: 3,
  question:
    'checkout slow then 500 since ~15:30. stock-api says Hikari pool exhausted, so please just tell me which pool size to set',
  scope: 'stock',
  causes: [
    {
      subjects: [...of('stock/stock-report')],
      says: [
        ['lock', '锁', 'transaction', '事务'],
        ['stock-report', 'idle in transaction', 'report', 'holding', '4471', '持有'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'stock/stock-api'), one('Deployment', 'stock/checkout')],
  not: [one('Deployment', 'stock/checkout'), one('Deployment', 'stock/stock-api')],
  play: (f) => {
    postgres(f, 'stock/stock-pg', {
      tone: 'golog',
      over: { args: ['-c', 'log_lock_waits=on', '-c', 'log_line_prefix=%m [%p] %q%u@%d app=%a '] },
    });
    voices.set('stock/postgres', 'pgapp');
    f.app({ ns: 'stock', name: 'checkout', tone: 'winston', n: 3, env: { STOCK: 'http://stock-api' } });
    f.app({
      ns: 'stock',
      name: 'stock-api',
      tone: 'spring',
      n: 3,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://stock-pg:5432/stock?ApplicationName=stock-api' },
    });
    f.app({
      ns: 'stock',
      name: 'stock-report',
      tone: 'celery',
      n: 1,
      svc: false,
      ready: null,
      env: { DATABASE_URL: 'postgresql://report@stock-pg:5432/stock?application_name=stock-report' },
    });
    f.revise(
      'stock/stock-report',
      52,
      (t) => {
        const [c] = t.spec.containers;
        if (c) c.image = c.image.replace('2.4.1', '2.4.0');
      },
      { by: 'kubectl-set' },
    );
    f.say({
      app: 'stock/stock-report',
      level: 'info',
      from: 43,
      lines:
        'reservation repair: locked 18214 rows of reservations (SELECT ... FOR UPDATE), waiting for operator confirmation',
    });
    f.say({
      app: 'stock/stock-report',
      level: 'info',
      from: 40,
      every: 300,
      lines: 'reservation repair: still waiting for confirmation, transaction open',
    });
    tell(f, 'stock/stock-pg', 'connection authorized: user=report database=stock application_name=stock-report', {
      level: 'info',
      by: '[4471] report@stock app=stock-report',
      from: 43.4,
    });
    tell(
      f,
      'stock/stock-pg',
      'process 5213 still waiting for ShareLock on transaction 99120457 after 1000.118 ms\nDETAIL:  Process holding the lock: 4471. Wait queue: 5213, 5218, 5224, 5230.\nCONTEXT:  while updating tuple (8812,14) in relation "reservations"\nSTATEMENT:  update reservations set state=$1 where id=$2',
      { level: 'info', by: '[5213] stock@stock app=stock-api', from: 42, every: 45 },
    );
    f.say({
      app: 'stock/stock-api',
      from: 41,
      every: 12,
      lines:
        'reserve {n} failed: java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 30002ms (total=10, active=10, idle=0, waiting=37)',
    });
    f.say({
      app: 'stock/checkout',
      from: 41,
      every: 15,
      lines: 'stock reservation failed: POST http://stock-api/reservations 500 after 30011ms',
    });
    herring.crash(f, 'stock/rfid-bridge', 17);
  },
});
