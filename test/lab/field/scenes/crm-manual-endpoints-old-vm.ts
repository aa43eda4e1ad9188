import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'crm-manual-endpoints-old-vm',
  family: 'external-name',
  on: 'rke2',
  now: '2026-04-02T10:08:00Z',
  key: 'app',
  hops: 2,
  question: '客户资料打不开,crm-web 报 500,昨晚机房迁移了几台老虚拟机',
  scope: 'crm',
  causes: [
    {
      subjects: [
        one('EndpointSlice', 'crm/oracle-legacy-1'),
        one('Service', 'crm/oracle-legacy'),
        one('Endpoints', 'crm/oracle-legacy'),
      ],
      says: [['oracle-legacy'], ['10.77.4.19', 'no route', 'endpoint', 'address', 'unreachable', '端点', '地址']],
    },
  ],
  symptoms: [one('Deployment', 'crm/crm-core')],
  not: [one('Deployment', 'crm/crm-web'), one('Deployment', 'crm/crm-search')],
  play: (f) => {
    f.app({ ns: 'crm', name: 'crm-web', tone: 'nginx', env: { CORE: 'http://crm-core' } });
    f.app({
      ns: 'crm',
      name: 'crm-core',
      tone: 'spring',
      env: { JDBC_URL: 'jdbc:oracle:thin:@//oracle-legacy.crm.svc.cluster.local:1521/CRM' },
    });
    f.app({ ns: 'crm', name: 'crm-search', tone: 'ecs', n: 1 });
    f.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'oracle-legacy', namespace: 'crm', creationTimestamp: f.s.clock.ago(400_000) },
      spec: { ports: [{ name: 'tns', port: 1521, targetPort: 1521 }] },
    });
    f.put({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'oracle-legacy-1',
        namespace: 'crm',
        labels: { 'kubernetes.io/service-name': 'oracle-legacy' },
        creationTimestamp: f.s.clock.ago(400_000),
      },
      addressType: 'IPv4',
      endpoints: [{ addresses: ['10.77.4.19'], conditions: { ready: true } }],
      ports: [{ name: 'tns', port: 1521, protocol: 'TCP' }],
    });
    herring.crash(f, 'corp-web/old-intranet', 20);
    f.say({
      app: 'crm/crm-core',
      from: 55,
      every: 40,
      lines:
        'HikariPool-1 - Exception during pool initialization. java.sql.SQLRecoverableException: IO Error: The Network Adapter could not establish the connection (CONNECTION_ID=x) Caused by: java.net.NoRouteToHostException: No route to host: oracle-legacy.crm.svc.cluster.local/' +
        f.ip('crm/oracle-legacy') +
        ':1521 -> 10.77.4.19:1521',
    });
    f.say({
      app: 'crm/crm-web',
      from: 55,
      every: 45,
      lines: `upstream prematurely closed connection while reading response header from upstream, client: 172.27.3.27, server: _, request: "GET /customers/{n} HTTP/1.1", upstream: "http://${f.ip('crm/crm-core')}:80/customers", host: "crm.corp.lan"`,
    });
  },
});
