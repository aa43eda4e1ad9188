import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'newsletter-gunicorn-worker-killed',
  family: 'oom_killed',
  on: 'ack',
  now: '2026-06-03T06:30:00Z',
  hops: 1,
  question: '导出订阅者名单总是 502,但 export-api 的 Pod 一次都没重启过,RESTARTS 是 0,应该不是内存问题吧?',
  scope: 'crm',
  causes: [
    {
      subjects: of('crm/export-api'),
      says: [
        ['memory', 'oom', '内存'],
        ['worker', 'sigkill', 'sent sigkill', 'limit', '工作进程', '限制'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'crm/crm-web')],
  not: [one('Deployment', 'crm/crm-web'), one('StatefulSet', 'crm/crm-pg')],
  play: (f) => {
    f.app({ ns: 'crm', name: 'crm-web', tone: 'nginx', n: 2, env: { EXPORT: 'http://export-api' } });
    f.app({
      ns: 'crm',
      name: 'export-api',
      tone: 'gunicorn',
      n: 2,
      mem: ['256Mi', '384Mi'],
      env: { WEB_CONCURRENCY: '2', DATABASE_HOST: 'crm-pg' },
    });
    f.app({
      ns: 'crm',
      name: 'crm-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.8',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      claim: { size: '40Gi', at: '/var/lib/postgresql/data' },
    });
    f.say({
      app: 'crm/export-api',
      from: 55,
      every: 240,
      lines: ['Worker (pid:{n}) was sent SIGKILL! Perhaps out of memory?'],
    });
    f.say({ app: 'crm/export-api', from: 54, every: 240, level: 'info', lines: 'Booting worker with pid: {n}' });
    f.say({
      app: 'crm/crm-web',
      from: 55,
      every: 120,
      lines:
        'upstream prematurely closed connection while reading response header from upstream, client: 10.8.3.{o}, server: _, request: "GET /export/subscribers.csv HTTP/1.1", upstream: "http://export-api:80/subscribers.csv", host: "crm.intra.example"',
    });
    f.say({
      app: 'crm/crm-pg',
      from: 50,
      every: 400,
      level: 'info',
      lines: 'could not receive data from client: Connection reset by peer',
    });
    herring.crash(f, 'crm/lead-import', 15);
  },
});
