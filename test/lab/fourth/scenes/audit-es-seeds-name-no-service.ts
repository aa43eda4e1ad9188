import { notReady } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, elastic, program, service, tell } from '../kit.ts';

export default scene({
  id: 'audit-es-seeds-name-no-service',
  family: 'config-host',
  on: 'aks',
  now: '2026-10-01T10:02:00Z',
  key: 'app.kubernetes.io/name',
  hops: 2,
  question:
    'audit trail page empty & 503 since the ES restart this morning; es pods Running 0/1. cluster needs more masters?',
  scope: 'audit',
  causes: [
    {
      subjects: [...of('audit/audit-es', 'StatefulSet'), one('ConfigMap', 'audit/audit-es-env')],
      says: [
        ['audit-es-discovery', 'seed_hosts', 'seed hosts'],
        [...ABSENT, 'resolve', 'unknownhost', 'not discovered', '解析'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'audit/audit-api')],
  not: [one('Deployment', 'audit/audit-api'), one('Deployment', 'audit/audit-ui'), one('Service', 'audit/audit-es')],
  play: (f) => {
    f.config(
      'audit/audit-es-env',
      {
        'cluster.name': 'audit',
        'discovery.seed_hosts': 'audit-es-discovery',
        'network.host': '0.0.0.0',
        ES_JAVA_OPTS: '-Xms2g -Xmx2g',
      },
      210,
    );
    f.edited(f.get('ConfigMap', 'audit/audit-es-env'), 'helm', 141, { 'f:data': { 'f:discovery.seed_hosts': {} } });
    elastic(f, 'audit/audit-es', {
      n: 3,
      env: {},
      from: ['cm:audit-es-env'],
      ready: { httpGet: { path: '/_cluster/health?local=true', port: 9200 } },
    });
    service(f, 'audit/audit-es-http', {
      selector: { 'app.kubernetes.io/name': 'audit-es' },
      ports: [{ name: 'http', port: 9200, targetPort: 9200 }],
    });
    f.pods('audit/audit-es').forEach((p, i) => {
      p.metadata.creationTimestamp = f.s.clock.ago(139 - i);
      for (const c of p.status?.containerStatuses ?? []) c.state = { running: { startedAt: f.s.clock.ago(138 - i) } };
      f.s.container(p).ready = false;
      notReady(f.s, p, 138 - i, 'elasticsearch');
      f.s.event(p, 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', {
        first: 58,
        last: 0.2,
        count: 840,
        container: 'elasticsearch',
      });
    });
    f.app({ ns: 'audit', name: 'audit-ui', tone: 'nginx', n: 2, env: { API: 'http://audit-api' } });
    program(f, 'uvicorn', { ns: 'audit', name: 'audit-api', n: 2, env: { ES: 'http://audit-es-http:9200' } });
    const es = 'org.elasticsearch.';
    tell(
      f,
      'audit/audit-es',
      'failed to resolve host [audit-es-discovery]\njava.net.UnknownHostException: audit-es-discovery',
      { by: `${es}discovery.SeedHostsResolver`, level: 'warn', from: 49, every: 60 },
    );
    tell(
      f,
      'audit/audit-es',
      'master not discovered or elected yet, an election requires at least 2 nodes with ids from [k3mQ0r9rTu6yBq0hN1o8bQ, Zb1xY4qPR0yQ9g8d2Kc7wA, aX7n2wS3Q4GmJx1dPz0eVg], have only discovered non-quorum [{audit-es}{k3mQ0r9rTu6yBq0hN1o8bQ}]; discovery will continue using [] from hosts providers',
      { by: `${es}cluster.coordination.ClusterFormationFailureHelper`, level: 'warn', from: 49, every: 45 },
    );
    tell(
      f,
      'audit/audit-api',
      "search failed: ConnectionError(HTTPConnectionPool(host='audit-es-http', port=9200): Connection refused)",
      { from: 48, every: 20 },
    );
    herring.image(f, 'audit/siem-forward', 6);
  },
});
