import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-scaled-to-zero-season',
  family: 'healthy',
  mode: 'living',
  platform: 'gke',
  company: 'travel',
  now: '2026-02-04T12:00:00Z',
  onset: 60 * 24 * 20,
  question: 'ski-offers 的 Deployment 是 0/0，是不是挂了？',
  scope: { namespace: 'campaigns' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'campaigns', name: 'ski-offers' },
    { kind: 'Service', namespace: 'campaigns', name: 'ski-offers' },
  ],
  hops: 0,
  apps: [
    {
      ns: 'campaigns',
      name: 'ski-offers',
      style: 'pino',
      replicas: 2,
      annotations: { 'campaigns.travel.example/window': '2026-11..2027-03' },
    },
    { ns: 'campaigns', name: 'beach-offers', style: 'pino', replicas: 2 },
  ],
  fault: [{ scale: 'deployment/ski-offers', in: 'campaigns', to: 0 }],
  settle: 8,
  edit: (s) => s.dropEvents(() => true),
});
