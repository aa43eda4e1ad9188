import { oldRestart } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-pg-deadlock-retried',
  family: 'healthy',
  on: 'gke',
  now: '2026-06-12T15:40:00Z',
  hops: 0,
  question:
    'saw "ERROR: deadlock detected" in the postgres log of warehouse at 15:06, is the database broken? stock numbers look right',
  scope: 'warehouse',
  not: [one('StatefulSet', 'warehouse/stock-pg'), one('Deployment', 'warehouse/stock-api')],
  play: (f) => {
    f.app({
      ns: 'warehouse',
      name: 'stock-api',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://stock-pg:5432/stock' },
    });
    f.app({
      ns: 'warehouse',
      name: 'stock-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:17.2',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '50Gi', at: '/var/lib/postgresql/data' },
    });
    f.say({ app: 'warehouse/stock-pg', from: 34, lines: 'deadlock detected' });
    f.say({
      app: 'warehouse/stock-api',
      from: 34,
      level: 'warn',
      lines: 'could not execute statement [ERROR: deadlock detected], retrying transaction 1 of 3',
    });
    f.say({ app: 'warehouse/stock-api', from: 33.5, level: 'info', lines: 'transaction succeeded on retry 1' });
    f.say({
      app: 'warehouse/stock-api',
      from: 30,
      every: 300,
      level: 'info',
      lines: 'booked 14{n} movements, 0 failed',
    });
    oldRestart(f.s, f.pod('warehouse/stock-api'), { exitCode: 143, reason: 'Error', days: 8 });
  },
});
