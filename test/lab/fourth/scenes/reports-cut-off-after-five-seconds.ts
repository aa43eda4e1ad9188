import { controller, ingress } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data } from '../kit.ts';

export default scene({
  id: 'reports-cut-off-after-five-seconds',
  family: 'ingress',
  on: 'ack',
  now: '2026-06-25T09:40:00Z',
  key: 'app.kubernetes.io/name',
  hops: 1,
  question:
    'every report that takes longer than ~5s ends in 504 for customers, short ones ok. report-api finishes them with 200 according to its log. db slow?',
  causes: [
    {
      subjects: [one('ConfigMap', 'ingress-nginx/ingress-nginx-controller'), one('Ingress', 'reports/report-api')],
      says: [
        ['proxy-read-timeout', 'read timeout', 'timeout', '超时'],
        ['5', 'proxy-read-timeout'],
        ['ingress', 'nginx', 'proxy'],
      ],
    },
  ],
  not: [
    one('Deployment', 'reports/report-api'),
    one('StatefulSet', 'reports/report-pg'),
    one('Deployment', 'ingress-nginx/ingress-nginx-controller'),
  ],
  play: (f) => {
    const cm = f.config(
      'ingress-nginx/ingress-nginx-controller',
      {
        'proxy-connect-timeout': '5',
        'proxy-read-timeout': '5',
        'use-forwarded-headers': 'true',
        'log-format-escape-json': 'false',
      },
      500,
    );
    f.edited(cm, 'helm', 75, data('proxy-connect-timeout', 'proxy-read-timeout'));
    f.app({ ns: 'reports', name: 'report-api', tone: 'spring', n: 2, env: { DB: 'report-pg' } });
    f.app({
      ns: 'reports',
      name: 'report-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      port: 5432,
      image: 'postgres:16.9',
      c: 'postgres',
      ready: { exec: { command: ['pg_isready'] } },
      claim: { size: '300Gi', at: '/var/lib/postgresql/data' },
    });
    ingress(f, 'reports/report-api', { host: 'reports.example.cn', service: 'report-api', port: 80 });
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 48,
      every: 60,
      lines: [
        `{iso} [error] 52#52: *{n} upstream timed out (110: Operation timed out) while reading response header from upstream, client: 203.0.113.{o}, server: reports.example.cn, request: "GET /r/yearly?y=2025 HTTP/2.0", upstream: "http://${f.podIP('reports/report-api')}:8080/r/yearly?y=2025", host: "reports.example.cn"`,
        `203.0.113.{o} - - [{clf}] "GET /r/yearly?y=2025 HTTP/2.0" 504 160 "-" "Mozilla/5.0" 44 5.001 [reports-report-api-80] [] ${f.podIP('reports/report-api')}:8080 0 5.001 504 {hex}`,
      ],
    });
    f.say({ app: 'reports/report-api', level: 'info', from: 48, every: 60, lines: 'GET /r/yearly?y=2025 200 11402ms' });
    f.say({
      app: 'reports/report-api',
      level: 'warn',
      from: 47,
      every: 120,
      lines:
        'client aborted request: org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken pipe',
    });
    herring.pending(f, 'reports/cube-builder', 3);
  },
});
