import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, deployed, mysql, program, tell } from '../kit.ts';

export default scene({
  id: 'forum-password-variable-renamed-in-image',
  family: 'config-env',
  on: 'aks',
  now: '2026-05-28T19:22:00Z',
  hops: 1,
  question:
    'community forum shows "database unavailable" after we bumped the image to 3.0. mysql user & password did not change, i can log in by hand with the password of the secret',
  scope: 'community',
  causes: [
    {
      subjects: [...of('community/forum'), one('Secret', 'community/forum-db')],
      says: [
        ['password', '密码', 'db_password', 'db_pass', 'DATABASE_PASSWORD'],
        [
          'using password: no',
          'without',
          'no password',
          'empty',
          'not set',
          'unset',
          'renamed',
          ...ABSENT,
          '未设置',
          '空',
        ],
      ],
    },
  ],
  not: [one('StatefulSet', 'community/forum-mysql'), one('Deployment', 'community/forum-search')],
  play: (f) => {
    f.secret('community/forum-db', ['user', 'pass'], 410);
    mysql(f, 'community/forum-mysql');
    program(f, 'laravel', {
      ns: 'community',
      name: 'forum',
      n: 2,
      image: 'forum:3.0.1',
      env: { DB_HOST: 'forum-mysql', DB_DATABASE: 'forum' },
      keys: { DB_USERNAME: 'secret:forum-db:user', DB_PASS: 'secret:forum-db:pass' },
      ready: { tcpSocket: { port: 8080 } },
    });
    deployed(f, 'community/forum', 41, '2.14.3', 'kubectl-set');
    program(f, 'laravel', { ns: 'community', name: 'forum-search', n: 1 });
    const ip = f.podIP('community/forum');
    tell(f, 'community/forum', 'config: DB_PASS is no longer read, use DB_PASSWORD (see UPGRADE-3.0.md)', {
      level: 'warn',
      from: 40.5,
    });
    tell(
      f,
      'community/forum',
      `SQLSTATE[HY000] [1045] Access denied for user 'forum'@'${ip}' (using password: NO) (Connection: mysql, SQL: select * from \`settings\` limit 1) {"exception":"[object] (Illuminate\\\\Database\\\\QueryException(code: 1045): SQLSTATE[HY000] [1045] Access denied for user 'forum'@'${ip}' (using password: NO) at /var/www/vendor/laravel/framework/src/Illuminate/Database/Connection.php:825)`,
      { from: 40, every: 15 },
    );
    tell(f, 'community/forum-mysql', `Access denied for user 'forum'@'${ip}' (using password: NO)`, {
      level: 'fatal',
      by: '[MY-010926] [Server]',
      from: 40,
      every: 60,
    });
    herring.crash(f, 'community/badge-cron', 7);
  },
});
