import { incident, workload } from '../incident.ts';
export default incident({
  id: 'spread-cannot-hold',
  family: 'scheduling',
  mode: 'living',
  platform: 'eks',
  company: 'factory',
  now: '2026-05-26T22:16:00Z',
  onset: 17,
  question: 'telemetry-sink cannot scale beyond 4 replicas',
  scope: { namespace: 'telemetry' },
  rootCauses: [
    {
      subjects: workload('telemetry', 'telemetry-sink'),
      says: [
        ['anti-affinity', 'affinity', '亲和'],
        ['node', '节点'],
      ],
    },
  ],
  hops: 0,
  apps: [
    {
      ns: 'telemetry',
      name: 'telemetry-sink',
      style: 'rust',
      replicas: 4,
      pod: {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: { matchLabels: { app: 'telemetry-sink' } }, topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      },
    },
    { ns: 'telemetry', name: 'telemetry-ui', style: 'pino', replicas: 1 },
  ],
  fault: [{ scale: 'deployment/telemetry-sink', in: 'telemetry', to: 6 }],
  settle: 18,
});
