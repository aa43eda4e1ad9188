import { since } from '../../faults.ts';
import { ingress } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'flags-subpath-stale-config',
  family: 'missing-config',
  on: 'gke',
  now: '2026-05-05T16:00:00Z',
  hops: 1,
  question:
    'we switched payment_v2 ON in the configmap two hours ago, product manager still sees the old checkout. "kubectl get cm" clearly shows true. caching in the CDN?',
  scope: 'checkout',
  causes: [
    {
      subjects: [...of('checkout/checkout-ui'), one('ConfigMap', 'checkout/feature-flags')],
      says: [
        [
          'subpath',
          'restart',
          'started before',
          'older than',
          'not updated',
          'not reloaded',
          'stale',
          'after the pod',
          'not pick',
        ],
        ['feature-flags', 'configmap', 'flags.yaml'],
      ],
    },
  ],
  not: [one('Deployment', 'checkout/pay-svc'), one('Ingress', 'checkout/checkout-ui')],
  play: (f) => {
    const cm = f.config('checkout/feature-flags', { 'flags.yaml': 'payment_v2: true\nexpress: false\n' }, 150);
    f.edited(cm, 'kubectl-edit', 124, { 'f:data': { 'f:flags.yaml': {} } });
    f.app({
      ns: 'checkout',
      name: 'checkout-ui',
      tone: 'winston',
      n: 3,
      env: { FLAGS: '/etc/flags/flags.yaml' },
      pod: { volumes: [{ name: 'flags', configMap: { name: 'feature-flags' } }] },
      over: { volumeMounts: [{ name: 'flags', mountPath: '/etc/flags/flags.yaml', subPath: 'flags.yaml' }] },
    });
    since(f.s, f.pods('checkout/checkout-ui'), 9 * 1440);
    f.app({ ns: 'checkout', name: 'pay-svc', tone: 'spring', n: 2 });
    ingress(f, 'checkout/checkout-ui', { host: 'checkout.example.org', service: 'checkout-ui', port: 80 });
    f.say({
      app: 'checkout/checkout-ui',
      from: 49,
      every: 600,
      level: 'info',
      lines: 'flags reloaded from /etc/flags/flags.yaml: payment_v2=false express=false',
    });
    herring.crash(f, 'checkout/ab-report', 5);
  },
});
