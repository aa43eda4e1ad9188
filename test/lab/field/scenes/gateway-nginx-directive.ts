import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'gateway-nginx-directive',
  family: 'config-invalid',
  on: 'ack',
  now: '2026-09-09T03:33:00Z',
  key: 'app',
  hops: 1,
  question: '网关挂了!所有商户接口都连不上,刚刚只是重启了一下网关',
  causes: [
    {
      subjects: [one('ConfigMap', 'gw/edge-conf'), ...of('gw/edge-gw')],
      says: [
        ['proxy_passs', 'unknown directive'],
        ['directive', 'nginx', 'edge.conf', '指令', '配置'],
      ],
    },
  ],
  symptoms: [],
  not: [one('Deployment', 'gw/merchant-api'), one('Deployment', 'gw/rate-board')],
  play: (f) => {
    f.config(
      'gw/edge-conf',
      {
        'edge.conf':
          'upstream merchant { server merchant-api.gw.svc.cluster.local:80; }\nserver {\n  listen 8080;\n  location /readyz { return 200; }\n  location / {\n    proxy_read_timeout 30s;\n    proxy_passs http://merchant;\n  }\n}\n',
      },
      300,
    );
    f.edited(f.get('ConfigMap', 'gw/edge-conf'), 'kubectl-edit', 3000, { 'f:data': {} });
    f.app({
      ns: 'gw',
      name: 'edge-gw',
      tone: 'nginx',
      c: 'nginx',
      n: 3,
      image: 'nginx:1.27.4',
      mounts: { '/etc/nginx/conf.d': 'cm:edge-conf' },
    });
    f.app({ ns: 'gw', name: 'merchant-api', tone: 'spring', n: 3 });
    f.app({ ns: 'gw', name: 'rate-board', tone: 'django', n: 1 });
    f.revise(
      'gw/edge-gw',
      17,
      (t) => {
        delete t.metadata.annotations;
      },
      { by: 'kubectl-rollout' },
    );
    for (const p of f.pods('gw/edge-gw'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 8, first: 16, last: 1.7, lasted: 1 });
    herring.unready(f, 'shared-svc/label-maker');
    f.say({
      app: 'gw/edge-gw',
      boot: true,
      level: 'fatal',
      lines: ['using the "epoll" event method', 'unknown directive "proxy_passs" in /etc/nginx/conf.d/edge.conf:7'],
    });
  },
});
