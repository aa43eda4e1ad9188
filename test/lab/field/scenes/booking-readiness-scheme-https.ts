import { probeFails } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'booking-readiness-scheme-https',
  family: 'probe-readiness',
  on: 'eks',
  now: '2026-12-12T10:10:00Z',
  key: 'k8s-app',
  hops: 2,
  question:
    'hotel booking down!! booking-web 502. booking-core was only rebuilt with TLS on, it runs fine in the container',
  scope: 'hotel',
  causes: [
    {
      subjects: of('hotel/booking-core'),
      says: [
        ['probe', 'readiness', '探针', '就绪'],
        ['http', 'https', 'tls', 'scheme'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'hotel/booking-web')],
  not: [one('Deployment', 'hotel/booking-web'), one('Deployment', 'hotel/minibar')],
  play: (f) => {
    f.app({ ns: 'hotel', name: 'booking-web', tone: 'nginx', env: { CORE: 'https://booking-core:443' } });
    f.app({
      ns: 'hotel',
      name: 'booking-core',
      tone: 'golog',
      n: 2,
      port: 8443,
      svcPort: 443,
      env: { TLS_ENABLED: 'true' },
    });
    f.app({ ns: 'hotel', name: 'minibar', tone: 'django', n: 1 });
    f.revise('hotel/booking-core', 26, (t) => {
      for (const c of t.spec.containers) {
        c.env = [{ name: 'TLS_ENABLED', value: 'false' }];
        c.image = c.image.replace('2.4.1', '2.4.0');
      }
    });
    for (const p of f.pods('hotel/booking-core'))
      probeFails(f.s, p, 'Readiness', 'HTTP probe failed with statuscode: 400', 25);
    herring.crash(f, 'hotel/loyalty-sync', 18);
    f.say({
      app: 'hotel/booking-core',
      from: 25,
      every: 10,
      lines: `http: TLS handshake error from 10.0.12.27:4{n}: client sent an HTTP request to an HTTPS server`,
    });
    f.say({
      app: 'hotel/booking-web',
      from: 25,
      every: 20,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: ${f.podIP('ingress-nginx/ingress-nginx-controller')}, server: _, request: "POST /book HTTP/2.0", upstream: "https://${f.ip('hotel/booking-core')}:443/book", host: "hotel.example"`,
    });
  },
});
