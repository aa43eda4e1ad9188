import { incident } from '../incident.ts';
export default incident({
  id: 'egress-wrong-port',
  family: 'network-policy',
  mode: 'living',
  platform: 'eks',
  company: 'school',
  now: '2026-02-16T15:37:00Z',
  onset: 31,
  question: 'library search returns 500, catalog-api logs timeouts to its database, the database is idle',
  scope: { namespace: 'catalog' },
  rootCauses: [
    {
      subjects: [{ kind: 'NetworkPolicy', namespace: 'catalog', name: 'catalog-api-egress' }],
      says: [
        ['networkpolicy', 'network policy', '网络策略', 'catalog-api-egress'],
        ['5433', '5432', 'port', '端口'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'catalog', name: 'catalog-api' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'catalog', name: 'catalog-api' },
    { kind: 'StatefulSet', namespace: 'catalog', name: 'catalog-pg' },
    { kind: 'Deployment', namespace: 'catalog', name: 'search-web' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'catalog',
      name: 'search-web',
      style: 'pino',
      replicas: 2,
      env: { CATALOG: 'http://catalog-api' },
      ingress: { host: 'library.school.example' },
    },
    {
      ns: 'catalog',
      name: 'catalog-api',
      style: 'ruby',
      replicas: 2,
      env: { PGHOST: 'catalog-pg.catalog.svc.cluster.local', PGPORT: '5432' },
    },
    {
      ns: 'catalog',
      name: 'catalog-pg',
      kind: 'StatefulSet',
      style: 'postgres',
      replicas: 1,
      port: 5432,
      image: 'postgres:16.9',
      probe: 'tcp',
      claim: { size: '10Gi', mount: '/var/lib/postgresql/data' },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'networking.k8s.io/v1',
          kind: 'NetworkPolicy',
          metadata: { name: 'catalog-api-egress', namespace: 'catalog' },
          spec: {
            podSelector: { matchLabels: { app: 'catalog-api' } },
            policyTypes: ['Egress'],
            egress: [
              {
                to: [{ namespaceSelector: {} }],
                ports: [
                  { protocol: 'UDP', port: 53 },
                  { protocol: 'TCP', port: 53 },
                ],
              },
              {
                to: [{ podSelector: { matchLabels: { app: 'catalog-pg' } } }],
                ports: [{ protocol: 'TCP', port: 5433 }],
              },
            ],
          },
        },
      ],
    },
  ],
  settle: 8,
  logs: [
    {
      app: 'catalog/catalog-api',
      say: 'PG::ConnectionBad: connection to server at "catalog-pg.catalog.svc.cluster.local" (10.0.4.18), port 5432 failed: Connection timed out',
      every: 35,
    },
    { app: 'catalog/search-web', say: 'catalog-api responded 500 q=moby', every: 40 },
  ],
});
