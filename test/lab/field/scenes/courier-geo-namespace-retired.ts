import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'courier-geo-namespace-retired',
  family: 'config-host',
  on: 'gke',
  now: '2026-05-19T13:03:30Z',
  key: 'app',
  hops: 2,
  without: ['events'],
  question: 'couriers dont get addres suggestions any more, courier-bff returns 502. geo team says geocoder is up',
  causes: [
    {
      subjects: of('couriers/place-lookup'),
      says: [
        ['platform-v1', 'geocoder.platform-v1'],
        ['namespace', 'no such host', 'does not exist', 'not found', 'resolve', 'unknown', 'missing', '不存在'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'couriers/courier-bff')],
  not: [
    one('Deployment', 'platform/geocoder'),
    one('Deployment', 'couriers/courier-bff'),
    one('Deployment', 'kube-system/coredns'),
  ],
  play: (f) => {
    f.app({
      ns: 'couriers',
      name: 'courier-bff',
      tone: 'winston',
      c: 'bff',
      env: { PLACES_URL: 'http://place-lookup' },
    });
    f.app({
      ns: 'couriers',
      name: 'place-lookup',
      tone: 'gunicorn',
      c: 'api',
      env: { GEOCODER_URL: 'http://geocoder.platform-v1.svc.cluster.local:8080', CACHE_TTL: '900' },
    });
    f.app({ ns: 'platform', name: 'geocoder', tone: 'tracing', n: 3, svcPort: 8080 });
    f.app({ ns: 'platform', name: 'routing', tone: 'tracing' });
    f.revise(
      'couriers/place-lookup',
      47,
      (t) => {
        for (const c of t.spec.containers)
          c.env = [
            { name: 'GEOCODER_URL', value: 'http://geocoder.platform.svc.cluster.local:8080' },
            { name: 'CACHE_TTL', value: '900' },
          ];
      },
      { by: 'argocd-controller' },
    );
    herring.pending(f, 'couriers/eta-train', 8);
    f.say({
      app: 'couriers/place-lookup',
      from: 46,
      every: 30,
      lines:
        "Error on request /suggest: HTTPConnectionPool(host='geocoder.platform-v1.svc.cluster.local', port=8080): Max retries exceeded with url: /v2/suggest (Caused by NameResolutionError(\"Failed to resolve 'geocoder.platform-v1.svc.cluster.local' ([Errno -2] Name or service not known)\"))",
    });
    f.say({
      app: 'couriers/courier-bff',
      from: 46,
      every: 40,
      lines: 'suggest failed: upstream http://place-lookup/suggest responded 500',
    });
  },
});
