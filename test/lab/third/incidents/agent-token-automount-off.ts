import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'agent-token-automount-off',
  family: 'service-account',
  mode: 'living',
  platform: 'aks',
  company: 'school',
  now: '2026-03-09T08:28:00Z',
  onset: 31,
  question:
    'timetable exporter crashes since the hardening sprint, "could not find config". which config? no ConfigMap is missing',
  scope: { namespace: 'sync' },
  rootCauses: [
    {
      subjects: [{ kind: 'ServiceAccount', namespace: 'sync', name: 'room-sync' }, ...workload('sync', 'room-sync')],
      says: [
        ['automount', 'serviceaccount', 'service account', 'token', '令牌'],
        ['automount', 'token', '令牌'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'sync', name: 'room-api' }],
  hops: 1,
  apps: [
    {
      ns: 'sync',
      name: 'room-sync',
      style: 'logrus',
      replicas: 1,
      service: false,
      probe: '',
      args: ['--watch=rooms'],
      pod: { serviceAccountName: 'room-sync' },
      spec: { strategy: { type: 'Recreate' } },
    },
    { ns: 'sync', name: 'room-api', style: 'uvicorn', replicas: 2 },
  ],
  extra: [{ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'room-sync', namespace: 'sync' } }],
  fault: [
    { patch: 'serviceaccount/room-sync', in: 'sync', with: { automountServiceAccountToken: false } },
    {
      patch: 'deployment/room-sync',
      in: 'sync',
      with: {
        spec: {
          template: {
            metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': '2026-03-09T07:57:10Z' } },
            spec: {
              containers: [
                { name: 'room-sync', image: 'acrcoreprod.azurecr.io/room-sync:1.0.0', args: ['--watch=crash'] },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 30,
  down: 'sync/room-sync',
  rename: [['--watch=crash', '--watch=rooms']],
  logs: [
    {
      app: 'sync/room-sync',
      startup: true,
      level: 'fatal',
      say: [
        'room-sync 1.0.0 starting',
        'building client',
        'could not find config: unable to load in-cluster configuration: open /var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory',
      ],
    },
  ],
  edit: (s) => stale(s, 'campus/course-list', 4),
});
