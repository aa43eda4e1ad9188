import { certificate } from '../certificate.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'ingress-cert-expired',
  family: 'certificate',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'railway',
  now: '2026-03-02T06:12:00Z',
  onset: 372,
  question: '零点之后 App 登录不了，提示连接不安全，Pod 都正常',
  scope: { namespace: 'login' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Secret', namespace: 'login', name: 'login-tls' },
        { kind: 'Ingress', namespace: 'login', name: 'login-api' },
      ],
      says: [
        ['certificate', 'cert', '证书'],
        ['expired', 'not after', 'notafter', '过期', '到期'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'login', name: 'login-api' },
    { kind: 'Deployment', namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'login',
      name: 'login-api',
      style: 'dotnet',
      replicas: 2,
      ingress: { host: 'login.rail.example', tls: 'login-tls' },
    },
    { ns: 'login', name: 'otp-sender', style: 'zap', replicas: 1 },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'login-tls', namespace: 'login' },
      type: 'kubernetes.io/tls',
      data: {
        'tls.crt': certificate(
          ['login.rail.example'],
          'Corp Issuing CA 3',
          '2025-03-01T00:00:00Z',
          '2026-03-02T00:00:00Z',
        ),
        'tls.key': 'eA==',
      },
    },
  ],
  logs: [
    {
      app: 'ingress-nginx/ingress-nginx-controller',
      style: 'klog',
      level: 'warn',
      say: 'SSL certificate for server "login.rail.example" is about to expire (2026-03-02 00:00:00 +0000 UTC)',
      from: 40,
    },
    {
      app: 'ingress-nginx/ingress-nginx-controller',
      style: 'nginx',
      level: 'info',
      say: 'SSL_do_handshake() failed (SSL: error:0A000415:SSL routines::ssl/tls alert certificate expired:SSL alert number 45) while SSL handshaking, client: 198.51.100.{n}, server: 0.0.0.0:443',
      every: 60,
      from: 45,
    },
  ],
});
