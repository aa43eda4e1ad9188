import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'geo-anti-affinity-fifth-replica',
  family: 'scheduling',
  mode: 'living',
  platform: 'ack',
  company: 'travel',
  now: '2026-04-30T18:02:00Z',
  onset: 27,
  question: '五一前扩容,route-engine 从 4 个扩到 6 个,有 2 个一直 Pending,集群 CPU 用了不到 20%。是不是配额满了?',
  scope: { namespace: 'routing' },
  rootCauses: [
    {
      subjects: workload('routing', 'route-engine'),
      says: [['anti-affinity', 'antiaffinity', 'anti affinity', '反亲和']],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'routing', name: 'route-api' },
    { kind: 'ResourceQuota', namespace: 'routing', name: 'team' },
  ],
  hops: 0,
  apps: [
    { ns: 'routing', name: 'route-api', style: 'logback', replicas: 2, env: { ENGINE: 'http://route-engine' } },
    {
      ns: 'routing',
      name: 'route-engine',
      style: 'rust',
      replicas: 4,
      pod: {
        affinity: {
          podAntiAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: [
              { labelSelector: { matchLabels: { app: 'route-engine' } }, topologyKey: 'kubernetes.io/hostname' },
            ],
          },
        },
      },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'team', namespace: 'routing' },
      spec: { hard: { pods: '9', 'requests.cpu': '20' } },
    },
  ],
  fault: [{ wait: 3 }, { scale: 'deployment/route-engine', in: 'routing', to: 6 }],
  settle: 24,
  edit: (s) => stale(s, 'hotels/room-rates', 11),
});
