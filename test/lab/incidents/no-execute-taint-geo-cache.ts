import { incident, workload } from '../incident.ts';
import { stale } from '../stale.ts';
export default incident({
  id: 'no-execute-taint-geo-cache',
  family: 'scheduling',
  mode: 'living',
  platform: 'kubeadm',
  company: 'travel',
  now: '2026-08-08T12:31:00Z',
  onset: 36,
  question:
    'trip search slow + errors since noon, search-bff and trip-search look ok, hardware guys did "something with kw-13"',
  scope: { namespace: 'trips' },
  rootCauses: [
    {
      subjects: [{ kind: 'Node', name: 'kw-13' }, ...workload('trips', 'geo-cache')],
      says: [
        ['taint', 'tolerat', '污点', '容忍'],
        ['raid-swap', 'hw/raid-swap'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'trips', name: 'trip-search' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'trips', name: 'trip-search' },
    { kind: 'Deployment', namespace: 'trips', name: 'search-bff' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'trips',
      name: 'search-bff',
      style: 'pino',
      replicas: 2,
      env: { SEARCH: 'http://trip-search' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } },
    },
    {
      ns: 'trips',
      name: 'trip-search',
      style: 'rust',
      replicas: 2,
      env: { GEO_CACHE: 'geo-cache:6379' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } },
    },
    {
      ns: 'trips',
      name: 'geo-cache',
      style: 'redis',
      replicas: 1,
      image: 'redis:8.2',
      port: 6379,
      probe: 'tcp',
      service: { ports: [{ name: 'redis', port: 6379, targetPort: 6379 }] },
      pod: { nodeSelector: { 'kubernetes.io/hostname': 'node-3' } },
    },
  ],
  fault: [
    { patch: 'node/node-3', with: { spec: { taints: [{ key: 'hw/raid-swap', value: 'true', effect: 'NoExecute' }] } } },
  ],
  settle: 30,
  logs: [
    {
      app: 'trips/trip-search',
      say: 'geo cache unavailable: Connection refused (os error 111) host=geo-cache:6379',
      every: 25,
      from: 35,
    },
    { app: 'trips/search-bff', say: 'GET http://trip-search/search 503 after 2011ms', every: 40, from: 35 },
  ],
  edit: (s) => stale(s, 'flights/seat-hold', 10),
});
