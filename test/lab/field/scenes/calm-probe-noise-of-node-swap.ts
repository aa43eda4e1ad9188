import { since } from '../../faults.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-probe-noise-of-node-swap',
  family: 'healthy',
  on: 'gke',
  now: '2026-02-06T06:50:00Z',
  key: 'app',
  hops: 0,
  question: 'prod 挂了吗?一大堆 Unhealthy / Killing 事件',
  scope: 'prod',
  not: [one('Deployment', 'prod/pay'), one('Deployment', 'prod/order'), one('StatefulSet', 'prod/order-pg')],
  play: (f) => {
    f.app({ ns: 'prod', name: 'pay', tone: 'slog', n: 3 });
    f.app({ ns: 'prod', name: 'order', tone: 'spring', n: 3, env: { PGHOST: 'order-pg' } });
    f.app({
      ns: 'prod',
      name: 'order-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.4',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      claim: { size: '20Gi', at: '/var/lib/postgresql/data' },
    });
    for (const app of ['prod/pay', 'prod/order']) {
      const p = f.pod(app);
      since(f.s, [p], 41);
      f.s.event(
        p,
        'Unhealthy',
        `Readiness probe failed: Get "http://${p.status?.podIP}:8080/readyz": dial tcp ${p.status?.podIP}:8080: connect: connection refused`,
        { first: 40.9, last: 40.7, count: 3, container: app.split('/')[1] },
      );
      const gone = structuredClone(p);
      gone.metadata.name = p.metadata.name.replace(/.....$/, f.s.random.suffix(5));
      f.s.event(gone, 'Killing', `Stopping container ${app.split('/')[1]}`, { type: 'Normal', first: 42, last: 42 });
      f.s.event(gone, 'Unhealthy', `Readiness probe failed: HTTP probe failed with statuscode: 503`, {
        first: 42,
        last: 41.8,
        count: 2,
      });
    }
    f.say({
      app: 'prod/order',
      level: 'warn',
      from: 42,
      to: 41,
      every: 15,
      lines:
        'HikariPool-1 - Failed to validate connection (This connection has been closed.). Possibly consider using a shorter maxLifetime value.',
    });
    herring.crash(f, 'staging/order', 2);
  },
});
