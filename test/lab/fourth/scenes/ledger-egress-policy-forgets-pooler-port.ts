import { policy } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'ledger-egress-policy-forgets-pooler-port',
  family: 'network-policy',
  on: 'gke',
  now: '2026-03-24T11:05:00Z',
  key: 'app',
  hops: 2,
  question:
    'transfers time out since 10:25, ledger-api says it can not get a db connection. DBAs swear pgbouncer and postgres are idle',
  causes: [
    {
      subjects: [one('NetworkPolicy', 'bank/ledger-egress'), ...of('bank/ledger-api')],
      says: [
        ['networkpolicy', 'network policy', 'policy', 'egress', '网络策略', '出站'],
        ['6432', '5432', 'pgbouncer', 'ledger-pooler', 'port', '端口'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'bank/transfer-web')],
  not: [
    one('Deployment', 'bank/ledger-pooler'),
    one('StatefulSet', 'bank/ledger-pg'),
    one('Deployment', 'bank/transfer-web'),
    one('NetworkPolicy', 'bank/pooler-ingress'),
  ],
  play: (f) => {
    f.app({ ns: 'bank', name: 'transfer-web', tone: 'nginx', n: 2, env: { LEDGER: 'http://ledger-api' } });
    program(f, 'zap', {
      ns: 'bank',
      name: 'ledger-api',
      n: 3,
      env: { DATABASE_URL: 'postgres://ledger@ledger-pooler:6432/ledger' },
    });
    program(f, 'pgbouncer', {
      ns: 'bank',
      name: 'ledger-pooler',
      n: 2,
      image: 'docker.io/edoburu/pgbouncer:v1.24.1-p1',
      c: 'pgbouncer',
      port: 6432,
      svcPort: 6432,
      portName: 'pgbouncer',
      ready: { tcpSocket: { port: 6432 } },
      env: { DB_HOST: 'ledger-pg', DB_PORT: '5432' },
    });
    f.app({
      ns: 'bank',
      name: 'ledger-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'docker.io/library/postgres:16.9',
      c: 'postgres',
      port: 5432,
      portName: 'postgres',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '100Gi', at: '/var/lib/postgresql/data' },
    });
    f.put(
      policy('bank', 'ledger-egress', f.s.clock.ago(41), {
        podSelector: { matchLabels: { app: 'ledger-api' } },
        policyTypes: ['Egress'],
        egress: [
          {
            to: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }],
            ports: [
              { protocol: 'UDP', port: 53 },
              { protocol: 'TCP', port: 53 },
            ],
          },
          { to: [{ podSelector: {} }], ports: [{ protocol: 'TCP', port: 5432 }] },
        ],
      }) as never,
      policy('bank', 'pooler-ingress', f.s.clock.ago(300_000), {
        podSelector: { matchLabels: { app: 'ledger-pooler' } },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { app: 'ledger-api' } } }], ports: [{ protocol: 'TCP', port: 6432 }] },
        ],
      }) as never,
    );
    tell(
      f,
      'bank/ledger-api',
      `begin transfer: failed to connect to \`user=ledger database=ledger\`: ${f.ip('bank/ledger-pooler')}:6432 (ledger-pooler): dial error: dial tcp ${f.ip('bank/ledger-pooler')}:6432: connect: connection timed out`,
      { by: 'store/tx.go:61', from: 39, every: 22 },
    );
    f.say({
      app: 'bank/transfer-web',
      from: 39,
      every: 45,
      lines:
        'upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.64.1.{o}, server: _, request: "POST /transfers HTTP/1.1", upstream: "http://ledger-api/transfers", host: "bank.example"',
    });
    herring.crash(f, 'bank/fx-rates-mock', 13);
  },
});
