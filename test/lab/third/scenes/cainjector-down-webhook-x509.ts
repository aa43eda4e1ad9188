import { crashLoop } from '../../faults.ts';
import { refused, setOf } from '../../field/acts.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../kit.ts';

export default scene({
  id: 'cainjector-down-webhook-x509',
  family: 'admission-webhook',
  on: 'rke2',
  now: '2026-02-26T13:02:00Z',
  hops: 3,
  question:
    'rolled badge-api to 3.1 at noon, still only old pod and it is on a node we want to drain. ReplicaSet wants 2, has 0. quota is fine, checked twice',
  scope: 'access',
  causes: [
    {
      subjects: [
        ...of('cert-manager/cert-manager-cainjector'),
        one('ValidatingWebhookConfiguration', 'image-guard'),
        one('ServiceAccount', 'cert-manager/*'),
        one('Role', 'kube-system/*'),
      ],
      says: [
        ['webhook', 'image-guard', 'cainjector'],
        ['leases', 'leader', 'x509', 'unknown authority', 'cabundle', 'ca bundle', 'cainjector'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'access/badge-api')],
  not: [one('Deployment', 'guard/image-guard'), one('Deployment', 'access/badge-api')],
  play: (f) => {
    f.app({ ns: 'guard', name: 'image-guard', tone: 'slog', n: 2, port: 9443, portName: 'https', svcPort: 443 });
    f.app({
      ns: 'cert-manager',
      name: 'cert-manager',
      tone: 'glog',
      n: 1,
      image: 'quay.io/jetstack/cert-manager-controller:v1.19.1',
    });
    f.app({
      ns: 'cert-manager',
      name: 'cert-manager-cainjector',
      tone: 'glog',
      n: 1,
      svc: false,
      ready: null,
      image: 'quay.io/jetstack/cert-manager-cainjector:v1.19.1',
    });
    crashLoop(f.s, f.pod('cert-manager/cert-manager-cainjector'), {
      exitCode: 1,
      restarts: 402,
      first: 2100,
      last: 3.5,
      lasted: 31,
    });
    f.say({
      app: 'cert-manager/cert-manager-cainjector',
      boot: true,
      raw: true,
      lines: [
        'I0226 12:58:41.402110       1 cainjector.go:82] "starting cert-manager ca-injector" version="v1.19.1"',
        'E0226 12:59:12.400981       1 leaderelection.go:429] "Error retrieving lease lock" err="leases.coordination.k8s.io \\"cert-manager-cainjector-leader-election\\" is forbidden: User \\"system:serviceaccount:cert-manager:cert-manager-cainjector\\" cannot get resource \\"leases\\" in API group \\"coordination.k8s.io\\" in the namespace \\"kube-system\\"" lock="kube-system/cert-manager-cainjector-leader-election"',
        'E0226 12:59:12.411001       1 main.go:43] "error executing command" err="leader election lost"',
      ],
    });
    f.put({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'ValidatingWebhookConfiguration',
      metadata: {
        name: 'image-guard',
        annotations: { 'cert-manager.io/inject-ca-from': 'guard/image-guard-serving' },
        creationTimestamp: f.s.clock.ago(130000),
      },
      webhooks: [
        {
          name: 'pods.image-guard.example',
          failurePolicy: 'Fail',
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
          timeoutSeconds: 5,
          clientConfig: {
            service: { name: 'image-guard', namespace: 'guard', path: '/validate', port: 443 },
            caBundle: 'UkVEQUNURUQ=',
          },
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
          namespaceSelector: {
            matchExpressions: [
              {
                key: 'kubernetes.io/metadata.name',
                operator: 'NotIn',
                values: ['kube-system', 'guard', 'cert-manager'],
              },
            ],
          },
        },
      ],
    });
    f.secret('guard/image-guard-tls', ['tls.key', 'tls.crt', 'ca.crt'], 200, 'kubernetes.io/tls');
    cr(f, 'cert-manager.io/v1/Certificate', 'certificates', 'guard/image-guard-serving', {
      days: 200,
      spec: {
        secretName: 'image-guard-tls',
        dnsNames: ['image-guard.guard.svc'],
        issuerRef: { name: 'guard-selfsigned', kind: 'Issuer' },
      },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'Ready',
            message: 'Certificate is up to date and has not expired',
            lastTransitionTime: f.s.clock.ago(1500),
          },
        ],
        renewalTime: '2026-04-26T12:00:00Z',
        notAfter: '2026-05-26T12:00:00Z',
        notBefore: f.s.clock.ago(1500),
      } as never,
    });
    cr(f, 'cert-manager.io/v1/Issuer', 'issuers', 'guard/guard-selfsigned', {
      days: 200,
      spec: { selfSigned: {} },
      status: {
        conditions: [{ type: 'Ready', status: 'True', reason: 'IsReady', lastTransitionTime: f.s.clock.ago(280000) }],
      } as never,
    });
    f.app({ ns: 'access', name: 'badge-api', tone: 'serilog', n: 2 });
    f.revise(
      'access/badge-api',
      61,
      (t) => {
        const c = t.spec.containers[0];
        if (c) c.image = c.image.replace(/:[^:]*$/, ':3.0.4');
      },
      { old: 1, fresh: 0 },
    );
    const set = setOf(f, 'access/badge-api');
    set.spec = { ...set.spec, replicas: 2 };
    refused(
      f,
      set,
      'Internal error occurred: failed calling webhook "pods.image-guard.example": failed to call webhook: Post "https://image-guard.guard.svc:443/validate?timeout=5s": tls: failed to verify certificate: x509: certificate signed by unknown authority',
      60,
      'replicaset-controller',
    );
    f.say({
      app: 'guard/image-guard',
      from: 55,
      every: 200,
      level: 'warn',
      lines: 'http: TLS handshake error from 172.27.3.{o}:4{n}: remote error: tls: bad certificate',
    });
    f.say({
      app: 'guard/image-guard',
      from: 1,
      level: 'info',
      lines: 'serving certificate reloaded 2026-02-25T12:00:04Z',
    });
    herring.image(f, 'access/door-sim', 9);
  },
});
