import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'bbs-fpm-children-cut-to-five',
  family: 'app-pool',
  on: 'tke',
  now: '2026-05-17T12:33:00Z',
  hops: 1,
  question: '论坛晚高峰打不开,nginx 504,CPU 内存都很低,加了 nginx 副本也没用',
  scope: 'bbs',
  causes: [
    {
      subjects: [one('ConfigMap', 'bbs/fpm-pool'), ...of('bbs/bbs-fpm')],
      says: [['max_children', 'pm.max_children', 'children', '子进程', '进程数']],
    },
  ],
  symptoms: [one('Deployment', 'bbs/bbs-nginx')],
  not: [one('Deployment', 'bbs/bbs-nginx'), one('StatefulSet', 'bbs/bbs-mysql')],
  play: (f) => {
    const cm = f.config(
      'bbs/fpm-pool',
      {
        'www.conf':
          '[www]\nlisten = 9000\npm = static\npm.max_children = 5\npm.max_requests = 500\nrequest_terminate_timeout = 60s\n',
      },
      400,
    );
    f.edited(cm, 'kubectl-edit', 560, data('www.conf'));
    f.config(
      'bbs/bbs-nginx',
      {
        'default.conf':
          'server {\n  listen 8080;\n  location ~ \\.php$ { fastcgi_pass bbs-fpm:9000; fastcgi_read_timeout 30s; include fastcgi_params; }\n}\n',
      },
      400,
    );
    f.app({ ns: 'bbs', name: 'bbs-nginx', tone: 'nginx', n: 4, mounts: { '/etc/nginx/conf.d': 'cm:bbs-nginx' } });
    program(f, 'fpm', {
      ns: 'bbs',
      name: 'bbs-fpm',
      n: 2,
      port: 9000,
      svcPort: 9000,
      portName: 'fcgi',
      ready: { tcpSocket: { port: 9000 } },
      mounts: { '/usr/local/etc/php-fpm.d': 'cm:fpm-pool' },
      env: { DB_HOST: 'bbs-mysql' },
    });
    restarted(f, 'bbs/bbs-fpm', 555);
    program(f, 'mysqld', {
      ns: 'bbs',
      name: 'bbs-mysql',
      kind: 'StatefulSet',
      n: 1,
      port: 3306,
      image: 'mysql:8.0.43',
      c: 'mysql',
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '100Gi', at: '/var/lib/mysql' },
    });
    tell(f, 'bbs/bbs-fpm', '[pool www] server reached pm.max_children setting (5), consider raising it', {
      level: 'warn',
      from: 47,
      every: 60,
    });
    f.say({
      app: 'bbs/bbs-nginx',
      from: 47,
      every: 12,
      lines: `upstream timed out (110: Operation timed out) while reading response header from upstream, client: 172.18.2.{o}, server: , request: "GET /thread.php?tid={n} HTTP/1.1", upstream: "fastcgi://${f.ip('bbs/bbs-fpm')}:9000", host: "bbs.example.cn"`,
    });
    herring.crash(f, 'bbs/sign-in-bot', 28);
  },
});
