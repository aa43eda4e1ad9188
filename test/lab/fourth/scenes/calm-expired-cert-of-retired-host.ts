import { certificate } from '../../certificate.ts';
import { controller, ingress } from '../../field/acts.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-expired-cert-of-retired-host',
  family: 'healthy',
  on: 'eks',
  now: '2026-08-12T02:10:00Z',
  hops: 0,
  question: '扫描报告说 web 命名空间有一张 TLS 证书已过期 20 天,官网会不会打不开?',
  scope: 'web',
  not: [
    one('Secret', 'web/promo-2025-tls'),
    one('Secret', 'web/www-tls'),
    one('Ingress', 'web/www'),
    one('Deployment', 'web/www'),
  ],
  play: (f) => {
    const cert = (name: string, host: string, from: string, to: string): void => {
      const s = f.secret(`web/${name}`, ['tls.crt', 'tls.key'], 200, 'kubernetes.io/tls');
      s.data = { 'tls.crt': certificate([host], "Let's Encrypt R12", from, to), 'tls.key': 'x' };
    };
    cert('www-tls', 'www.corp.example', '2026-07-02T00:00:00Z', '2026-09-30T00:00:00Z');
    cert('promo-2025-tls', 'promo2025.corp.example', '2026-04-23T00:00:00Z', '2026-07-22T00:00:00Z');
    f.get('Secret', 'web/promo-2025-tls').metadata.annotations = {
      'ops.example.cn/note': '活动站 2025-12 已下线,Ingress 已删,证书留档',
    };
    f.app({ ns: 'web', name: 'www', tone: 'nginx', n: 3 });
    ingress(f, 'web/www', { host: 'www.corp.example', service: 'www', port: 80, tls: 'www-tls' });
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 46,
      every: 45,
      lines: `203.0.113.{o} - - [{clf}] "GET / HTTP/2.0" 200 18211 "-" "Mozilla/5.0" 33 0.011 [web-www-80] [] ${f.podIP('web/www')}:8080 18211 0.011 200 {hex}`,
    });
  },
});
