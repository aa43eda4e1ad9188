import { controller, ingress } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'gateway-nginx-keeps-old-service-address',
  family: 'dns',
  on: 'eks',
  now: '2026-02-05T13:33:00Z',
  hops: 2,
  question: '行情页面报 504,13 点左右开始。pricing 自己 curl 是通的,pod 都是 Running',
  causes: [
    {
      subjects: [
        ...of('trade/edge-gateway'),
        one('ConfigMap', 'trade/edge-gateway-nginx'),
        one('Service', 'trade/pricing'),
      ],
      says: [
        ['172.20.77.201', 'clusterip', 'cluster ip', 'address', 'resolve', 'dns', '地址', '解析'],
        [
          'old',
          'stale',
          'recreated',
          're-created',
          'no longer',
          'not the',
          'previous',
          'once',
          'startup',
          'cached',
          'no service',
          'belongs',
          'no object',
          '旧',
          '重建',
          '缓存',
          '不再',
          '启动',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'trade/edge-gateway')],
  not: [one('Deployment', 'trade/pricing'), one('Deployment', 'trade/market-web')],
  play: (f) => {
    f.config(
      'trade/edge-gateway-nginx',
      {
        'default.conf':
          'server {\n  listen 8080;\n  location /quotes/ {\n    proxy_connect_timeout 5s;\n    proxy_pass http://pricing.trade.svc.cluster.local;\n  }\n  location /history/ {\n    proxy_pass http://history.trade.svc.cluster.local;\n  }\n}\n',
      },
      150,
    );
    f.app({
      ns: 'trade',
      name: 'edge-gateway',
      tone: 'nginx',
      n: 2,
      image: 'docker.io/library/nginx:1.27.5',
      c: 'nginx',
      mounts: { '/etc/nginx/conf.d': 'cm:edge-gateway-nginx' },
    });
    f.app({ ns: 'trade', name: 'market-web', tone: 'nginx', n: 2 });
    f.app({ ns: 'trade', name: 'pricing', tone: 'slog', n: 3 });
    f.app({ ns: 'trade', name: 'history', tone: 'slog', n: 2 });
    ingress(f, 'trade/quotes', { host: 'quotes.trade.example', service: 'edge-gateway', port: 80 });
    const svc = f.get('Service', 'trade/pricing');
    svc.metadata.creationTimestamp = f.s.clock.ago(36);
    svc.metadata.managedFields = [
      {
        manager: 'helm',
        operation: 'Update',
        apiVersion: 'v1',
        time: f.s.clock.ago(36),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:ports': {}, 'f:selector': {}, 'f:type': {} } },
      },
    ];
    controller(f);
    f.say({
      app: 'trade/edge-gateway',
      from: 35.5,
      every: 9,
      lines:
        'upstream timed out (110: Operation timed out) while connecting to upstream, client: 10.0.41.{o}, server: , request: "GET /quotes/SH60{n} HTTP/1.1", upstream: "http://172.20.77.201:80/quotes/SH60{n}", host: "quotes.trade.example"',
    });
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 35,
      every: 20,
      lines:
        '198.51.100.{o} - - [{clf}] "GET /quotes/SH60{n} HTTP/2.0" 504 167 "-" "Mozilla/5.0" 214 5.004 [trade-edge-gateway-80] [] 10.0.18.9:8080 167 5.004 504 {hex}',
    });
    herring.crash(f, 'trade/fix-adapter-uat', 11);
  },
});
