import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-cordoned-node',
  family: 'healthy',
  mode: 'living',
  platform: 'eks',
  company: 'clinic',
  now: '2026-01-26T18:20:00Z',
  onset: 50,
  question: 'one node is SchedulingDisabled, is the ward system affected?',
  scope: { namespace: 'wards' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'wards', name: 'bed-board' },
    { kind: 'Deployment', namespace: 'wards', name: 'vitals-ingest' },
  ],
  hops: 0,
  apps: [{ ns: 'wards', name: 'nurse-call', style: 'zap', replicas: 2 }],
  fault: [{ patch: 'node/node-3', with: { spec: { unschedulable: true } } }],
  settle: 8,
});
