import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-nginx-client-aborts',
  family: 'healthy',
  on: 'eks',
  now: '2026-09-29T18:20:00Z',
  key: 'app.kubernetes.io/name',
  hops: 0,
  question: 'lots of errors in storefront logs (499, 404, "client closed connection"), do we have an outage?',
  scope: 'store',
  not: [one('Deployment', 'store/storefront'), one('Deployment', 'store/login'), one('Deployment', 'store/basket')],
  play: (f) => {
    f.app({
      ns: 'store',
      name: 'storefront',
      tone: 'nginx',
      n: 3,
      env: { LOGIN: 'http://login', BASKET: 'http://basket' },
    });
    f.app({ ns: 'store', name: 'login', tone: 'spring', n: 2 });
    f.app({ ns: 'store', name: 'basket', tone: 'tracing', n: 2 });
    f.say({
      app: 'store/storefront',
      level: 'info',
      from: 48,
      every: 25,
      lines:
        'client prematurely closed connection while sending to client, client: 10.0.2.{o}, server: _, request: "GET /img/{n}.webp HTTP/1.1"',
    });
    f.say({
      app: 'store/storefront',
      raw: true,
      from: 48,
      every: 20,
      lines: '10.0.2.{o} - - [{clf}] "GET /wp-login.php HTTP/1.1" 404 153 "-" "python-requests/2.32"',
    });
    f.say({
      app: 'store/storefront',
      raw: true,
      from: 47,
      every: 40,
      lines: '10.0.2.{o} - - [{clf}] "GET /search?q=sho HTTP/1.1" 499 0 "-" "Mozilla/5.0"',
    });
    f.say({
      app: 'store/login',
      level: 'warn',
      from: 48,
      every: 60,
      lines: 'Authentication failed for user u{n}: bad credentials',
    });
    herring.unready(f, 'shared-svc/beta-chat', 9);
  },
});
