import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'reindex-rolebinding-old-namespace',
  family: 'rbac',
  mode: 'living',
  platform: 'eks',
  company: 'museum',
  now: '2026-01-14T10:30:00Z',
  onset: 63,
  question:
    'exhibit labels no longer update on the screens after "label-operator" was moved from ns tools to ns exhibits-ops. RoleBinding was copied 1:1, checked it',
  rootCauses: [
    {
      subjects: [
        { kind: 'RoleBinding', namespace: 'exhibits', name: 'label-operator' },
        { kind: 'ServiceAccount', namespace: 'exhibits-ops', name: 'label-operator' },
        ...workload('exhibits-ops', 'label-operator'),
      ],
      says: [
        ['rolebinding', 'role binding', 'rbac', 'forbidden', '角色绑定', '权限'],
        ['tools', 'subject', 'namespace', 'exhibits-ops', '命名空间'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'exhibits', name: 'screen-feed' }],
  hops: 2,
  apps: [
    { ns: 'exhibits', name: 'screen-feed', style: 'pino', replicas: 2 },
    {
      ns: 'exhibits-ops',
      name: 'label-operator',
      style: 'zap',
      replicas: 1,
      service: false,
      probe: '',
      pod: { serviceAccountName: 'label-operator' },
    },
    { ns: 'tools', name: 'sheet-sync', style: 'python', replicas: 1, service: false, probe: '' },
  ],
  extra: [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'label-operator', namespace: 'exhibits-ops' } },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata: { name: 'label-operator', namespace: 'exhibits' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch', 'update', 'patch'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: 'label-operator', namespace: 'exhibits' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'label-operator' },
      subjects: [{ kind: 'ServiceAccount', name: 'label-operator', namespace: 'tools' }],
    },
  ],
  fault: [{ restart: 'deployment/label-operator', in: 'exhibits-ops' }],
  settle: 14,
  logs: [
    {
      app: 'exhibits-ops/label-operator',
      say: 'reconcile labels: configmaps is forbidden: User "system:serviceaccount:exhibits-ops:label-operator" cannot list resource "configmaps" in API group "" in the namespace "exhibits"',
      every: 30,
      from: 60,
    },
    { app: 'exhibits/screen-feed', level: 'warn', say: 'labels version 2026-01-13 unchanged for 60 min', every: 200 },
  ],
  edit: (s) => stale(s, 'archive/scan-store', 2),
});
