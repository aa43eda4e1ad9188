import { oldRestart } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'rates-db-cpu-limit-cut',
  family: 'cpu-throttling',
  on: 'kubeadm',
  now: '2026-06-29T16:16:00Z',
  key: 'app',
  hops: 2,
  question: '报价接口突然变慢,平均 6 秒,quote-api 的 CPU 才 5%,节点也很空',
  scope: 'rates',
  causes: [
    {
      subjects: of('rates/rates-mysql', 'StatefulSet'),
      says: [['cpu'], ['limit', 'throttl', '100m', '限制', '限流', '节流']],
    },
  ],
  symptoms: [one('Deployment', 'rates/quote-api')],
  not: [one('Deployment', 'rates/quote-api'), one('Deployment', 'rates/quote-web')],
  play: (f) => {
    f.app({ ns: 'rates', name: 'quote-web', tone: 'nginx', env: { QUOTE: 'http://quote-api' } });
    f.app({
      ns: 'rates',
      name: 'quote-api',
      tone: 'spring',
      n: 3,
      cpu: ['200m', '2'],
      env: { SPRING_DATASOURCE_URL: 'jdbc:mysql://rates-mysql:3306/rates' },
    });
    const set = f.app({
      ns: 'rates',
      name: 'rates-mysql',
      kind: 'StatefulSet',
      tone: 'mysqld',
      n: 1,
      image: 'mysql:8.0.40',
      port: 3306,
      portName: 'mysql',
      cpu: ['50m', '100m'],
      mem: ['1Gi', '2Gi'],
      ready: { tcpSocket: { port: 3306 } },
      claim: { size: '30Gi', at: '/var/lib/mysql' },
    });
    const pod = f.pod('rates/rates-mysql');
    pod.metadata.creationTimestamp = f.s.clock.ago(36);
    for (const c of pod.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(35.8) } };
    f.edited(set, 'kubectl-patch', 36, {
      'f:spec': {
        'f:template': {
          'f:spec': {
            'f:containers': { 'k:{"name":"rates-mysql"}': { 'f:resources': { 'f:limits': { 'f:cpu': {} } } } },
          },
        },
      },
    });
    for (const [i, cpu] of ['4', '100m'].entries()) {
      const template = structuredClone(set.spec?.template ?? { metadata: { labels: {} }, spec: { containers: [] } });
      for (const c of template.spec.containers)
        c.resources = { requests: { cpu: i ? '50m' : '500m', memory: '1Gi' }, limits: { cpu, memory: '2Gi' } };
      f.s.add({
        apiVersion: 'apps/v1',
        kind: 'ControllerRevision',
        metadata: {
          name: `rates-mysql-${f.s.random.suffix(9)}`,
          namespace: 'rates',
          labels: { app: 'rates-mysql' },
          creationTimestamp: f.s.clock.ago(i ? 36 : 100_000),
          ownerReferences: [
            {
              apiVersion: 'apps/v1',
              kind: 'StatefulSet',
              name: 'rates-mysql',
              uid: set.metadata.uid ?? '',
              controller: true,
            },
          ],
        },
        revision: i + 4,
        data: { spec: { template } } as unknown as Record<string, string>,
      });
    }
    f.s.event(set, 'SuccessfulCreate', 'create Pod rates-mysql-0 in StatefulSet rates-mysql successful', {
      type: 'Normal',
      first: 36,
      last: 36,
      source: 'statefulset-controller',
    });
    herring.crash(f, 'rates/fx-scraper', 25);
    oldRestart(f.s, f.pod('rates/quote-api'), { exitCode: 137, reason: 'OOMKilled', days: 19 });
    f.say({
      app: 'rates/rates-mysql',
      from: 34,
      every: 60,
      level: 'warn',
      lines:
        'page_cleaner: 1000ms intended loop took 7{n}ms. The settings might not be optimal. (flushed=12, during the time.)',
    });
    f.say({
      app: 'rates/quote-api',
      from: 34,
      every: 25,
      level: 'warn',
      lines:
        'slow query 5812 ms on jdbc:mysql://rates-mysql:3306/rates: SELECT * FROM rate WHERE pair = ? ORDER BY ts DESC LIMIT 1',
    });
    f.say({
      app: 'rates/quote-web',
      from: 34,
      every: 50,
      lines: `upstream timed out (110: Operation timed out) while reading response header from upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "GET /quote HTTP/1.1", upstream: "http://${f.ip('rates/quote-api')}:80/quote", host: "quote.corp.lan"`,
    });
  },
});
