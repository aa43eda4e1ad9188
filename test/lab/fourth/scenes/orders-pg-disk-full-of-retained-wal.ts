import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres, program, tell, zero } from '../kit.ts';

export default scene({
  id: 'orders-pg-disk-full-of-retained-wal',
  family: 'volume-full',
  on: 'gke',
  now: '2026-06-16T05:12:00Z',
  key: 'app',
  hops: 2,
  question: 'orders down. postgres crashloops since 04:47. data volume was 40% last time i looked, what ate it?',
  scope: 'orders',
  causes: [
    {
      subjects: [
        ...of('orders/orders-pg', 'StatefulSet'),
        one('PersistentVolumeClaim', 'orders/data-orders-pg-0'),
        one('Deployment', 'orders/debezium-connect'),
      ],
      says: [
        ['no space left', 'disk full', 'volume full', 'full', 'wal', '空间', '写满'],
        ['space', 'slot', 'wal', 'full', '空间', '复制槽'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'orders/order-api')],
  not: [
    one('Deployment', 'orders/order-api'),
    one('Deployment', 'orders/order-web'),
    one('Deployment', 'orders/pg-exporter'),
  ],
  play: (f) => {
    postgres(f, 'orders/orders-pg', { claim: { size: '100Gi', at: '/var/lib/postgresql/data' } });
    f.app({ ns: 'orders', name: 'order-web', tone: 'nginx', n: 2, env: { API: 'http://order-api' } });
    program(f, 'zap', {
      ns: 'orders',
      name: 'order-api',
      n: 3,
      env: { PGHOST: 'orders-pg' },
      ready: { tcpSocket: { port: 8080 } },
    });
    f.app({
      ns: 'orders',
      name: 'debezium-connect',
      tone: 'log4j',
      n: 1,
      port: 8083,
      env: { SLOT_NAME: 'debezium_orders', DB_HOST: 'orders-pg' },
    });
    zero(f, 'orders/debezium-connect', 'kubectl-scale', 4080);
    program(f, 'zap', { ns: 'orders', name: 'pg-exporter', n: 1, env: { DATA_SOURCE_URI: 'orders-pg:5432' } });
    crashLoop(f.s, f.pod('orders/orders-pg'), { exitCode: 1, restarts: 10, first: 25, last: 2.1, lasted: 4 });
    f.say({
      app: 'orders/orders-pg',
      boot: true,
      level: 'fatal',
      lines: [
        'starting PostgreSQL 16.9 (Debian 16.9-1.pgdg120+1) on x86_64-pc-linux-gnu, compiled by gcc (Debian 12.2.0-14) 12.2.0, 64-bit',
        'listening on IPv4 address "0.0.0.0", port 5432',
        'database system was interrupted while in recovery at 2026-06-16 04:58:31 UTC',
        'database system was not properly shut down; automatic recovery in progress',
        'redo starts at 1A4/7F0000A8',
        'redo done at 1A4/7FFFFFA0 system usage: CPU: user: 0.08 s, system: 0.31 s, elapsed: 1.94 s',
        'could not write to file "pg_wal/xlogtemp.29": No space left on device',
      ],
    });
    tell(
      f,
      'orders/pg-exporter',
      'replication slot debezium_orders: active=false, retained WAL 5{n} MB, restart_lsn 18F/2A000028',
      {
        level: 'warn',
        by: 'collector/replication_slot.go:88',
        from: 48,
        to: 26,
        every: 300,
      },
    );
    tell(f, 'orders/pg-exporter', 'Error opening connection to database: dial tcp: connect: connection refused', {
      by: 'exporter/server.go:61',
      from: 24,
      every: 60,
    });
    tell(
      f,
      'orders/order-api',
      'insert order: failed to connect to `user=orders database=orders`: hostname resolving error: lookup orders-pg: no such host',
      {
        by: 'store/orders.go:52',
        from: 24,
        every: 9,
      },
    );
    f.say({
      app: 'orders/order-web',
      raw: true,
      from: 24,
      every: 15,
      lines: '10.8.3.{o} - - [{clf}] "POST /api/orders HTTP/1.1" 500 58 "-" "Mozilla/5.0"',
    });
    herring.crash(f, 'orders/invoice-ocr', 22);
  },
});
