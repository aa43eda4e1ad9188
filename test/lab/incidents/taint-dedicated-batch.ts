import { incident, workload } from '../incident.ts';
export default incident({
  id: 'taint-dedicated-batch',
  family: 'scheduling',
  mode: 'living',
  platform: 'eks',
  company: 'studio',
  now: '2026-01-15T13:05:00Z',
  onset: 28,
  question: 'compositor pods pending after node maintenance, cluster has plenty of free cpu',
  scope: { namespace: 'post' },
  rootCauses: [
    {
      subjects: [...workload('post', 'compositor'), { kind: 'Node', name: 'ip-10-0-*' }],
      says: [['taint', 'toleration', '污点', '容忍'], ['dedicated']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'post', name: 'dailies' }],
  hops: 0,
  apps: [
    { ns: 'post', name: 'compositor', style: 'python', replicas: 3 },
    { ns: 'post', name: 'dailies', style: 'pino', replicas: 1 },
  ],
  fault: [
    ...[1, 2, 3, 4].map((i) => ({
      patch: `node/node-${i}`,
      with: { spec: { taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] } },
    })),
    { wait: 1 },
    { restart: 'deployment/compositor', in: 'post' },
    { scale: 'deployment/compositor', in: 'post', to: 4 },
  ],
  settle: 20,
});
