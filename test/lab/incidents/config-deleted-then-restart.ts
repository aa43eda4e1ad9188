import { incident, workload } from '../incident.ts';
export default incident({
  id: 'config-deleted-then-restart',
  family: 'missing-config',
  mode: 'living',
  platform: 'gke',
  company: 'bank',
  now: '2026-03-16T08:20:00Z',
  onset: 24,
  question: 'statement pages answer 500 for some customers, started after someone tidied up old configmaps',
  scope: { namespace: 'statements' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ConfigMap', namespace: 'statements', name: 'pdf-layout' },
        ...workload('statements', 'pdf-render'),
      ],
      says: [
        ['pdf-layout', 'configmap'],
        ['not found', 'missing', 'does not exist', 'deleted', '不存在'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'statements', name: 'statement-web' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'statements', name: 'statement-web' }],
  hops: 2,
  apps: [
    { ns: 'statements', name: 'pdf-render', style: 'zap', replicas: 2, envFrom: [{ configMap: 'pdf-layout' }] },
    {
      ns: 'statements',
      name: 'statement-web',
      style: 'dotnet',
      replicas: 2,
      env: { RENDER_URL: 'http://pdf-render.statements.svc' },
      ingress: { host: 'statements.bank.example' },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'pdf-layout', namespace: 'statements' },
      data: { PAPER: 'A4', MARGIN: '12mm' },
    },
  ],
  fault: [
    { delete: 'configmap/pdf-layout', in: 'statements' },
    { wait: 2 },
    { delete: 'pod -l app=pdf-render', in: 'statements' },
  ],
  settle: 22,
  absent: ['ConfigMap/statements/pdf-layout'],
  logs: [
    {
      app: 'statements/statement-web',
      say: 'System.Net.Http.HttpRequestException: Connection refused (pdf-render.statements.svc:80)',
      every: 45,
      from: 22,
    },
  ],
});
