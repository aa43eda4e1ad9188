import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-init-retried',
  family: 'healthy',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'clinic',
  now: '2026-03-22T13:14:00Z',
  question: 'triage 的 init 容器重启过两次，现在是不是还没起来？',
  scope: { namespace: 'er' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'er', name: 'triage' },
    { kind: 'StatefulSet', namespace: 'er', name: 'er-db' },
  ],
  hops: 0,
  apps: [
    {
      ns: 'er',
      name: 'triage',
      style: 'logback',
      replicas: 2,
      pod: { initContainers: [{ name: 'wait-db', image: 'busybox:1.37', command: ['sh', '-c', 'nc -z er-db 5432'] }] },
    },
    {
      ns: 'er',
      name: 'er-db',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      port: 5432,
      image: 'postgres:17.2',
      probe: 'tcp',
      claim: { size: '10Gi', mount: '/var/lib/postgresql/data' },
    },
  ],
  edit: (s) => {
    for (const p of s.pods('er/triage')) Object.assign(s.container(p, 'wait-db'), { restartCount: 2, ready: true });
  },
});
