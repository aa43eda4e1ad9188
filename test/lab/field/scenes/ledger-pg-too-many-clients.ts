import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'ledger-pg-too-many-clients',
  family: 'app-log',
  on: 'aks',
  now: '2026-02-26T17:55:00Z',
  key: 'app',
  hops: 2,
  question: 'posting to ledger fails randomly, half the requests 500. ledger-api not changed for weeks',
  scope: 'ledger',
  causes: [
    {
      subjects: [
        ...of('ledger/ledger-pg', 'StatefulSet'),
        ...of('ledger/report-fanout'),
        one('ConfigMap', 'ledger/pg-conf'),
      ],
      says: [
        ['too many clients', 'too many connections', 'connection slots', 'max_connections', 'connections', '连接'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'ledger/ledger-api')],
  not: [one('Deployment', 'ledger/ledger-api'), one('Deployment', 'ledger/ledger-web')],
  play: (f) => {
    f.config(
      'ledger/pg-conf',
      { 'postgresql.conf': "max_connections = 100\nshared_buffers = 256MB\nlisten_addresses = '*'\n" },
      300,
    );
    f.app({ ns: 'ledger', name: 'ledger-web', tone: 'winston', env: { API: 'http://ledger-api' } });
    f.app({
      ns: 'ledger',
      name: 'ledger-api',
      tone: 'serilog',
      n: 2,
      env: { ConnectionStrings__Db: 'Host=ledger-pg;Port=5432;Maximum Pool Size=20' },
    });
    f.app({
      ns: 'ledger',
      name: 'report-fanout',
      tone: 'celery',
      n: 9,
      svc: false,
      ready: null,
      env: { DATABASE_URL: 'postgresql://reporter@ledger-pg:5432/ledger', POOL_SIZE: '12' },
    });
    f.app({
      ns: 'ledger',
      name: 'ledger-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:15.8',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      mounts: { '/etc/pg': 'cm:pg-conf' },
      claim: { size: '80Gi', at: '/var/lib/postgresql/data' },
    });
    const fan = f.get('Deployment', 'ledger/report-fanout');
    const set = f.s.all('ReplicaSet', 'ledger').find((r) => r.metadata.name.startsWith('report-fanout'));
    f.s.event(fan, 'ScalingReplicaSet', `Scaled up replica set ${set?.metadata.name} from 2 to 9`, {
      type: 'Normal',
      first: 41,
      last: 41,
      source: 'deployment-controller',
    });
    f.edited(fan, 'kubectl-scale', 41, { 'f:spec': { 'f:replicas': {} } });
    f.pods('ledger/report-fanout')
      .slice(2)
      .forEach((p) => {
        p.metadata.creationTimestamp = f.s.clock.ago(41);
        for (const c of p.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(40.9) } };
      });
    herring.image(f, 'ledger/ledger-next', 3);
    f.say({ app: 'ledger/ledger-pg', from: 39, every: 8, level: 'fatal', lines: 'sorry, too many clients already' });
    f.say({
      app: 'ledger/ledger-api',
      from: 39,
      every: 20,
      lines:
        'Unhandled exception POST /entries Npgsql.PostgresException (0x80004005): 53300: sorry, too many clients already',
    });
    f.say({
      app: 'ledger/ledger-web',
      from: 38,
      every: 40,
      lines: 'POST http://ledger-api/entries failed with status 500',
    });
  },
});
