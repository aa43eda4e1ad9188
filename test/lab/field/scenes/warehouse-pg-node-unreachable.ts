import { unreachable } from '../acts.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'warehouse-pg-node-unreachable',
  family: 'node-down',
  on: 'openshift',
  now: '2026-01-14T19:25:00Z',
  key: 'app',
  hops: 3,
  stamps: true,
  question: 'scanners in the warehouse freeze at "saving pick". pick-api throws connection timeouts',
  causes: [
    {
      subjects: [one('Node', 'ocp4-worker-2-*')],
      says: [['not ready', 'notready', 'unreachable', 'stopped posting', 'unknown', '未就绪', '失联', 'down']],
    },
  ],
  symptoms: [one('Deployment', 'wms/pick-api'), one('StatefulSet', 'wms/pick-pg')],
  not: [one('Deployment', 'wms/pick-api'), one('Deployment', 'wms/scanner-bff'), one('StatefulSet', 'wms/pick-pg')],
  play: (f) => {
    const down = f.node(2);
    f.app({
      ns: 'wms',
      name: 'scanner-bff',
      tone: 'winston',
      env: { PICK: 'http://pick-api' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(0).metadata.name } },
    });
    f.app({
      ns: 'wms',
      name: 'pick-api',
      tone: 'spring',
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://pick-pg:5432/pick' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': f.node(1).metadata.name } },
    });
    f.app({
      ns: 'wms',
      name: 'pick-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      c: 'postgresql',
      image: 'registry.redhat.io/rhel9/postgresql-16:latest',
      port: 5432,
      portName: 'pg',
      ready: { exec: { command: ['/usr/libexec/check-container'] } },
      claim: { size: '60Gi', at: '/var/lib/pgsql/data' },
      pod: { nodeSelector: { 'kubernetes.io/hostname': down.metadata.name } },
    });
    unreachable(f, down, 23);
    for (const p of f.s.all('Pod').filter((x) => x.spec?.nodeName === down.metadata.name)) {
      f.s.condition(p, 'Ready', 'False', undefined, undefined, 23);
      f.s.event(p, 'NodeNotReady', 'Node is not ready', { first: 23, last: 23, source: 'node-controller' });
      if (p.metadata.ownerReferences?.[0]?.kind === 'DaemonSet') continue;
      if (p.metadata.ownerReferences?.[0]?.kind === 'ReplicaSet') f.replace(p, f.node(3), 17.9);
      p.metadata.deletionTimestamp = f.s.clock.ago(17.5);
      f.s.condition(
        p,
        'DisruptionTarget',
        'True',
        'DeletionByTaintManager',
        'Taint manager: deleting due to NoExecute taint',
        18,
      );
      f.s.event(p, 'TaintManagerEviction', `Marking for deletion Pod ${p.metadata.namespace}/${p.metadata.name}`, {
        type: 'Normal',
        first: 18,
        last: 18,
        source: 'taint-eviction-controller',
      });
    }
    herring.crash(f, 'wms/dock-display', 6);
    f.say({
      app: 'wms/pick-api',
      from: 22,
      every: 25,
      lines:
        'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=14) Caused by: org.postgresql.util.PSQLException: The connection attempt failed. java.net.SocketTimeoutException: Connect timed out pick-pg:5432',
    });
    f.say({ app: 'wms/scanner-bff', from: 22, every: 30, lines: 'POST http://pick-api/picks -> 500 after 30012ms' });
  },
});
