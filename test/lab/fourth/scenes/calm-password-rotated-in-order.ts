import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, postgres, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'calm-password-rotated-in-order',
  family: 'healthy',
  on: 'eks',
  now: '2026-08-25T02:30:00Z',
  hops: 0,
  question: '巡检发现 crm-pg 日志里有 password authentication failed,crm-api 今天还重启过,是不是密码又配错了?',
  scope: 'crm',
  not: [
    one('StatefulSet', 'crm/crm-pg'),
    one('Deployment', 'crm/crm-api'),
    one('Secret', 'crm/crm-pg-app'),
    one('Deployment', 'crm/crm-web'),
  ],
  play: (f) => {
    const secret = f.secret('crm/crm-pg-app', ['username', 'password'], 180);
    f.edited(secret, 'externalsecrets.external-secrets.io/crm', 44, data('password'));
    postgres(f, 'crm/crm-pg');
    program(f, 'uvicorn', {
      ns: 'crm',
      name: 'crm-api',
      n: 2,
      keys: { PGUSER: 'secret:crm-pg-app:username', PGPASSWORD: 'secret:crm-pg-app:password' },
      env: { PGHOST: 'crm-pg' },
    });
    restarted(f, 'crm/crm-api', 42);
    f.app({ ns: 'crm', name: 'crm-web', tone: 'nginx', n: 2, env: { API: 'http://crm-api' } });
    f.say({ app: 'crm/crm-pg', level: 'info', from: 44, lines: 'ALTER ROLE crm_app executed by rotation job' });
    f.say({
      app: 'crm/crm-pg',
      level: 'fatal',
      from: 43.6,
      to: 42.1,
      every: 20,
      lines: 'password authentication failed for user "crm_app"',
    });
    f.say({
      app: 'crm/crm-pg',
      level: 'info',
      from: 41.6,
      lines: 'connection authorized: user=crm_app database=crm application_name=crm-api',
    });
    tell(f, 'crm/crm-api', 'Started server process [1]', { level: 'info', from: 41.8 });
    tell(f, 'crm/crm-api', '10.0.11.{o}:0 - "GET /api/customers/{n} HTTP/1.1" 200 OK', {
      level: 'info',
      from: 41,
      every: 60,
    });
  },
});
