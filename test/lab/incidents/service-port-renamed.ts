import { incident } from '../incident.ts';

export default incident({
  id: 'service-port-renamed',
  family: 'demo',
  mode: 'forged',
  platform: 'gke',
  company: 'railway',
  now: '2026-01-20T16:05:00Z',
  question: 'seat reservations fail with 503 although every pod is green',
  scope: { namespace: 'reserve' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Service', namespace: 'reserve', name: 'seat-plan' },
        { kind: 'Deployment', namespace: 'reserve', name: 'seat-plan' },
      ],
      says: [
        ['targetport', 'target port', 'named port', '8081', 'web', '端口'],
        ['seat-plan'],
        ['no container', 'does not', 'not', 'no ', 'mismatch', '没有', '不'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'reserve', name: 'reserve-web' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'reserve', name: 'reserve-web' },
    { kind: 'Deployment', namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
  ],
  hops: 2,
  apps: [
    {
      ns: 'reserve',
      name: 'seat-plan',
      style: 'rust',
      replicas: 2,
      service: { ports: [{ name: 'http', port: 80, targetPort: 'web' }] },
    },
    {
      ns: 'reserve',
      name: 'reserve-web',
      style: 'nginx',
      replicas: 2,
      env: { SEAT_PLAN: 'http://seat-plan.reserve' },
      ingress: { host: 'reserve.rail.example' },
      hpa: { min: 2, max: 6, cpu: 70 },
    },
  ],
  edit: (s) => {
    const service = s.find('Service', 'reserve', 'seat-plan');
    service.metadata.managedFields = [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        apiVersion: 'v1',
        time: s.clock.ago(31),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:spec': { 'f:ports': {} } },
      },
    ];
  },
  onset: 31,
  logs: [
    {
      app: 'reserve/reserve-web',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.44.3.{n}, server: _, request: "POST /reserve HTTP/1.1", upstream: "http://seat-plan.reserve/v1/hold", host: "reserve.rail.example"',
      every: 50,
    },
  ],
});
