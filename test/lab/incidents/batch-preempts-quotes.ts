import { incident, workload } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'batch-preempts-quotes',
  family: 'scheduling',
  mode: 'living',
  platform: 'aks',
  company: 'bank',
  now: '2026-03-31T23:20:00Z',
  onset: 24,
  question: 'end of quarter: quote-engine lost pods and new ones stay Pending, nobody scaled it. quotes time out',
  scope: { namespace: 'quotes' },
  rootCauses: [
    {
      subjects: [
        ...workload('quarter-end', 'risk-batch'),
        { kind: 'PriorityClass', name: 'quarter-end-critical' },
        ...workload('quotes', 'quote-engine'),
      ],
      says: [['preempt', 'priority', 'risk-batch', 'quarter-end', '抢占', '优先级']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'cards', name: 'limits' }],
  hops: 1,
  apps: [
    { ns: 'quotes', name: 'quote-engine', style: 'zap', replicas: 4, resources: ['5', '256Mi'] },
    { ns: 'quotes', name: 'quote-web', style: 'nginx', replicas: 1, env: { ENGINE: 'http://quote-engine' } },
    {
      ns: 'quarter-end',
      name: 'risk-batch',
      style: 'python',
      replicas: 0,
      service: false,
      probe: '',
      resources: ['5', '256Mi'],
      pod: { priorityClassName: 'quarter-end-critical' },
    },
  ],
  extra: [
    {
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: { name: 'quarter-end-critical' },
      value: 900000,
      preemptionPolicy: 'PreemptLowerPriority',
    },
  ],
  fault: [{ scale: 'deployment/risk-batch', in: 'quarter-end', to: 3 }],
  settle: 30,
  edit: (s) => stale(s, 'cards/card-issuer', 13),
});
