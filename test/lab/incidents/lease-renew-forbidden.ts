import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';

const RBAC = 'rbac.authorization.k8s.io';
export default incident({
  id: 'lease-renew-forbidden',
  family: 'rbac',
  mode: 'forged',
  platform: 'aks',
  company: 'telco',
  now: '2026-02-05T20:36:00Z',
  onset: 29,
  question: 'number-operator restarts every few seconds after the RBAC cleanup',
  scope: { namespace: 'operators' },
  rootCauses: [
    {
      subjects: [
        ...workload('operators', 'number-operator'),
        { kind: 'Role', namespace: 'operators', name: 'number-operator' },
        { kind: 'RoleBinding', namespace: 'operators', name: 'number-operator' },
        { kind: 'ServiceAccount', namespace: 'operators', name: 'number-operator' },
      ],
      says: [
        ['leases', 'lease', 'leader'],
        ['forbidden', 'cannot', 'rbac', 'update', '权限', '禁止'],
      ],
    },
  ],
  hops: 1,
  apps: [
    {
      ns: 'operators',
      name: 'number-operator',
      style: 'klog',
      replicas: 1,
      service: false,
      probe: '',
      pod: { serviceAccountName: 'number-operator' },
    },
    { ns: 'operators', name: 'tenant-operator', style: 'klog', replicas: 1, service: false, probe: '' },
  ],
  extra: [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'number-operator', namespace: 'operators' } },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name: 'number-operator', namespace: 'operators' },
      rules: [
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['configmaps'], verbs: ['*'] },
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'number-operator', namespace: 'operators' },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'number-operator' },
      subjects: [{ kind: 'ServiceAccount', name: 'number-operator', namespace: 'operators' }],
    },
    {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'number-operator.telco.example', namespace: 'operators' },
      spec: {
        holderIdentity: 'number-operator-6d9c_old',
        leaseDurationSeconds: 15,
        renewTime: '2026-02-05T20:06:51.000000Z',
        leaseTransitions: 3,
      },
    },
  ],
  edit: (s) => {
    for (const p of s.pods('operators/number-operator'))
      crashLoop(s, p, { exitCode: 1, first: 29, restarts: 10, lasted: 12 });
  },
  logs: [
    {
      app: 'operators/number-operator',
      startup: true,
      say: [
        '"starting manager" version="1.9.2"',
        'attempting to acquire leader lease operators/number-operator.telco.example...',
        'error retrieving resource lock operators/number-operator.telco.example: leases.coordination.k8s.io "number-operator.telco.example" is forbidden: User "system:serviceaccount:operators:number-operator" cannot update resource "leases" in API group "coordination.k8s.io" in the namespace "operators"',
        '"leader election lost"',
      ],
    },
  ],
});
