import { incident } from '../incident.ts';
export default incident({
  id: 'node-silent-statefulset',
  family: 'node-down',
  mode: 'living',
  platform: 'kubeadm',
  company: 'telco',
  now: '2026-04-17T00:52:00Z',
  onset: 21,
  question: 'provisioning of new sims times out, sim-db does not answer',
  scope: { namespace: 'sims' },
  rootCauses: [
    {
      subjects: [{ kind: 'Node', name: 'kw-12' }],
      says: [['not ready', 'notready', 'unreachable', 'stopped posting', 'unknown', '未就绪', '失联']],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'sims', name: 'sim-api' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'sims', name: 'sim-api' },
    { kind: 'StatefulSet', namespace: 'sims', name: 'sim-db' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'sims',
      name: 'sim-db',
      kind: 'StatefulSet',
      style: 'mysql',
      replicas: 1,
      port: 3306,
      image: 'mysql:8.4.3',
      probe: 'tcp',
      pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } },
    },
    {
      ns: 'sims',
      name: 'sim-api',
      style: 'zap',
      replicas: 2,
      env: { DB_DSN_HOST: 'sim-db.sims.svc.cluster.local:3306' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } },
    },
  ],
  fault: [{ patch: 'node/node-2', with: { metadata: { annotations: { 'kubebox/down': 'true' } } } }],
  settle: 50,
  logs: [
    {
      app: 'sims/sim-api',
      say: 'dial tcp: lookup sim-db.sims.svc.cluster.local on 10.96.0.10:53: no such host',
      every: 30,
      from: 19,
    },
  ],
});
