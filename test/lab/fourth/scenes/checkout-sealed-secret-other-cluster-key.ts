import { waiting } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'checkout-sealed-secret-other-cluster-key',
  family: 'secrets-operator',
  on: 'kubeadm',
  now: '2026-04-07T12:05:00Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  question:
    'we moved the shop to the new cluster this morning; storefront loads but every checkout ends with 502. manifests are byte-identical to the old cluster',
  scope: 'shop',
  causes: [
    {
      subjects: [
        one('SealedSecret', 'shop/payment-api-keys'),
        one('Secret', 'shop/payment-api-keys'),
        one('Deployment', 'kube-system/sealed-secrets-controller'),
        ...of('shop/payment-api'),
      ],
      says: [
        ['payment-api-keys', 'sealed', 'decrypt', 'unseal', '解密'],
        ['decrypt', 'unseal', 'no key', 'not found', 'missing', '解密', '不存在', '找不到'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'shop/checkout')],
  not: [one('Deployment', 'shop/checkout'), one('Deployment', 'shop/storefront')],
  absent: ['Secret/shop/payment-api-keys'],
  play: (f) => {
    f.app({
      ns: 'kube-system',
      name: 'sealed-secrets-controller',
      tone: 'glog',
      n: 1,
      image: 'docker.io/bitnami/sealed-secrets-controller:0.30.0',
      port: 8080,
      ready: { httpGet: { path: '/healthz', port: 8080 } },
    });
    const key = f.secret('kube-system/sealed-secrets-keyx7k2p', ['tls.crt', 'tls.key'], 0.35, 'kubernetes.io/tls');
    key.metadata.labels = { 'sealedsecrets.bitnami.com/sealed-secrets-key': 'active' };
    f.app({ ns: 'shop', name: 'storefront', tone: 'nginx', n: 2, env: { CHECKOUT: 'http://checkout' } });
    program(f, 'pino', { ns: 'shop', name: 'checkout', n: 2, env: { PAYMENT: 'http://payment-api' } });
    f.app({
      ns: 'shop',
      name: 'payment-api',
      tone: 'spring',
      n: 2,
      keys: { PSP_KEY: 'secret:payment-api-keys:psp-key', PSP_SECRET: 'secret:payment-api-keys:psp-secret' },
    });
    for (const p of f.pods('shop/payment-api')) {
      waiting(f.s, p, 'CreateContainerConfigError', 'secret "payment-api-keys" not found', { minutes: 210 });
      f.s.event(p, 'Failed', 'Error: secret "payment-api-keys" not found', {
        first: 210,
        last: 0.3,
        count: 960,
        container: 'payment-api',
      });
    }
    const why = 'no key could decrypt secret (psp-key, psp-secret)';
    const sealed = cr(f, 'bitnami.com/v1alpha1/SealedSecret', 'sealedsecrets', 'shop/payment-api-keys', {
      days: 0.15,
      spec: {
        encryptedData: {
          'psp-key': 'AgBy3i4OJSWK+PiTySYZZA9rO43cGDEq.....',
          'psp-secret': 'AgAR8hLk2f0vMGsw1pJ7c0ae.....',
        },
        template: { metadata: { name: 'payment-api-keys', namespace: 'shop' } } as never,
      },
      status: {
        observedGeneration: 1,
        conditions: [
          {
            type: 'Synced',
            status: 'False',
            message: why,
            lastTransitionTime: f.s.clock.ago(211),
            lastUpdateTime: f.s.clock.ago(11),
          },
        ],
      },
    });
    f.s.event(sealed, 'ErrUnsealFailed', `Failed to unseal: ${why}`, {
      first: 211,
      last: 11,
      count: 9,
      source: 'sealed-secrets',
    });
    f.say({
      app: 'kube-system/sealed-secrets-controller',
      from: 45,
      every: 1200,
      lines: `"Error updating, giving up" SealedSecret="shop/payment-api-keys" err="${why}"`,
    });
    tell(
      f,
      'shop/checkout',
      `POST http://payment-api/intents failed: connect ECONNREFUSED ${f.ip('shop/payment-api')}:80`,
      { from: 48, every: 16 },
    );
    f.say({
      app: 'shop/storefront',
      raw: true,
      from: 48,
      every: 25,
      lines: '10.244.3.{o} - - [{clf}] "POST /api/checkout HTTP/1.1" 502 150 "-" "Mozilla/5.0"',
    });
    herring.image(f, 'shop/ab-banner', 1);
  },
});
