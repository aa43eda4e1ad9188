import { definition } from '../definition.ts';
import { incident } from '../incident.ts';

const CM = 'cert-manager.io/v1';
export default incident({
  id: 'cert-manager-issuer-missing',
  family: 'certificate',
  mode: 'forged',
  platform: 'aks',
  company: 'museum',
  now: '2026-01-21T08:08:00Z',
  onset: 95,
  question: 'browser shows the ingress fake certificate on shop.museum.example',
  scope: { namespace: 'museum-shop' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ClusterIssuer', name: 'letsencrypt-prd' },
        { kind: 'Certificate', namespace: 'museum-shop', name: 'shop-tls' },
        { kind: 'CertificateRequest', namespace: 'museum-shop', name: 'shop-tls-1' },
        { kind: 'Ingress', namespace: 'museum-shop', name: 'shop-web' },
      ],
      says: [
        ['letsencrypt-prd', 'issuer'],
        ['not found', 'does not exist', 'missing', '不存在'],
      ],
    },
  ],
  symptoms: [],
  notRootCause: [
    { kind: 'Deployment', namespace: 'museum-shop', name: 'shop-web' },
    { kind: 'Deployment', namespace: 'cert-manager', name: 'cert-manager' },
  ],
  hops: 3,
  absent: ['Secret/museum-shop/shop-tls'],
  apps: [
    {
      ns: 'museum-shop',
      name: 'shop-web',
      style: 'nginx',
      replicas: 2,
      ingress: { host: 'shop.museum.example', tls: 'shop-tls' },
    },
    {
      ns: 'cert-manager',
      name: 'cert-manager',
      style: 'klog',
      replicas: 1,
      service: false,
      probe: '',
      image: 'quay.io/jetstack/cert-manager-controller:v1.19.1',
    },
  ],
  extra: [
    definition('Certificate', 'certificates', 'cert-manager.io', 'v1'),
    definition('CertificateRequest', 'certificaterequests', 'cert-manager.io', 'v1'),
    definition('ClusterIssuer', 'clusterissuers', 'cert-manager.io', 'v1', 'Cluster'),
    {
      apiVersion: CM,
      kind: 'ClusterIssuer',
      metadata: { name: 'letsencrypt-prod' },
      spec: {
        acme: { server: 'https://acme-v02.api.letsencrypt.org/directory', privateKeySecretRef: { name: 'le-account' } },
      },
      status: {
        conditions: [
          {
            type: 'Ready',
            status: 'True',
            reason: 'ACMEAccountRegistered',
            message: 'The ACME account was registered with the ACME server',
            lastTransitionTime: '2025-06-11T09:00:12Z',
          },
        ],
      },
    },
    {
      apiVersion: CM,
      kind: 'Certificate',
      metadata: { name: 'shop-tls', namespace: 'museum-shop' },
      spec: {
        secretName: 'shop-tls',
        dnsNames: ['shop.museum.example'],
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt-prd' },
      },
      status: {
        conditions: [
          {
            type: 'Issuing',
            status: 'True',
            reason: 'DoesNotExist',
            message: 'Issuing certificate as Secret does not exist',
            lastTransitionTime: '2026-01-21T06:33:00Z',
          },
          {
            type: 'Ready',
            status: 'False',
            reason: 'DoesNotExist',
            message: 'Issuing certificate as Secret does not exist',
            lastTransitionTime: '2026-01-21T06:33:00Z',
          },
        ],
      },
    },
    {
      apiVersion: CM,
      kind: 'CertificateRequest',
      metadata: {
        name: 'shop-tls-1',
        namespace: 'museum-shop',
        annotations: { 'cert-manager.io/certificate-name': 'shop-tls' },
      },
      spec: {
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'letsencrypt-prd' },
        request: 'UkVEQUNURUQ=',
      },
      status: {
        conditions: [
          {
            type: 'Approved',
            status: 'True',
            reason: 'cert-manager.io',
            message: 'Certificate request has been approved by cert-manager.io',
            lastTransitionTime: '2026-01-21T06:33:01Z',
          },
          {
            type: 'Ready',
            status: 'False',
            reason: 'Pending',
            message: 'Referenced "ClusterIssuer" not found: clusterissuer.cert-manager.io "letsencrypt-prd" not found',
            lastTransitionTime: '2026-01-21T06:33:01Z',
          },
        ],
      },
    },
  ],
  edit: (s) =>
    s.event(
      s.find('CertificateRequest', 'museum-shop', 'shop-tls-1'),
      'IssuerNotFound',
      'Referenced "ClusterIssuer" not found: clusterissuer.cert-manager.io "letsencrypt-prd" not found',
      { type: 'Normal', first: 59, last: 1, count: 12, source: 'cert-manager-certificaterequests-issuer-acme' },
    ),
});
