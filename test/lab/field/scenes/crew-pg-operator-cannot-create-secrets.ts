import { since, waiting } from '../../faults.ts';
import { crd, rbac } from '../acts.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'crew-pg-operator-cannot-create-secrets',
  family: 'rbac',
  on: 'rke2',
  now: '2026-05-12T08:57:00Z',
  key: 'app.kubernetes.io/name',
  hops: 4,
  question:
    'crew planning new env: crew-ui 502, crew-api pods CreateContainerConfigError. we never create that secret by hand, operator does. k8s bug?',
  scope: 'crew-uat',
  causes: [
    {
      subjects: [
        one('ClusterRole', 'pg-operator'),
        one('ClusterRoleBinding', 'pg-operator'),
        ...of('pg-system/pg-operator'),
        one('ServiceAccount', 'pg-system/pg-operator'),
      ],
      says: [
        ['forbidden', 'rbac', 'permission', 'cannot', 'not allowed', 'verb', '权限', '禁止'],
        ['secret'],
        ['create'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'crew-uat/crew-api')],
  not: [one('Deployment', 'crew-uat/crew-ui'), one('Deployment', 'crew-uat/crew-api')],
  absent: ['Secret/crew-uat/crew-pg-app'],
  play: (f) => {
    rbac(f, 'pg-operator', 'pg-system/pg-operator', [
      {
        apiGroups: ['pg.example.io'],
        resources: ['pgclusters', 'pgclusters/status'],
        verbs: ['get', 'list', 'watch', 'update', 'patch'],
      },
      {
        apiGroups: ['apps'],
        resources: ['statefulsets'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
      {
        apiGroups: [''],
        resources: ['services', 'configmaps', 'events'],
        verbs: ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete'],
      },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'watch', 'update', 'patch'] },
    ]);
    f.edited(f.get('ClusterRole', 'pg-operator'), 'kubectl-client-side-apply', 4200, { 'f:rules': {} });
    f.put(crd('PgCluster', 'pgclusters', 'pg.example.io', 'v1'));
    f.app({
      ns: 'pg-system',
      name: 'pg-operator',
      tone: 'glog',
      n: 1,
      c: 'manager',
      svc: false,
      pod: { serviceAccountName: 'pg-operator' },
      ready: { httpGet: { path: '/readyz', port: 8081 } },
    });
    f.put({
      apiVersion: 'pg.example.io/v1',
      kind: 'PgCluster',
      metadata: { name: 'crew-pg', namespace: 'crew-uat', creationTimestamp: f.s.clock.ago(57), generation: 1 },
      spec: { instances: 2, storage: '20Gi' },
      status: { phase: 'Setting up credentials', readyInstances: 0 },
    });
    f.app({ ns: 'crew-uat', name: 'crew-ui', tone: 'nginx', env: { API: 'http://crew-api' } });
    f.app({ ns: 'crew-uat', name: 'crew-api', tone: 'spring', n: 2, keys: { DB_URI: 'secret:crew-pg-app:uri' } });
    for (const p of f.pods('crew-uat/crew-api')) {
      since(f.s, [p], 55);
      waiting(f.s, p, 'CreateContainerConfigError', 'secret "crew-pg-app" not found', { minutes: 55 });
      f.s.event(p, 'Failed', 'Error: secret "crew-pg-app" not found', {
        first: 55,
        last: 0.2,
        count: 255,
        container: 'crew-api',
      });
    }
    herring.crash(f, 'crew-uat/roster-import', 2);
    f.say({
      app: 'pg-system/pg-operator',
      from: 56,
      every: 60,
      lines:
        '"Reconciler error" err="creating secret crew-uat/crew-pg-app: secrets is forbidden: User \\"system:serviceaccount:pg-system:pg-operator\\" cannot create resource \\"secrets\\" in API group \\"\\" in the namespace \\"crew-uat\\"" controller="pgcluster" namespace="crew-uat" name="crew-pg"',
    });
    f.say({
      app: 'crew-uat/crew-ui',
      from: 54,
      every: 40,
      lines: `connect() failed (111: Connection refused) while connecting to upstream, client: 172.27.3.20, server: _, request: "GET /api/roster HTTP/1.1", upstream: "http://${f.ip('crew-uat/crew-api')}:80/api/roster", host: "crew-uat.air.example"`,
    });
  },
});
