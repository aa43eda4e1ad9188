import { incident, workload } from '../incident.ts';
export default incident({
  id: 'zeroed-dependency',
  family: 'scaled-to-zero',
  mode: 'living',
  platform: 'kubeadm',
  company: 'railway',
  now: '2026-01-31T05:15:00Z',
  onset: 58,
  question: 'passengers see "no connection found" for every trip since the cost saving script ran at night',
  scope: { namespace: 'planner' },
  rootCauses: [
    {
      subjects: workload('planner', 'graph-store')
        .slice(0, 1)
        .concat([{ kind: 'Service', namespace: 'planner', name: 'graph-store' }]),
      says: [['graph-store'], ['0 replicas', 'zero', 'replicas', 'scaled', '副本', '缩']],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'planner', name: 'trip-planner' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'planner', name: 'trip-planner' },
    { kind: 'Deployment', namespace: 'planner', name: 'promo-banner' },
  ],
  hops: 2,
  apps: [
    { ns: 'planner', name: 'graph-store', style: 'rust', replicas: 2 },
    {
      ns: 'planner',
      name: 'trip-planner',
      style: 'zap',
      replicas: 2,
      env: { GRAPH_ADDR: 'graph-store.planner.svc.cluster.local:80' },
    },
    {
      ns: 'planner',
      name: 'promo-banner',
      style: 'pino',
      replicas: 1,
      service: false,
      probe: '',
      annotations: { 'planner.rail.example/season': 'summer only' },
    },
  ],
  fault: [
    { scale: 'deployment/graph-store', in: 'planner', to: 0 },
    { scale: 'deployment/promo-banner', in: 'planner', to: 0 },
  ],
  settle: 14,
  logs: [
    {
      app: 'planner/trip-planner',
      say: 'route search aborted: graph: dial tcp 10.96.118.40:80: connect: connection refused',
      every: 30,
    },
  ],
});
