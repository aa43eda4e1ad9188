import { certificate } from '../../certificate.ts';
import { crd } from '../acts.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'shop-acme-dns01-denied',
  family: 'certificate',
  on: 'aks',
  now: '2026-04-29T05:36:00Z',
  key: 'app',
  hops: 4,
  question:
    'apps reject our api certificate since this night (expired). cert-manager is installed, should renew by itself',
  scope: 'shop-edge',
  causes: [
    {
      subjects: [
        one('ClusterIssuer', 'letsencrypt-dns'),
        one('Challenge', 'shop-edge/api-shop-tls-1-*'),
        one('Order', 'shop-edge/api-shop-tls-1-*'),
        one('Certificate', 'shop-edge/api-shop-tls'),
        one('CertificateRequest', 'shop-edge/api-shop-tls-1'),
        one('Secret', 'cert-manager/azuredns'),
      ],
      says: [
        ['dns01', 'dns-01', 'challenge', 'azuredns', 'azure'],
        [
          'authorizationfailed',
          '403',
          'does not have authorization',
          'denied',
          'forbidden',
          '权限',
          '拒绝',
          'not authorized',
          'authorization',
        ],
      ],
    },
  ],
  not: [one('Deployment', 'shop-edge/api'), one('Deployment', 'ingress-nginx/ingress-nginx-controller')],
  play: (f) => {
    for (const [k, p, g] of [
      ['Certificate', 'certificates', 'cert-manager.io'],
      ['CertificateRequest', 'certificaterequests', 'cert-manager.io'],
      ['ClusterIssuer', 'clusterissuers', 'cert-manager.io'],
      ['Order', 'orders', 'acme.cert-manager.io'],
      ['Challenge', 'challenges', 'acme.cert-manager.io'],
    ] as const)
      f.put(crd(k, p, g, 'v1'));
    f.app({
      ns: 'cert-manager',
      name: 'cert-manager',
      tone: 'glog',
      n: 1,
      c: 'cert-manager-controller',
      image: 'quay.io/jetstack/cert-manager-controller:v1.18.3',
      svc: false,
      ready: null,
    });
    f.secret('cert-manager/azuredns', ['client-secret'], 400);
    f.app({ ns: 'shop-edge', name: 'api', tone: 'slog', n: 2 });
    const tls = f.secret('shop-edge/api-shop-tls', ['tls.crt', 'tls.key'], 119, 'kubernetes.io/tls');
    tls.data = {
      'tls.crt': certificate(['api.shop.example'], "Let's Encrypt R12", '2026-01-29T02:10:00Z', '2026-04-29T02:10:00Z'),
      'tls.key': 'x',
    };
    tls.metadata.annotations = {
      'cert-manager.io/certificate-name': 'api-shop-tls',
      'cert-manager.io/issuer-name': 'letsencrypt-dns',
      'cert-manager.io/issuer-kind': 'ClusterIssuer',
    };
    f.put({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name: 'api',
        namespace: 'shop-edge',
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt-dns' },
      },
      spec: {
        ingressClassName: 'nginx',
        tls: [{ hosts: ['api.shop.example'], secretName: 'api-shop-tls' }],
        rules: [
          {
            host: 'api.shop.example',
            http: {
              paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'api', port: { number: 80 } } } }],
            },
          },
        ],
      },
      status: { loadBalancer: { ingress: [{ ip: '198.51.100.30' }] } },
    });
    const azure =
      "Error presenting challenge: request error: POST https://management.azure.com/subscriptions/xxxx/resourceGroups/dns/providers/Microsoft.Network/dnsZones/shop.example/TXT/_acme-challenge.api RESPONSE 403: 403 Forbidden ERROR CODE: AuthorizationFailed: The client does not have authorization to perform action 'Microsoft.Network/dnszones/TXT/write'";
    const when = (m: number) => f.s.clock.ago(m);
    const issuerRef = { name: 'letsencrypt-dns', kind: 'ClusterIssuer', group: 'cert-manager.io' };
    const owner = (kind: string, name: string, apiVersion: string) => [
      { apiVersion, kind, name, uid: `u-${kind}`, controller: true, blockOwnerDeletion: true },
    ];
    f.put(
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: 'letsencrypt-dns' },
        spec: {
          acme: {
            server: 'https://acme-v02.api.letsencrypt.org/directory',
            solvers: [
              {
                dns01: {
                  azureDNS: {
                    hostedZoneName: 'shop.example',
                    clientSecretSecretRef: { name: 'azuredns', key: 'client-secret' },
                  },
                },
              },
            ],
          },
        },
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'True',
              reason: 'ACMEAccountRegistered',
              message: 'The ACME account was registered with the ACME server',
              lastTransitionTime: when(500_000),
            },
          ],
        },
      },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'api-shop-tls', namespace: 'shop-edge', uid: 'u-Certificate' },
        spec: { secretName: 'api-shop-tls', dnsNames: ['api.shop.example'], issuerRef },
        status: {
          notAfter: '2026-04-29T02:10:00Z',
          renewalTime: '2026-03-30T02:10:00Z',
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'Expired',
              message: 'Certificate expired on Wed, 29 Apr 2026 02:10:00 UTC',
              lastTransitionTime: when(206),
            },
            {
              type: 'Issuing',
              status: 'True',
              reason: 'Renewing',
              message: 'Renewing certificate as renewal was scheduled at 2026-03-30 02:10:00 +0000 UTC',
              lastTransitionTime: when(43_400),
            },
          ],
        },
      },
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'CertificateRequest',
        metadata: {
          name: 'api-shop-tls-1',
          namespace: 'shop-edge',
          uid: 'u-CertificateRequest',
          ownerReferences: owner('Certificate', 'api-shop-tls', 'cert-manager.io/v1'),
        },
        spec: { issuerRef, request: 'TFMwdA==' },
        status: {
          conditions: [
            {
              type: 'Ready',
              status: 'False',
              reason: 'Pending',
              message: 'Waiting on certificate issuance from order shop-edge/api-shop-tls-1-2904417713: "pending"',
              lastTransitionTime: when(43_400),
            },
          ],
        },
      },
      {
        apiVersion: 'acme.cert-manager.io/v1',
        kind: 'Order',
        metadata: {
          name: 'api-shop-tls-1-2904417713',
          namespace: 'shop-edge',
          uid: 'u-Order',
          ownerReferences: owner('CertificateRequest', 'api-shop-tls-1', 'cert-manager.io/v1'),
        },
        spec: { dnsNames: ['api.shop.example'], issuerRef },
        status: { state: 'pending' },
      },
      {
        apiVersion: 'acme.cert-manager.io/v1',
        kind: 'Challenge',
        metadata: {
          name: 'api-shop-tls-1-2904417713-77120',
          namespace: 'shop-edge',
          ownerReferences: owner('Order', 'api-shop-tls-1-2904417713', 'acme.cert-manager.io/v1'),
        },
        spec: { type: 'DNS-01', dnsName: 'api.shop.example', issuerRef },
        status: { state: 'pending', presented: false, processing: true, reason: azure },
      },
    );
    f.s.event(f.get('Challenge', 'shop-edge/api-shop-tls-1-2904417713-77120'), 'PresentError', azure, {
      first: 59,
      last: 4,
      count: 8,
      source: 'cert-manager-challenges',
    });
    herring.pending(f, 'growth/embed-train', 6);
    f.say({
      app: 'cert-manager/cert-manager',
      from: 50,
      every: 240,
      lines: `"propagating" err="${azure}" logger="cert-manager.controller" resource_name="api-shop-tls-1-2904417713-77120" resource_namespace="shop-edge" resource_kind="Challenge"`,
    });
  },
});
