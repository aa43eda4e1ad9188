import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { deployed } from '../kit.ts';

export default scene({
  id: 'vat-service-abroad-answers-slowly',
  family: 'app-dependency',
  on: 'eks',
  now: '2026-03-10T10:41:00Z',
  hops: 2,
  question: 'cart totals time out about every second try. tax-quote got 1.8.0 this morning, roll it back?',
  scope: 'store',
  causes: [
    {
      subjects: [...of('store/tax-quote')],
      says: [
        ['vies.ec.example.eu', 'vies', 'vat', 'external'],
        ['timed out', 'timeout', 'slow', 'read timeout', 'not respond', '超时', '慢'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'store/cart')],
  not: [one('Deployment', 'store/cart'), one('Deployment', 'store/catalog'), one('StatefulSet', 'store/tax-redis')],
  play: (f) => {
    f.app({ ns: 'store', name: 'cart', tone: 'slog', n: 3, env: { TAX: 'http://tax-quote' } });
    f.app({ ns: 'store', name: 'catalog', tone: 'slog', n: 2 });
    f.app({
      ns: 'store',
      name: 'tax-redis',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      port: 6379,
      image: 'redis:7.4.5',
      c: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      claim: { size: '1Gi', at: '/data' },
    });
    f.app({
      ns: 'store',
      name: 'tax-quote',
      tone: 'gunicorn',
      n: 2,
      image: 'tax-quote:1.8.0',
      env: {
        VIES_URL: 'https://vies.ec.example.eu/rest/check',
        VIES_TIMEOUT: '60',
        WEB_CONCURRENCY: '4',
        REDIS: 'tax-redis:6379',
      },
    });
    deployed(f, 'store/tax-quote', 262, '1.7.9');
    f.say({
      app: 'store/tax-quote',
      from: 33,
      every: 40,
      lines:
        'vat check for DE{n} failed\nTraceback (most recent call last):\n  File "/usr/local/lib/python3.12/site-packages/requests/adapters.py", line 713, in send\n    raise ReadTimeout(e, request=request)\nrequests.exceptions.ReadTimeout: HTTPSConnectionPool(host=\'vies.ec.example.eu\', port=443): Read timed out. (read timeout=60)',
    });
    f.say({ app: 'store/tax-quote', level: 'fatal', from: 33, every: 95, lines: 'WORKER TIMEOUT (pid:{o})' });
    f.say({
      app: 'store/tax-quote',
      from: 32.9,
      every: 95,
      lines: 'Worker (pid:{o}) was sent SIGKILL! Perhaps out of memory?',
    });
    f.say({
      app: 'store/tax-quote',
      level: 'info',
      from: 48,
      to: 34,
      every: 60,
      lines: 'vat check for DE{n} ok in 310ms',
    });
    f.say({
      app: 'store/cart',
      from: 32,
      every: 20,
      lines:
        'totals: Post "http://tax-quote/quote": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    });
    herring.crash(f, 'store/review-ai', 5);
  },
});
