import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'warehouse-node-runtime-down',
  family: 'node-down',
  on: 'kubeadm',
  now: '2026-04-11T03:40:00Z',
  hops: 3,
  question:
    'night shift: pick lists do not load. pick-api logs db timeouts. dba says postgres was "not restarted by anyone"',
  causes: [
    {
      subjects: [one('Node', 'kw-12')],
      says: [['container runtime', 'pleg', 'kubeletnotready', 'containerd', '运行时']],
    },
  ],
  symptoms: [one('Deployment', 'wms/pick-api')],
  not: [one('Deployment', 'wms/pick-api'), one('Deployment', 'wms/handheld-ui')],
  play: (f) => {
    f.app({ ns: 'wms', name: 'handheld-ui', tone: 'nginx', n: 2, env: { PICK: 'http://pick-api' } });
    f.app({
      ns: 'wms',
      name: 'pick-api',
      tone: 'spring',
      n: 2,
      env: { SPRING_DATASOURCE_URL: 'jdbc:postgresql://wms-pg:5432/wms' },
    });
    f.app({
      ns: 'wms',
      name: 'wms-pg',
      kind: 'StatefulSet',
      tone: 'pg',
      n: 1,
      image: 'postgres:16.4',
      port: 5432,
      portName: 'pg',
      ready: { tcpSocket: { port: 5432 } },
      claim: { size: '80Gi', at: '/var/lib/postgresql/data' },
    });
    const pg = f.pod('wms/wms-pg');
    const node = f.world.nodes.find((n) => n.metadata.name === pg.spec?.nodeName) ?? f.node(1);
    f.s.condition(
      node,
      'Ready',
      'False',
      'KubeletNotReady',
      '[container runtime is down, PLEG is not healthy: pleg was last seen active 41m12.402s ago; threshold is 3m0s]',
      38,
    );
    node.spec = {
      ...node.spec,
      taints: [
        { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule', timeAdded: f.s.clock.ago(38) },
        { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute', timeAdded: f.s.clock.ago(38) },
      ],
    };
    f.s.event(node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`, {
      type: 'Normal',
      first: 38,
      last: 38,
      source: 'kubelet',
      host: node.metadata.name,
    });
    f.s.event(
      node,
      'ContainerGCFailed',
      'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial unix /run/containerd/containerd.sock: connect: connection refused"',
      { first: 40, last: 0.8, count: 41, host: node.metadata.name },
    );
    for (const p of f.s.all('Pod').filter((x) => x.spec?.nodeName === node.metadata.name)) {
      f.s.condition(p, 'Ready', 'False', undefined, undefined, 38);
      f.s.event(p, 'NodeNotReady', 'Node is not ready', { first: 38, last: 38, source: 'node-controller' });
      const owner = p.metadata.ownerReferences?.[0]?.kind;
      if (owner === 'DaemonSet') continue;
      p.metadata.deletionTimestamp = f.s.clock.ago(32.5);
      (p.metadata as { deletionGracePeriodSeconds?: number }).deletionGracePeriodSeconds = 30;
      f.s.event(p, 'TaintManagerEviction', `Marking for deletion Pod ${p.metadata.namespace}/${p.metadata.name}`, {
        type: 'Normal',
        first: 33,
        last: 33,
        source: 'taint-eviction-controller',
      });
      const other = f.world.nodes.find((n) => n !== node);
      if (owner === 'ReplicaSet' && other) f.replace(p, other, 33);
    }
    for (const a of f.s
      .all('Pod')
      .filter((x) => x.metadata.deletionTimestamp && x.metadata.ownerReferences?.[0]?.kind === 'ReplicaSet'))
      f.s.condition(
        a,
        'DisruptionTarget',
        'True',
        'DeletionByTaintManager',
        'Taint manager: deleting due to NoExecute taint',
        33,
      );
    f.say({
      app: 'wms/pick-api',
      from: 37,
      every: 30,
      lines: [
        'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=0, active=0, idle=0, waiting=21)',
        'Caused by: java.net.UnknownHostException: wms-pg',
      ],
    });
    f.say({
      app: 'wms/handheld-ui',
      from: 36,
      every: 60,
      lines:
        'upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.244.2.{o}, server: _, request: "GET /lists HTTP/1.1", upstream: "http://pick-api:80/lists", host: "wms.corp.lan"',
    });
  },
});
