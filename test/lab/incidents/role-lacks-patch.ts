import { incident } from '../incident.ts';

const RBAC = 'rbac.authorization.k8s.io';
export default incident({
  id: 'role-lacks-patch',
  family: 'rbac',
  mode: 'forged',
  platform: 'gke',
  company: 'factory',
  now: '2026-01-12T09:37:00Z',
  onset: 57,
  question: 'line reconfiguration does not happen: recipe-operator runs but nothing it manages changes',
  scope: { namespace: 'recipe' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Role', namespace: 'recipe', name: 'recipe-operator' },
        { kind: 'RoleBinding', namespace: 'recipe', name: 'recipe-operator' },
        { kind: 'ServiceAccount', namespace: 'recipe', name: 'recipe-operator' },
        { kind: 'Deployment', namespace: 'recipe', name: 'recipe-operator' },
        { kind: 'Pod', namespace: 'recipe', name: 'recipe-operator-*' },
      ],
      says: [
        ['forbidden', 'rbac', 'permission', 'cannot', 'role', '权限', '禁止'],
        ['patch'],
        ['configmaps', 'configmap'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'recipe', name: 'recipe-viewer' }],
  hops: 1,
  apps: [
    {
      ns: 'recipe',
      name: 'recipe-operator',
      style: 'klog',
      replicas: 1,
      service: false,
      probe: '',
      pod: { serviceAccountName: 'recipe-operator' },
    },
    { ns: 'recipe', name: 'recipe-viewer', style: 'pino', replicas: 1 },
  ],
  extra: [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'recipe-operator', namespace: 'recipe' } },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'Role',
      metadata: { name: 'recipe-operator', namespace: 'recipe' },
      rules: [
        { apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] },
        { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      ],
    },
    {
      apiVersion: `${RBAC}/v1`,
      kind: 'RoleBinding',
      metadata: { name: 'recipe-operator', namespace: 'recipe' },
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'recipe-operator' },
      subjects: [{ kind: 'ServiceAccount', name: 'recipe-operator', namespace: 'recipe' }],
    },
  ],
  logs: [
    {
      app: 'recipe/recipe-operator',
      say: '"Reconciler error" err="configmaps \\"line-7\\" is forbidden: User \\"system:serviceaccount:recipe:recipe-operator\\" cannot patch resource \\"configmaps\\" in API group \\"\\" in the namespace \\"recipe\\"" controller="recipe" name="line-7"',
      every: 60,
    },
  ],
});
