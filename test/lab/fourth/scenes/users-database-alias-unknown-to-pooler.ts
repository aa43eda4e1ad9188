import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, postgres, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'users-database-alias-unknown-to-pooler',
  family: 'config-name',
  on: 'eks',
  now: '2026-05-05T12:48:00Z',
  key: 'app',
  hops: 3,
  question:
    'profile pages 500 via graphql since 12:10. psql directly to postgres as users/users_v2 works fine!! so not the db',
  scope: 'users',
  causes: [
    {
      subjects: [
        one('ConfigMap', 'users/pgbouncer-ini'),
        one('ConfigMap', 'users/user-svc-env'),
        ...of('users/user-svc'),
        ...of('users/pgbouncer'),
      ],
      says: [['users_v2'], [...ABSENT, 'no such database', 'alias', 'only', '未定义', '未配置']],
    },
  ],
  symptoms: [one('Deployment', 'users/graphql')],
  not: [one('StatefulSet', 'users/users-pg'), one('Deployment', 'users/graphql'), one('Deployment', 'users/web')],
  play: (f) => {
    f.config(
      'users/pgbouncer-ini',
      {
        'pgbouncer.ini':
          '[databases]\nusers = host=users-pg port=5432 dbname=users\nsessions = host=users-pg port=5432 dbname=sessions\n\n[pgbouncer]\nlisten_port = 6432\npool_mode = transaction\nauth_type = scram-sha-256\n',
      },
      260,
    );
    const cm = f.config('users/user-svc-env', { DB_HOST: 'pgbouncer', DB_PORT: '6432', DB_NAME: 'users_v2' }, 260);
    f.edited(cm, 'kubectl-edit', 39, data('DB_NAME'));
    postgres(f, 'users/users-pg');
    program(f, 'pgbouncer', {
      ns: 'users',
      name: 'pgbouncer',
      n: 2,
      image: 'docker.io/edoburu/pgbouncer:v1.24.1-p1',
      port: 6432,
      svcPort: 6432,
      portName: 'pgbouncer',
      ready: { tcpSocket: { port: 6432 } },
      mounts: { '/etc/pgbouncer': 'cm:pgbouncer-ini' },
    });
    f.app({ ns: 'users', name: 'web', tone: 'nginx', n: 2, env: { GRAPHQL: 'http://graphql' } });
    program(f, 'pino', { ns: 'users', name: 'graphql', n: 2, env: { USERS: 'http://user-svc' } });
    program(f, 'rails', {
      ns: 'users',
      name: 'user-svc',
      n: 3,
      from: ['cm:user-svc-env'],
      ready: { tcpSocket: { port: 8080 } },
    });
    restarted(f, 'users/user-svc', 37);
    tell(
      f,
      'users/user-svc',
      `ActiveRecord::NoDatabaseError (connection to server at "${f.ip('users/pgbouncer')}", port 6432 failed: FATAL:  no such database: users_v2):`,
      { level: 'fatal', from: 36, every: 14 },
    );
    tell(
      f,
      'users/pgbouncer',
      `C-0x5581c0a4e2f0: (nodb)/users@${f.podIP('users/user-svc')}:41{o} closing because: no such database: users_v2 (age=0s)`,
      { level: 'info', from: 36, every: 20 },
    );
    tell(f, 'users/graphql', 'resolver user failed: GET http://user-svc/users/{n} 500', { from: 36, every: 16 });
    f.say({
      app: 'users/web',
      raw: true,
      from: 36,
      every: 25,
      lines: '10.0.9.{o} - - [{clf}] "POST /graphql HTTP/1.1" 200 212 "-" "Mozilla/5.0" errors=1',
    });
    herring.crash(f, 'users/gdpr-export-test', 9);
  },
});
