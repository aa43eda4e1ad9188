import { certificate } from '../../certificate.ts';
import { controller, ingress } from '../acts.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'portal-cert-not-yet-valid',
  family: 'certificate',
  on: 'aks',
  now: '2026-08-30T21:12:00Z',
  key: 'app',
  hops: 1,
  question:
    'browsers warn about portal.nord.example since we installed the new certificate tonight. it is valid until 2027!',
  causes: [
    {
      subjects: [one('Secret', 'portal/portal-tls-2026'), one('Ingress', 'portal/portal')],
      says: [
        ['certificate', 'portal-tls-2026', 'tls', '证书'],
        [
          'not yet valid',
          'not valid before',
          'notbefore',
          'not before',
          'valid from',
          'future',
          '尚未生效',
          '未生效',
          '2026-09-01',
          'before',
        ],
      ],
    },
  ],
  not: [one('Deployment', 'portal/portal-web'), one('Secret', 'portal/api-tls')],
  play: (f) => {
    f.app({ ns: 'portal', name: 'portal-web', tone: 'nginx', n: 2 });
    f.app({ ns: 'portal', name: 'portal-api', tone: 'serilog', n: 2 });
    const fresh = f.secret('portal/portal-tls-2026', ['tls.crt', 'tls.key'], 0.06, 'kubernetes.io/tls');
    fresh.data = {
      'tls.crt': certificate(
        ['portal.nord.example'],
        'Nordic Trust CA G2',
        '2026-09-01T00:00:00Z',
        '2027-09-30T23:59:59Z',
      ),
      'tls.key': 'UkVEQUNURUQ=',
    };
    const old = f.secret('portal/api-tls', ['tls.crt', 'tls.key'], 200, 'kubernetes.io/tls');
    old.data = {
      'tls.crt': certificate(
        ['api.nord.example'],
        'Nordic Trust CA G2',
        '2026-01-10T00:00:00Z',
        '2027-01-10T23:59:59Z',
      ),
      'tls.key': 'UkVEQUNURUQ=',
    };
    ingress(f, 'portal/portal', {
      host: 'portal.nord.example',
      service: 'portal-web',
      port: 80,
      tls: 'portal-tls-2026',
    });
    ingress(f, 'portal/api', { host: 'api.nord.example', service: 'portal-api', port: 80, tls: 'api-tls' });
    herring.crash(f, 'growth/ab-split', 4);
    controller(f);
    f.say({
      app: 'ingress-nginx/ingress-nginx-controller',
      level: 'info',
      from: 40,
      lines: '"Updated ssl certificate" secret="portal/portal-tls-2026"',
    });
  },
});
