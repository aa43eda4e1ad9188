import { certificate } from '../../certificate.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { cr } from '../../third/kit.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'desk-token-cert-cannot-renew-without-ca-secret',
  family: 'cert-manager',
  on: 'gke',
  now: '2026-06-11T07:40:00Z',
  key: 'app.kubernetes.io/name',
  hops: 4,
  question:
    'agents cannot log in to the desk app since tonight, token-svc pods are all green. we did a secrets cleanup two weeks ago but that was only unused stuff',
  scope: 'desk',
  causes: [
    {
      subjects: [
        one('Issuer', 'desk/desk-ca'),
        one('Secret', 'desk/desk-ca-keypair'),
        one('Certificate', 'desk/token-svc'),
        one('Secret', 'desk/token-svc-tls'),
      ],
      says: [
        ['desk-ca-keypair', 'issuer', 'expired', '过期', '签发'],
        ['not found', 'missing', 'expired', 'does not exist', 'deleted', '不存在', '过期', '找不到', '缺'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'desk/desk-api')],
  not: [
    one('Deployment', 'desk/desk-api'),
    one('Deployment', 'desk/token-svc'),
    one('Deployment', 'desk/desk-ui'),
    one('Deployment', 'cert-manager/cert-manager'),
  ],
  absent: ['Secret/desk/desk-ca-keypair'],
  play: (f) => {
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
    f.app({ ns: 'desk', name: 'desk-ui', tone: 'nginx', n: 2, env: { API: 'http://desk-api' } });
    program(f, 'uvicorn', { ns: 'desk', name: 'desk-api', n: 2, env: { TOKEN_URL: 'https://token-svc' } });
    const tls = f.secret('desk/token-svc-tls', ['tls.crt', 'tls.key', 'ca.crt'], 400, 'kubernetes.io/tls');
    const cert = certificate(
      ['token-svc', 'token-svc.desk.svc'],
      'desk-ca',
      '2026-03-13T04:20:00Z',
      '2026-06-11T04:20:00Z',
    );
    tls.data = { 'tls.crt': cert, 'tls.key': 'x', 'ca.crt': cert };
    tls.metadata.annotations = {
      'cert-manager.io/certificate-name': 'token-svc',
      'cert-manager.io/issuer-name': 'desk-ca',
      'cert-manager.io/issuer-kind': 'Issuer',
    };
    f.app({
      ns: 'desk',
      name: 'token-svc',
      tone: 'slog',
      n: 2,
      port: 8443,
      svcPort: 443,
      mounts: { '/tls': 'secret:token-svc-tls' },
    });
    const t = (m: number): string => f.s.clock.ago(m);
    const why = 'Error getting keypair for CA issuer: secrets "desk-ca-keypair" not found';
    const issuer = cr(f, 'cert-manager.io/v1/Issuer', 'issuers', 'desk/desk-ca', {
      days: 400,
      spec: { ca: { secretName: 'desk-ca-keypair' } },
      status: {
        conditions: [
          { type: 'Ready', status: 'False', reason: 'ErrGetKeyPair', message: why, lastTransitionTime: t(20_300) },
        ],
      },
    });
    f.s.event(issuer, 'ErrGetKeyPair', why, { first: 20_300, last: 6, count: 380, source: 'cert-manager-issuers' });
    const c = cr(f, 'cert-manager.io/v1/Certificate', 'certificates', 'desk/token-svc', {
      days: 400,
      spec: {
        secretName: 'token-svc-tls',
        duration: '2160h',
        renewBefore: '360h',
        dnsNames: ['token-svc', 'token-svc.desk.svc'],
        issuerRef: { name: 'desk-ca', kind: 'Issuer' },
      },
      status: {
        notBefore: '2026-03-13T04:20:00Z',
        notAfter: '2026-06-11T04:20:00Z',
        renewalTime: '2026-05-27T04:20:00Z',
        revision: 5,
        nextPrivateKeySecretName: 'token-svc-9vk2p',
        conditions: [
          {
            type: 'Issuing',
            status: 'True',
            reason: 'Renewing',
            message: 'Renewing certificate as renewal was scheduled at 2026-05-27 04:20:00 +0000 UTC',
            lastTransitionTime: '2026-05-27T04:20:00Z',
          },
          {
            type: 'Ready',
            status: 'False',
            reason: 'Expired',
            message: 'Certificate expired on Thu, 11 Jun 2026 04:20:00 UTC',
            lastTransitionTime: '2026-06-11T04:20:00Z',
          },
        ],
      } as never,
    });
    const request = cr(f, 'cert-manager.io/v1/CertificateRequest', 'certificaterequests', 'desk/token-svc-6', {
      days: 15.1,
      metadata: {
        name: 'token-svc-6',
        namespace: 'desk',
        annotations: { 'cert-manager.io/certificate-name': 'token-svc', 'cert-manager.io/certificate-revision': '6' },
        ownerReferences: [
          {
            apiVersion: 'cert-manager.io/v1',
            kind: 'Certificate',
            name: 'token-svc',
            uid: c.metadata.uid ?? '',
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: { issuerRef: { name: 'desk-ca', kind: 'Issuer' }, duration: '2160h' },
      status: {
        conditions: [
          {
            type: 'Approved',
            status: 'True',
            reason: 'cert-manager.io',
            message: 'Certificate request has been approved by cert-manager.io',
            lastTransitionTime: t(21_740),
          },
          {
            type: 'Ready',
            status: 'False',
            reason: 'Pending',
            message: 'Referenced issuer does not have a Ready status condition',
            lastTransitionTime: t(21_740),
          },
        ],
      },
    });
    f.s.event(request, 'IssuerNotReady', 'Referenced issuer does not have a Ready status condition', {
      type: 'Normal',
      first: 21_740,
      last: 6,
      count: 12,
      source: 'cert-manager-certificaterequests-issuer-ca',
    });
    f.say({
      app: 'cert-manager/cert-manager',
      from: 46,
      every: 900,
      lines: `"error setting up issuer" err="${why.replaceAll('"', '\\"')}" logger="cert-manager.issuers" resource_name="desk-ca" resource_namespace="desk" resource_kind="Issuer"`,
    });
    tell(
      f,
      'desk/desk-api',
      'Exception in ASGI application\nTraceback (most recent call last):\n  File "/app/desk/auth.py", line 31, in exchange\n    r = await client.post(TOKEN_URL + "/token", json=body)\nhttpx.ConnectError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1010)',
      { from: 48, every: 14 },
    );
    f.say({
      app: 'desk/token-svc',
      level: 'warn',
      from: 48,
      every: 14,
      lines: 'http: TLS handshake error from 10.8.2.{o}:4{n}: remote error: tls: expired certificate',
    });
    herring.crash(f, 'desk/voice-bot', 8);
  },
});
