import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { data, program, restarted, tell } from '../kit.ts';

export default scene({
  id: 'orders-internal-calls-go-to-web-proxy',
  family: 'config-env',
  on: 'kubeadm',
  now: '2026-03-12T09:58:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'order status page: "stock unknown" for everything. inventory is up, curl from my debug pod works. dns problem?',
  scope: 'orders',
  causes: [
    {
      subjects: [one('ConfigMap', 'orders/proxy-env'), ...of('orders/order-status')],
      says: [
        ['proxy', '代理'],
        ['no_proxy', 'svc', 'squid', 'cluster.local', '3128', '集群内'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'orders/status-page')],
  not: [
    one('Deployment', 'wms/inventory'),
    one('Deployment', 'orders/status-page'),
    one('Deployment', 'kube-system/coredns'),
  ],
  play: (f) => {
    const cm = f.config(
      'orders/proxy-env',
      {
        HTTP_PROXY: 'http://10.10.0.8:3128',
        HTTPS_PROXY: 'http://10.10.0.8:3128',
        NO_PROXY: 'localhost,127.0.0.1,.corp.example',
      },
      330,
    );
    f.edited(cm, 'kubectl-edit', 51, data('NO_PROXY'));
    f.app({ ns: 'wms', name: 'inventory', tone: 'spring', n: 2 });
    f.app({ ns: 'orders', name: 'status-page', tone: 'nginx', n: 2, env: { STATUS: 'http://order-status' } });
    program(f, 'pylog', {
      ns: 'orders',
      name: 'order-status',
      n: 2,
      from: ['cm:proxy-env'],
      env: { INVENTORY_URL: 'http://inventory.wms.svc.cluster.local', CARRIER_URL: 'https://api.carrier.example' },
    });
    restarted(f, 'orders/order-status', 49);
    tell(
      f,
      'orders/order-status',
      'GET http://inventory.wms.svc.cluster.local/stock/{n} -> 503 (server: squid/6.10, x-squid-error: ERR_DNS_FAIL 0, via: 1.1 webproxy-2.corp.example)',
      { by: 'status.inventory', from: 48, every: 14 },
    );
    tell(f, 'orders/order-status', 'GET https://api.carrier.example/track/{n} -> 200', {
      by: 'status.carrier',
      level: 'info',
      from: 48,
      every: 90,
    });
    herring.crash(f, 'orders/returns-ai', 12);
  },
});
