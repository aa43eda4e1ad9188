import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-single-replica-budget',
  family: 'healthy',
  mode: 'forged',
  platform: 'gke',
  company: 'telco',
  now: '2026-04-10T02:30:00Z',
  question: 'roaming-ledger 的 PDB 允许中断数是 0，服务是不是有问题？',
  scope: { namespace: 'roaming' },
  healthy: true,
  notRootCause: [{ kind: 'Deployment', namespace: 'roaming', name: 'roaming-ledger' }],
  hops: 0,
  apps: [
    { ns: 'roaming', name: 'roaming-ledger', style: 'zap', replicas: 1, pdb: { minAvailable: 1 } },
    { ns: 'roaming', name: 'tap-file', style: 'python', replicas: 2 },
  ],
});
