import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-quota-nearly-full',
  family: 'healthy',
  mode: 'living',
  platform: 'gke',
  company: 'school',
  now: '2026-03-09T11:00:00Z',
  onset: 30,
  question: 'quota in namespace essays is at 90 %, is that why essay-check is slow?',
  scope: { namespace: 'essays' },
  healthy: true,
  notRootCause: [
    { kind: 'ResourceQuota', namespace: 'essays', name: 'essays' },
    { kind: 'Deployment', namespace: 'essays', name: 'essay-check' },
  ],
  hops: 0,
  apps: [
    { ns: 'essays', name: 'essay-check', style: 'python', replicas: 3, resources: ['300m', '300Mi', '300Mi', '1'] },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'essays', namespace: 'essays' },
      spec: { hard: { 'requests.cpu': '1', 'requests.memory': '1Gi', pods: '10' } },
    },
  ],
  settle: 6,
});
