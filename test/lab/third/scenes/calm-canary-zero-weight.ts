import { since } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'calm-canary-zero-weight',
  family: 'healthy',
  on: 'kubeadm',
  now: '2026-01-23T06:35:00Z',
  hops: 0,
  question: '灰度版本 search-canary 一条访问日志都没有,是不是流量没切过去、服务挂了?',
  scope: 'search',
  not: [
    one('Deployment', 'search/search-canary'),
    one('HTTPRoute', 'search/search'),
    one('Service', 'search/search-canary'),
  ],
  play: (f) => {
    f.app({ ns: 'search', name: 'search', tone: 'spring', n: 3 });
    f.app({ ns: 'search', name: 'search-canary', tone: 'spring', n: 1 });
    since(f.s, f.pods('search/search-canary'), 55);
    cr(f, 'gateway.networking.k8s.io/v1/HTTPRoute', 'httproutes', 'search/search', {
      metadata: {
        name: 'search',
        namespace: 'search',
        annotations: { 'rollout/phase': '0%: 等待业务方 1 月 26 日确认后开始放量' },
      },
      spec: {
        hostnames: ['search.corp.lan'],
        parentRefs: [{ name: 'public', namespace: 'search' }],
        rules: [
          {
            backendRefs: [
              { name: 'search', port: 80, weight: 100 },
              { name: 'search-canary', port: 80, weight: 0 },
            ],
          },
        ],
      } as never,
      status: {
        parents: [
          {
            controllerName: 'example.net/gateway',
            parentRef: { name: 'public' },
            conditions: [
              { type: 'Accepted', status: 'True', reason: 'Accepted', lastTransitionTime: f.s.clock.ago(9000) },
              { type: 'ResolvedRefs', status: 'True', reason: 'ResolvedRefs', lastTransitionTime: f.s.clock.ago(9000) },
            ],
          },
        ],
      } as never,
    });
    cr(f, 'gateway.networking.k8s.io/v1/Gateway', 'gateways', 'search/public', {
      spec: { gatewayClassName: 'example', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] } as never,
      status: {
        conditions: [
          { type: 'Programmed', status: 'True', reason: 'Programmed', lastTransitionTime: f.s.clock.ago(9000) },
        ],
      } as never,
    });
    f.say({ app: 'search/search-canary', from: 54, level: 'info', lines: 'index warm, waiting for traffic' });
    herring.image(f, 'lab-sandbox/vector-index', 5);
  },
});
