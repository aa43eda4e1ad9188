import { incident } from '../incident.ts';
export default incident({
  id: 'drain-blocked-by-budget',
  family: 'disruption-budget',
  mode: 'living',
  platform: 'aks',
  company: 'telco',
  now: '2026-04-29T10:18:00Z',
  onset: 74,
  question: 'node pool upgrade hangs: drain of one node keeps retrying the eviction of session-broker',
  scope: { namespace: 'sessions' },
  rootCauses: [
    {
      subjects: [{ kind: 'PodDisruptionBudget', namespace: 'sessions', name: 'session-broker' }],
      says: [
        ['disruption', 'budget', 'minavailable', 'pdb', '中断'],
        ['0', 'zero', 'no disruption', 'not allow', 'block', '不允许', '阻'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'sessions', name: 'session-broker' },
    { kind: 'Deployment', namespace: 'sessions', name: 'session-ui' },
  ],
  hops: 1,
  apps: [
    { ns: 'sessions', name: 'session-broker', style: 'rust', replicas: 2, pdb: { minAvailable: 2 } },
    { ns: 'sessions', name: 'session-ui', style: 'pino', replicas: 1 },
  ],
  fault: [1].map((i) => ({ patch: `node/node-${i}`, with: { spec: { unschedulable: true } } })),
  settle: 12,
});
