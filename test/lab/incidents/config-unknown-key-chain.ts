import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'config-unknown-key-chain',
  family: 'config-invalid',
  mode: 'forged',
  platform: 'gke',
  company: 'telco',
  now: '2026-06-20T10:11:00Z',
  onset: 22,
  question: '用户反馈 App 无法登录，login-bff 大量 502，刚改过认证配置',
  scope: { namespace: 'auth' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ConfigMap', namespace: 'auth', name: 'token-issuer-config' },
        ...workload('auth', 'token-issuer'),
      ],
      says: [
        ['sigining_key_ttl', 'issuer.yaml', 'config', '配置'],
        ['unknown', 'unexpected', 'not found', 'invalid', 'parse', 'unmarshal', '未知', '无效', '解析'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'auth', name: 'login-bff' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'auth', name: 'login-bff' },
    { kind: 'Deployment', namespace: 'auth', name: 'user-store' },
  ],
  hops: 2,
  apps: [
    {
      ns: 'auth',
      name: 'login-bff',
      style: 'pino',
      replicas: 2,
      env: { TOKEN_ISSUER: 'http://token-issuer.auth.svc' },
      ingress: { host: 'login.telco.example' },
    },
    {
      ns: 'auth',
      name: 'token-issuer',
      style: 'zap',
      replicas: 2,
      configMap: { 'issuer.yaml': 'listen: :8080\nsigining_key_ttl: 12h\nissuer: https://login.telco.example\n' },
      pod: { volumes: [{ name: 'conf', configMap: { name: 'token-issuer-config' } }] },
      container: { volumeMounts: [{ name: 'conf', mountPath: '/etc/issuer' }] },
      args: ['--config=/etc/issuer/issuer.yaml'],
    },
    { ns: 'auth', name: 'user-store', style: 'logback', replicas: 2 },
  ],
  edit: (s) => {
    s.find('ConfigMap', 'auth', 'token-issuer-config').metadata.managedFields = [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        apiVersion: 'v1',
        time: s.clock.ago(23),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:issuer.yaml': {} } },
      },
    ];
    for (const p of s.pods('auth/token-issuer')) crashLoop(s, p, { exitCode: 1, first: 21, restarts: 8, lasted: 1 });
  },
  logs: [
    {
      app: 'auth/token-issuer',
      startup: true,
      level: 'fatal',
      say: [
        'reading /etc/issuer/issuer.yaml',
        'load config: yaml: unmarshal errors:\n  line 2: field sigining_key_ttl not found in type config.Issuer',
      ],
    },
    {
      app: 'auth/login-bff',
      say: 'POST http://token-issuer.auth.svc/token failed: connect ECONNREFUSED 10.96.14.48:80',
      every: 25,
      from: 21,
    },
  ],
});
