import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';

export default scene({
  id: 'cart-httproute-port-of-container',
  family: 'gateway-api',
  on: 'eks',
  now: '2026-07-07T16:18:00Z',
  key: 'app.kubernetes.io/name',
  hops: 1,
  question:
    'store.example/cart gives 500 with empty body after moving from ingress to the new gateway, other paths work. cart team: nothing in our logs',
  causes: [
    {
      subjects: [one('HTTPRoute', 'store/cart'), one('Service', 'store/cart')],
      says: [
        ['8080', 'port', '端口'],
        [
          'not found',
          'does not',
          'no port',
          'wrong',
          'missing',
          'not exist',
          'portnotfound',
          'only',
          '不存在',
          '没有',
          '错误',
          '未找到',
        ],
      ],
    },
  ],
  not: [
    one('Deployment', 'store/cart'),
    one('Deployment', 'store/catalog'),
    one('Gateway', 'edge/public'),
    one('Deployment', 'edge/envoy-public'),
  ],
  play: (f) => {
    f.app({ ns: 'store', name: 'cart', tone: 'slog', n: 3, port: 8080, svcPort: 80 });
    f.app({ ns: 'store', name: 'catalog', tone: 'slog', n: 3, port: 8080, svcPort: 80 });
    f.app({
      ns: 'edge',
      name: 'envoy-public',
      tone: 'envoy',
      n: 2,
      image: 'docker.io/envoyproxy/envoy:distroless-v1.36.2',
      c: 'envoy',
    });
    const at = f.s.clock.ago(64);
    cr(f, 'gateway.networking.k8s.io/v1/GatewayClass', 'gatewayclasses', 'eg', {
      cluster: true,
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
      status: {
        conditions: [
          {
            type: 'Accepted',
            status: 'True',
            reason: 'Accepted',
            message: 'Valid GatewayClass',
            lastTransitionTime: at,
          },
        ],
      },
    });
    cr(f, 'gateway.networking.k8s.io/v1/Gateway', 'gateways', 'edge/public', {
      days: 30,
      spec: {
        gatewayClassName: 'eg',
        listeners: [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }],
      } as never,
      status: {
        conditions: [
          {
            type: 'Accepted',
            status: 'True',
            reason: 'Accepted',
            message: 'The Gateway has been scheduled by Envoy Gateway',
            lastTransitionTime: f.s.clock.ago(40_000),
          },
          {
            type: 'Programmed',
            status: 'True',
            reason: 'Programmed',
            message: 'Address assigned to the Gateway, 2/2 envoy replicas available',
            lastTransitionTime: f.s.clock.ago(40_000),
          },
        ],
      } as never,
    });
    const route = (name: string, port: number, ok: boolean): void => {
      cr(f, 'gateway.networking.k8s.io/v1/HTTPRoute', 'httproutes', `store/${name}`, {
        days: 0.05,
        spec: {
          parentRefs: [{ name: 'public', namespace: 'edge' }],
          hostnames: ['store.example'],
          rules: [{ matches: [{ path: { type: 'PathPrefix', value: `/${name}` } }], backendRefs: [{ name, port }] }],
        } as never,
        status: {
          parents: [
            {
              controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
              parentRef: { name: 'public', namespace: 'edge' },
              conditions: [
                {
                  type: 'Accepted',
                  status: 'True',
                  reason: 'Accepted',
                  message: 'Route is accepted',
                  lastTransitionTime: at,
                },
                ok
                  ? {
                      type: 'ResolvedRefs',
                      status: 'True',
                      reason: 'ResolvedRefs',
                      message: 'Resolved all the Object references for the Route',
                      lastTransitionTime: at,
                    }
                  : {
                      type: 'ResolvedRefs',
                      status: 'False',
                      reason: 'PortNotFound',
                      message: `TCP Port ${port} not found on service store/${name}`,
                      lastTransitionTime: at,
                    },
              ],
            },
          ],
        } as never,
      });
    };
    route('cart', 8080, false);
    route('catalog', 80, true);
    f.say({
      app: 'edge/envoy-public',
      raw: true,
      from: 49,
      every: 30,
      lines:
        '{"start_time":"{iso}","method":"GET","x-envoy-origin-path":"/cart/{n}","response_code":500,"response_code_details":"direct_response",":authority":"store.example","upstream_cluster":null,"upstream_host":null}',
    });
    f.say({
      app: 'edge/envoy-public',
      raw: true,
      from: 49,
      every: 50,
      lines:
        '{"start_time":"{iso}","method":"GET","x-envoy-origin-path":"/catalog/{n}","response_code":200,"response_code_details":"via_upstream",":authority":"store.example","upstream_cluster":"httproute/store/catalog/rule/0"}',
    });
    herring.crash(f, 'store/reco-shadow', 5);
  },
});
