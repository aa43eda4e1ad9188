import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, deployed, postgres } from '../kit.ts';

export default scene({
  id: 'portal-database-name-prod',
  family: 'config-name',
  on: 'ack',
  now: '2026-03-18T02:25:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question: '企业门户所有页面 500,今天上午发的 3.9.0。数据库的同事说 pg 连得上,不是他们的问题',
  scope: 'portal',
  causes: [
    {
      subjects: [one('ConfigMap', 'portal/portal-api-settings'), ...of('portal/portal-api')],
      says: [['portal_prod'], ABSENT],
    },
  ],
  symptoms: [one('Deployment', 'portal/portal-nginx')],
  not: [
    one('StatefulSet', 'portal/portal-pg'),
    one('Deployment', 'portal/portal-nginx'),
    one('Deployment', 'portal/portal-beat'),
  ],
  play: (f) => {
    const cm = f.config(
      'portal/portal-api-settings',
      { DB_HOST: 'portal-pg', DB_PORT: '5432', DB_NAME: 'portal_prod', DJANGO_SETTINGS_MODULE: 'portal.settings.prod' },
      90,
    );
    f.edited(cm, 'helm', 31, data('DB_NAME'));
    f.secret('portal/portal-pg', ['username', 'password'], 90);
    postgres(f, 'portal/portal-pg', {
      env: { POSTGRES_DB: 'portal' },
      keys: { POSTGRES_USER: 'secret:portal-pg:username', POSTGRES_PASSWORD: 'secret:portal-pg:password' },
    });
    f.app({ ns: 'portal', name: 'portal-nginx', tone: 'nginx', n: 2, env: { UPSTREAM: 'portal-api:80' } });
    f.app({
      ns: 'portal',
      name: 'portal-api',
      tone: 'django',
      n: 2,
      c: 'django',
      image: 'portal-api:3.9.0',
      from: ['cm:portal-api-settings'],
      keys: { DB_USER: 'secret:portal-pg:username', DB_PASSWORD: 'secret:portal-pg:password' },
      ready: { tcpSocket: { port: 8080 } },
    });
    deployed(f, 'portal/portal-api', 30, '3.8.4');
    f.app({
      ns: 'portal',
      name: 'portal-beat',
      tone: 'celery',
      n: 1,
      svc: false,
      ready: null,
      env: { DB_HOST: 'portal-pg', DB_NAME: 'portal' },
    });
    f.say({
      app: 'portal/portal-api',
      from: 29,
      every: 35,
      lines: `Internal Server Error: /dashboard/\nTraceback (most recent call last):\n  File "/usr/local/lib/python3.12/site-packages/django/db/backends/base/base.py", line 275, in ensure_connection\n    self.connect()\n  File "/usr/local/lib/python3.12/site-packages/psycopg/connection.py", line 119, in connect\n    raise last_ex.with_traceback(None)\ndjango.db.utils.OperationalError: connection failed: connection to server at "${f.podIP('portal/portal-pg')}", port 5432 failed: FATAL:  database "portal_prod" does not exist`,
    });
    f.say({
      app: 'portal/portal-pg',
      level: 'fatal',
      from: 29,
      every: 35,
      lines: 'database "portal_prod" does not exist',
    });
    f.say({
      app: 'portal/portal-nginx',
      raw: true,
      from: 29,
      every: 30,
      lines: '10.0.7.{o} - - [{clf}] "GET /dashboard/ HTTP/1.1" 500 145 "-" "Mozilla/5.0"',
    });
    herring.unready(f, 'portal/doc-preview', 12);
  },
});
