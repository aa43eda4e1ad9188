import { probeFails } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'ledger-liquibase-lock-left',
  family: 'app-log',
  on: 'kubeadm',
  now: '2026-04-28T06:55:00Z',
  hops: 1,
  question:
    'account statement page down after the 6am rollout of statements, rollback did not help, old version now behaves the same. DB is up, other apps use it',
  scope: 'accounts',
  causes: [
    {
      subjects: of('accounts/statements'),
      says: [
        ['liquibase', 'changelog lock', 'databasechangeloglock'],
        ['lock', '锁'],
      ],
    },
  ],
  not: [
    one('StatefulSet', 'accounts/accounts-pg'),
    one('Deployment', 'accounts/balances'),
    one('Deployment', 'accounts/bank-web'),
  ],
  play: (f) => {
    f.app({
      ns: 'accounts',
      name: 'bank-web',
      tone: 'nginx',
      n: 2,
      env: { STATEMENTS: 'http://statements', BALANCES: 'http://balances' },
    });
    f.app({
      ns: 'accounts',
      name: 'balances',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://accounts-pg:5432/balances' },
    });
    f.app({
      ns: 'accounts',
      name: 'accounts-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:17.2',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '60Gi', at: '/var/lib/postgresql/data' },
    });
    f.app({
      ns: 'accounts',
      name: 'statements',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://accounts-pg:5432/statements' },
      startup: { httpGet: { path: '/actuator/health/liveness', port: 8080 }, periodSeconds: 10, failureThreshold: 18 },
    });
    f.revise('accounts/statements', 48, (t) => {
      const c = t.spec.containers[0];
      if (c) c.image = c.image.replace(/:[^:]*$/, ':2.5.0');
    });
    for (const i of [0, 1]) {
      const p = f.pod('accounts/statements', i);
      const st = f.s.container(p);
      st.restartCount = 13;
      st.started = false;
      st.state = { running: { startedAt: f.s.clock.ago(2.1 + i) } };
      st.lastState = {
        terminated: {
          exitCode: 143,
          reason: 'Error',
          startedAt: f.s.clock.ago(5.4 + i),
          finishedAt: f.s.clock.ago(2.2 + i),
          containerID: st.containerID ?? '',
        },
      };
      probeFails(
        f.s,
        p,
        'Startup',
        `Get "http://${p.status?.podIP}:8080/actuator/health/liveness": dial tcp ${p.status?.podIP}:8080: connect: connection refused`,
        46,
      );
      f.s.event(p, 'Killing', 'Container statements failed startup probe, will be restarted', {
        type: 'Normal',
        first: 44,
        last: 2.2,
        count: 13,
        container: 'statements',
      });
    }
    f.say({
      app: 'accounts/statements',
      boot: true,
      level: 'info',
      lines: [
        'Starting StatementsApplication v2.4.1 using Java 21.0.5 with PID 1',
        'HikariPool-1 - Start completed.',
        'Waiting for changelog lock....',
        'Waiting for changelog lock....',
        'Waiting for changelog lock....',
        'Could not acquire change log lock. Currently locked by statements-6c9d77f4b5-x2lqp (10.244.9.31) since 4/28/26, 6:04 AM',
      ],
    });
    f.say({
      app: 'accounts/bank-web',
      from: 45,
      every: 40,
      lines:
        'connect() failed (111: Connection refused) while connecting to upstream, client: 10.244.1.{o}, server: _, request: "GET /statements HTTP/1.1", upstream: "http://statements:80/", host: "bank.example"',
    });
    herring.crash(f, 'accounts/iban-check', 30);
  },
});
