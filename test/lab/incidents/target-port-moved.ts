import { incident } from '../incident.ts';
export default incident({
  id: 'target-port-moved',
  family: 'service-port',
  mode: 'living',
  platform: 'aks',
  company: 'studio',
  now: '2026-04-15T09:58:00Z',
  onset: 19,
  question: 'why do review links give 502? review-api pods are ready',
  scope: { namespace: 'review' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Service', namespace: 'review', name: 'review-api' },
        { kind: 'Deployment', namespace: 'review', name: 'review-api' },
      ],
      says: [
        ['targetport', 'target port', '9000', '端口'],
        ['8080', 'no container', 'not', 'listen', 'mismatch', '不', '没有'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'review', name: 'review-front' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'review', name: 'review-front' }],
  hops: 2,
  apps: [
    { ns: 'review', name: 'review-api', style: 'uvicorn', replicas: 2 },
    {
      ns: 'review',
      name: 'review-front',
      style: 'nginx',
      replicas: 2,
      env: { API: 'http://review-api.review' },
      ingress: { host: 'review.studio.example' },
    },
  ],
  fault: [
    {
      patch: 'service/review-api',
      in: 'review',
      with: { spec: { ports: [{ name: 'http', port: 80, targetPort: 9000 }] } },
    },
  ],
  settle: 8,
  logs: [
    {
      app: 'review/review-front',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.244.3.{n}, server: _, request: "GET /r/{id} HTTP/1.1", upstream: "http://review-api.review/r", host: "review.studio.example"',
      every: 30,
    },
  ],
});
