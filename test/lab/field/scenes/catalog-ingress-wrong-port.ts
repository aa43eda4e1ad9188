import { controller, ingress } from '../acts.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'catalog-ingress-wrong-port',
  family: 'ingress',
  on: 'eks',
  now: '2026-02-17T11:26:00Z',
  key: 'k8s-app',
  hops: 1,
  question:
    'catalog.mercado.example returns 503 Service Temporarily Unavailable but `kubectl port-forward svc/catalog-web` works',
  scope: 'catalog',
  causes: [
    {
      subjects: [one('Ingress', 'catalog/public'), one('Service', 'catalog/catalog-web')],
      says: [['8080'], ['port', '端口'], ['not', 'no ', 'does not', 'missing', 'wrong', '没有', '不存在']],
    },
  ],
  not: [one('Deployment', 'catalog/catalog-web'), one('Deployment', 'ingress-nginx/ingress-nginx-controller')],
  play: (f) => {
    f.app({ ns: 'catalog', name: 'catalog-web', tone: 'winston', n: 3, port: 8080, svcPort: 80 });
    f.app({ ns: 'catalog', name: 'catalog-img', tone: 'nginx', n: 2 });
    ingress(f, 'catalog/public', { host: 'catalog.mercado.example', service: 'catalog-web', port: 8080 });
    ingress(f, 'catalog/img', { host: 'img.mercado.example', service: 'catalog-img', port: 80 });
    f.edited(f.get('Ingress', 'catalog/public'), 'helm', 29, { 'f:spec': { 'f:rules': {} } });
    herring.pending(f, 'lab-sandbox/notebook-xl', 3);
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'warn',
      from: 28,
      every: 90,
      lines: 'Service "catalog/catalog-web" does not have any active Endpoint.',
    });
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 27,
      every: 25,
      lines:
        '203.0.113.{o} - - [{clf}] "GET /p/{n} HTTP/2.0" 503 190 "-" "Mozilla/5.0" 31 0.000 [catalog-catalog-web-8080] [] - - - - {hex}',
    });
  },
});
