import { certificate } from '../../certificate.ts';
import { oldRestart } from '../../faults.ts';
import { ingress } from '../../field/acts.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'calm-cert-renewal-in-future',
  family: 'healthy',
  on: 'aks',
  now: '2026-04-20T08:00:00Z',
  hops: 0,
  question:
    'mail from security scanner: certificate of pay.example.net expires in 41 days, "action required". is cert-manager broken?',
  not: [
    one('Certificate', 'pay/pay-tls'),
    one('Deployment', 'cert-manager/cert-manager'),
    one('Ingress', 'pay/pay-web'),
  ],
  play: (f) => {
    f.app({ ns: 'pay', name: 'pay-web', tone: 'nginx', n: 2 });
    f.app({
      ns: 'cert-manager',
      name: 'cert-manager',
      tone: 'glog',
      n: 1,
      image: 'quay.io/jetstack/cert-manager-controller:v1.18.2',
    });
    f.secret('pay/pay-tls', ['tls.key', 'tls.crt'], 49, 'kubernetes.io/tls');
    const s = f.get('Secret', 'pay/pay-tls');
    s.data = {
      'tls.key': 'UkVEQUNURUQ=',
      'tls.crt': certificate(['pay.example.net'], "Let's Encrypt R11", '2026-03-02T08:00:00Z', '2026-05-31T08:00:00Z'),
    };
    ingress(f, 'pay/pay-web', { host: 'pay.example.net', service: 'pay-web', port: 80, tls: 'pay-tls' });
    cr(f, 'cert-manager.io/v1/ClusterIssuer', 'clusterissuers', 'letsencrypt', {
      cluster: true,
      days: 300,
      spec: { acme: { server: 'https://acme-v02.api.letsencrypt.org/directory' } },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ACMEAccountRegistered',
            message: 'The ACME account was registered with the ACME server',
            lastTransitionTime: f.s.clock.ago(400000),
          },
        ],
      } as never,
    });
    cr(f, 'cert-manager.io/v1/Certificate', 'certificates', 'pay/pay-tls', {
      days: 300,
      spec: {
        secretName: 'pay-tls',
        dnsNames: ['pay.example.net'],
        issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
      },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'Ready',
            message: 'Certificate is up to date and has not expired',
            lastTransitionTime: f.s.clock.ago(70000),
          },
        ],
        notBefore: '2026-03-02T08:00:00Z',
        notAfter: '2026-05-31T08:00:00Z',
        renewalTime: '2026-05-01T08:00:00Z',
        revision: 6,
      } as never,
    });
    oldRestart(f.s, f.pod('cert-manager/cert-manager'), { exitCode: 1, reason: 'Error', days: 12, count: 2 });
    herring.crash(f, 'lab-sandbox/tls-scan', 3);
  },
});
