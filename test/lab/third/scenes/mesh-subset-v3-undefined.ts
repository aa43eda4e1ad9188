import { since } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'mesh-subset-v3-undefined',
  family: 'service-mesh',
  on: 'kubeadm',
  now: '2026-06-25T13:11:00Z',
  hops: 2,
  question: '灰度 v3 之后大约一成的用户下单报 503,order v3 的 Pod 全是 Ready,日志里也没有请求进来',
  causes: [
    {
      subjects: [one('DestinationRule', 'order/order'), one('VirtualService', 'order/order')],
      says: [['subset', '子集'], ['v3']],
    },
  ],
  not: [
    one('Deployment', 'order/order-v3'),
    one('Deployment', 'order/order-v2'),
    one('Deployment', 'order/h5-gateway'),
  ],
  play: (f) => {
    const side = [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.28.0', args: ['proxy', 'sidecar'] }];
    f.ns('order', { 'istio-injection': 'enabled' });
    f.app({ ns: 'order', name: 'h5-gateway', tone: 'winston', n: 2, side, env: { ORDER: 'http://order:8080' } });
    for (const v of ['v2', 'v3'])
      f.app({
        ns: 'order',
        name: `order-${v}`,
        tone: 'spring',
        n: 2,
        svc: false,
        labels: { svc: 'order', version: v },
        side,
      });
    f.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'order', namespace: 'order' },
      spec: { selector: { svc: 'order' }, ports: [{ name: 'http', port: 8080, targetPort: 8080 }] },
    });
    since(f.s, f.pods('order/order-v3'), 75);
    cr(f, 'networking.istio.io/v1/DestinationRule', 'destinationrules', 'order/order', {
      days: 80,
      spec: {
        host: 'order',
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v2', labels: { version: 'v2' } },
        ],
      },
    });
    const vs = cr(f, 'networking.istio.io/v1/VirtualService', 'virtualservices', 'order/order', {
      days: 80,
      spec: {
        hosts: ['order'],
        http: [
          {
            route: [
              { destination: { host: 'order', subset: 'v2' }, weight: 90 },
              { destination: { host: 'order', subset: 'v3' }, weight: 10 },
            ],
          },
        ],
      },
    });
    f.edited(vs, 'kubectl-edit', 66, { 'f:spec': { 'f:http': {} } });
    f.say({
      app: 'order/h5-gateway',
      c: 'istio-proxy',
      raw: true,
      from: 49,
      every: 25,
      lines:
        '[{iso}] "POST /orders HTTP/1.1" 503 NC cluster_not_found - "-" 412 0 0 - "10.244.3.{o}" "okhttp/5.1.0" "{hex}" "order:8080" "-" - - 10.96.7.8:8080 10.244.3.{o}:41{n} - default',
    });
    f.say({
      app: 'order/h5-gateway',
      from: 49,
      every: 30,
      lines: 'create order failed: POST http://order:8080/orders 503',
    });
    herring.unready(f, 'order/coupon-sim');
  },
});
