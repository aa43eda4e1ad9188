import { incident, workload } from '../incident.ts';
export default incident({
  id: 'service-account-deleted',
  family: 'service-account',
  mode: 'living',
  platform: 'k3s',
  company: 'grocer',
  now: '2026-03-08T04:37:00Z',
  onset: 26,
  question: 'scale-till upgrade is stuck in two stores: 0 pods for the till sync',
  scope: { namespace: 'till' },
  rootCauses: [
    {
      subjects: [{ kind: 'ServiceAccount', namespace: 'till', name: 'till-sync' }, ...workload('till', 'till-sync')],
      says: [
        ['serviceaccount', 'service account', '服务账号'],
        ['not found', 'missing', 'does not exist', '不存在', '找不到'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'till', name: 'till-ui' }],
  hops: 1,
  apps: [
    {
      ns: 'till',
      name: 'till-sync',
      style: 'logrus',
      replicas: 2,
      pod: { serviceAccountName: 'till-sync' },
      spec: { strategy: { type: 'Recreate' } },
    },
    { ns: 'till', name: 'till-ui', style: 'nginx', replicas: 1, ingress: { host: 'till.grocer.example' } },
  ],
  extra: [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'till-sync', namespace: 'till' } }],
  fault: [
    { delete: 'serviceaccount/till-sync', in: 'till' },
    { restart: 'deployment/till-sync', in: 'till' },
  ],
  settle: 20,
  absent: ['ServiceAccount/till/till-sync'],
});
