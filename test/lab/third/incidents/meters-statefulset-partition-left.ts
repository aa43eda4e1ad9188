import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'meters-statefulset-partition-left',
  family: 'statefulset',
  mode: 'living',
  platform: 'gke',
  company: 'telco',
  now: '2026-02-13T16:20:00Z',
  onset: 140,
  question:
    'parser fix (2.0.1) is rolled out since 2 hours, but roughly half the meters still get rejected. all 4 pods ready, argo is green',
  scope: { namespace: 'meters' },
  rootCauses: [
    {
      subjects: workload('meters', 'ingest', 'StatefulSet'),
      says: [
        ['partition', 'old revision', 'two revisions', 'not updated', '分区', '旧版本', '1.9.6'],
        ['2.0.1', '1.9.6', 'partition', 'revision', '版本'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'meters', name: 'meter-gw' }],
  hops: 1,
  apps: [
    {
      ns: 'meters',
      name: 'meter-gw',
      style: 'zap',
      replicas: 2,
      env: { INGEST: 'ingest.meters.svc.cluster.local:7000' },
    },
    {
      ns: 'meters',
      name: 'ingest',
      kind: 'StatefulSet',
      style: 'rust',
      replicas: 4,
      port: 7000,
      image: 'ingest:1.9.6',
      spec: {
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } },
      },
    },
  ],
  fault: [
    {
      patch: 'statefulset/ingest',
      in: 'meters',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'ingest',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/ingest:2.0.1',
                  ports: [{ name: 'http', containerPort: 7000 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 28,
  logs: [
    {
      app: 'meters/ingest',
      pods: /ingest-[01]$/,
      level: 'warn',
      say: 'frame rejected: unknown obis group 96.77, meter 1EMH00{n}',
      every: 30,
    },
    { app: 'meters/meter-gw', level: 'warn', say: 'ingest rejected frame of meter 1EMH00{n}: 422', every: 45 },
  ],
  edit: (s) => stale(s, 'noc/alarm-wall', 6),
});
