import { controller, ingress } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'mobile-tls-secret-in-other-namespace',
  family: 'tls',
  on: 'aks',
  now: '2026-12-02T12:51:00Z',
  hops: 1,
  question:
    'mobile app: "certificate is not trusted" on api.fleet.example, web portal is ok. cert was renewed last month and valid till march, so probably phones?',
  causes: [
    {
      subjects: [
        one('Ingress', 'mobile/mobile-bff'),
        one('Secret', 'mobile/wildcard-fleet-tls'),
        one('Secret', 'portal/wildcard-fleet-tls'),
      ],
      says: [
        ['wildcard-fleet-tls', 'secret', 'certificate', '证书'],
        [
          'not found',
          'missing',
          'does not exist',
          'not exist',
          'no such',
          'absent',
          'default certificate',
          'fake',
          '不存在',
          '没有',
          '找不到',
          '缺',
        ],
      ],
    },
  ],
  not: [
    one('Deployment', 'mobile/mobile-bff'),
    one('Ingress', 'portal/portal'),
    one('Deployment', 'ingress-nginx/ingress-nginx-controller'),
  ],
  absent: ['Secret/mobile/wildcard-fleet-tls'],
  play: (f) => {
    f.secret('portal/wildcard-fleet-tls', ['tls.crt', 'tls.key'], 30, 'kubernetes.io/tls');
    f.app({ ns: 'portal', name: 'portal', tone: 'nginx', n: 2 });
    program(f, 'pino', { ns: 'mobile', name: 'mobile-bff', n: 3 });
    f.app({ ns: 'mobile', name: 'push-hub', tone: 'serilog', n: 1 });
    ingress(f, 'portal/portal', {
      host: 'portal.fleet.example',
      service: 'portal',
      port: 80,
      tls: 'wildcard-fleet-tls',
    });
    ingress(f, 'mobile/mobile-bff', {
      host: 'api.fleet.example',
      service: 'mobile-bff',
      port: 80,
      tls: 'wildcard-fleet-tls',
    });
    f.get('Ingress', 'mobile/mobile-bff').metadata.creationTimestamp = f.s.clock.ago(210);
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'warn',
      from: 48,
      every: 220,
      lines:
        'Error getting SSL certificate "mobile/wildcard-fleet-tls": local SSL certificate mobile/wildcard-fleet-tls was not found. Using default certificate',
    });
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      raw: true,
      from: 48,
      every: 45,
      lines:
        '{iso} [info] 44#44: *{n} SSL_do_handshake() failed (SSL: error:0A000416:SSL routines::ssl/tls alert certificate unknown:SSL alert number 46) while SSL handshaking, client: 203.0.113.{o}, server: 0.0.0.0:443',
    });
    tell(f, 'mobile/mobile-bff', 'request completed', { level: 'info', from: 45, every: 300 });
    herring.crash(f, 'mobile/geo-fence-old', 30);
  },
});
