import { incident, workload } from '../incident.ts';
export default incident({
  id: 'baseline-host-network',
  family: 'pod-security',
  mode: 'living',
  platform: 'gke',
  company: 'factory',
  now: '2026-04-03T06:58:00Z',
  onset: 23,
  question: 'modbus-scan lost its pods during the restart this morning',
  scope: { namespace: 'scan' },
  rootCauses: [
    {
      subjects: [{ kind: 'Namespace', name: 'scan' }, ...workload('scan', 'modbus-scan')],
      says: [
        ['podsecurity', 'pod security', 'pod-security', 'pod 安全'],
        ['host', 'baseline', 'violat', 'forbidden'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'scan', name: 'scan-view' }],
  hops: 1,
  apps: [
    {
      ns: 'scan',
      name: 'modbus-scan',
      style: 'zap',
      replicas: 2,
      service: false,
      probe: '',
      pod: { hostNetwork: true },
      spec: { strategy: { type: 'Recreate' } },
    },
    { ns: 'scan', name: 'scan-view', style: 'pino', replicas: 1 },
  ],
  fault: [
    { patch: 'namespace/scan', with: { metadata: { labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } } } },
    { wait: 1 },
    { restart: 'deployment/modbus-scan', in: 'scan' },
  ],
  settle: 18,
});
