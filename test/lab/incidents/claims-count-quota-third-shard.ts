import { incident, workload } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'claims-count-quota-third-shard',
  family: 'quota',
  mode: 'living',
  platform: 'gke',
  company: 'museum',
  now: '2026-02-19T10:40:00Z',
  onset: 33,
  question: 'we scaled the search shards to 3, shard 2 never shows up, there is not even a pod. scheduler problem?',
  scope: { namespace: 'finder' },
  rootCauses: [
    {
      subjects: [
        { kind: 'ResourceQuota', namespace: 'finder', name: 'storage' },
        ...workload('finder', 'shard', 'StatefulSet'),
      ],
      says: [
        ['quota', '配额'],
        ['persistentvolumeclaims', 'exceeded', 'claims'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'finder', name: 'finder-api' }],
  hops: 0,
  apps: [
    {
      ns: 'finder',
      name: 'shard',
      kind: 'StatefulSet',
      style: 'zap',
      replicas: 2,
      port: 7700,
      claim: { size: '30Gi', mount: '/index' },
    },
    {
      ns: 'finder',
      name: 'finder-api',
      style: 'ruby',
      replicas: 2,
      env: { SHARDS: 'shard.finder.svc.cluster.local:7700' },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'storage', namespace: 'finder' },
      spec: { hard: { persistentvolumeclaims: '2' } },
    },
  ],
  fault: [{ wait: 4 }, { scale: 'statefulset/shard', in: 'finder', to: 3 }],
  settle: 25,
  logs: [{ app: 'finder/finder-api', level: 'warn', say: 'shard 2 of 3 unreachable, results are partial', every: 50 }],
  edit: (s) => stale(s, 'visit/audio-guide', 4),
});
