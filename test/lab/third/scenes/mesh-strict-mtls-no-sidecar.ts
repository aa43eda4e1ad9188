import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'mesh-strict-mtls-no-sidecar',
  family: 'service-mesh',
  on: 'gke',
  now: '2026-02-17T15:05:00Z',
  hops: 2,
  question:
    'partner feed import dies with connection reset since 14:00. partner says it is us. stock-svc works for everybody else',
  causes: [
    {
      subjects: [one('PeerAuthentication', 'stock/default'), one('Namespace', 'partner-feed')],
      says: [
        ['mtls', 'peerauthentication', 'strict', 'sidecar'],
        ['strict', 'sidecar', 'plaintext', 'inject', 'mtls'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'partner-feed/feed-import')],
  not: [one('Deployment', 'stock/stock-svc'), one('Deployment', 'partner-feed/feed-import')],
  play: (f) => {
    const side = [{ name: 'istio-proxy', image: 'docker.io/istio/proxyv2:1.27.3', args: ['proxy', 'sidecar'] }];
    f.ns('stock', { 'istio-injection': 'enabled' });
    f.ns('storefront', { 'istio-injection': 'enabled' });
    f.ns('partner-feed');
    f.app({
      ns: 'istio-system',
      name: 'istiod',
      tone: 'glog',
      n: 1,
      c: 'discovery',
      image: 'docker.io/istio/pilot:1.27.3',
      port: 15012,
      portName: 'https-dns',
      svcPort: 15012,
    });
    f.app({ ns: 'stock', name: 'stock-svc', tone: 'spring', n: 2, svcPort: 8080, side });
    f.app({
      ns: 'storefront',
      name: 'pdp',
      tone: 'winston',
      n: 2,
      side,
      env: { STOCK: 'http://stock-svc.stock:8080' },
    });
    f.app({
      ns: 'partner-feed',
      name: 'feed-import',
      tone: 'slog',
      n: 1,
      svc: false,
      ready: null,
      env: { STOCK_URL: 'http://stock-svc.stock:8080' },
    });
    cr(f, 'security.istio.io/v1/PeerAuthentication', 'peerauthentications', 'stock/default', {
      days: 0.045,
      spec: { mtls: { mode: 'STRICT' } },
    });
    f.say({
      app: 'partner-feed/feed-import',
      from: 48,
      every: 30,
      lines: `reserve batch {n}: Post "http://stock-svc.stock:8080/reserve": read tcp ${f.podIP('partner-feed/feed-import')}:48{n}->${f.ip('stock/stock-svc')}:8080: read: connection reset by peer`,
    });
    f.say({
      app: 'stock/stock-svc',
      c: 'istio-proxy',
      raw: true,
      from: 48,
      every: 30,
      lines: `[{iso}] "- - -" 0 NR filter_chain_not_found - "-" 0 0 0 - "-" "-" "-" "-" "-" - - ${f.podIP('stock/stock-svc')}:8080 ${f.podIP('partner-feed/feed-import')}:48{n} - -`,
    });
    herring.crash(f, 'partner-feed/edi-legacy', 20);
  },
});
