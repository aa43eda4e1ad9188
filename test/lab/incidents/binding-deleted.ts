import { incident } from '../incident.ts';

const RBAC = 'rbac.authorization.k8s.io';
export default incident({
  id: 'binding-deleted',
  family: 'rbac',
  mode: 'living',
  platform: 'aks',
  company: 'bank',
  now: '2026-01-07T13:33:00Z',
  onset: 40,
  question: '新分行的账套一直没有自动开通，tenant-provisioner 看着是 Running',
  scope: { namespace: 'tenants' },
  rootCauses: [
    {
      subjects: [
        { kind: 'RoleBinding', namespace: 'tenants', name: 'tenant-provisioner' },
        { kind: 'Role', namespace: 'tenants', name: 'tenant-provisioner' },
        { kind: 'ServiceAccount', namespace: 'tenants', name: 'tenant-provisioner' },
        { kind: 'Deployment', namespace: 'tenants', name: 'tenant-provisioner' },
        { kind: 'Pod', namespace: 'tenants', name: 'tenant-provisioner-*' },
      ],
      says: [
        ['forbidden', 'cannot', 'rbac', 'binding', '权限', '绑定'],
        ['secrets', 'create', 'list', 'tenant-provisioner'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'tenants', name: 'tenant-console' }],
  hops: 1,
  apps: [
    {
      ns: 'tenants',
      name: 'tenant-provisioner',
      style: 'klog',
      replicas: 1,
      service: false,
      probe: '',
      pod: { serviceAccountName: 'tenant-provisioner' },
    },
    { ns: 'tenants', name: 'tenant-console', style: 'dotnet', replicas: 1 },
  ],
  extra: [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'tenant-provisioner', namespace: 'tenants' } },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name: 'tenant-provisioner', namespace: 'tenants' },
      rules: [
        { apiGroups: [''], resources: ['secrets', 'configmaps'], verbs: ['get', 'list', 'watch', 'create', 'update'] },
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'tenant-provisioner', namespace: 'tenants' },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'tenant-provisioner' },
      subjects: [{ kind: 'ServiceAccount', name: 'tenant-provisioner', namespace: 'tenants' }],
    },
  ],
  fault: [{ delete: 'rolebinding/tenant-provisioner', in: 'tenants' }],
  settle: 8,
  logs: [
    {
      app: 'tenants/tenant-provisioner',
      say: '"Failed to watch" err="failed to list *v1.Secret: secrets is forbidden: User \\"system:serviceaccount:tenants:tenant-provisioner\\" cannot list resource \\"secrets\\" in API group \\"\\" in the namespace \\"tenants\\"" reflector="k8s.io/client-go/informers/factory.go:160" type="*v1.Secret"',
      every: 60,
    },
  ],
});
