import { crashLoop, unschedulable } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'kafka-zk-ordinal-cordoned-zone',
  family: 'volume-node',
  on: 'eks',
  now: '2026-11-02T01:37:00Z',
  key: 'app',
  hops: 3,
  question: '消息全部积压,下游说拉不到 kafka,kafka 自己也在重启。昨天有人动过节点',
  causes: [
    {
      subjects: [
        ...of('stream/zk', 'StatefulSet'),
        one('Node', 'ip-*'),
        one('PersistentVolumeClaim', 'stream/data-zk-0'),
        one('PersistentVolume', 'pvc-*'),
      ],
      says: [['zk'], ['cordon', 'unschedulable', 'volume node affinity', '不可调度', '封锁', '亲和', 'affinity']],
    },
  ],
  symptoms: [one('StatefulSet', 'stream/kafka')],
  not: [
    one('StatefulSet', 'stream/kafka'),
    one('Deployment', 'orders/order-stream'),
    one('Deployment', 'orders/order-api'),
  ],
  play: (f) => {
    f.app({
      ns: 'stream',
      name: 'zk',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 1,
      c: 'zookeeper',
      image: 'docker.io/zookeeper:3.9.3',
      port: 2181,
      portName: 'client',
      ready: { tcpSocket: { port: 2181 } },
      claim: { size: '10Gi', at: '/data' },
    });
    f.app({
      ns: 'stream',
      name: 'kafka',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 2,
      image: 'confluentinc/cp-kafka:7.4.1',
      port: 9092,
      portName: 'broker',
      ready: { tcpSocket: { port: 9092 } },
      env: { KAFKA_ZOOKEEPER_CONNECT: 'zk.stream.svc.cluster.local:2181' },
    });
    f.app({
      ns: 'orders',
      name: 'order-stream',
      tone: 'spring',
      svc: false,
      ready: null,
      env: { BOOTSTRAP_SERVERS: 'kafka.stream.svc.cluster.local:9092' },
    });
    f.app({ ns: 'orders', name: 'order-api', tone: 'spring' });
    const pod = f.pod('stream/zk');
    const home = f.world.nodes.find((n) => n.metadata.name === pod.spec?.nodeName) ?? f.node(0);
    const volume = f.s
      .all('PersistentVolume')
      .find((v) => (v.spec?.claimRef as { name?: string } | undefined)?.name === 'data-zk-0');
    if (volume?.spec)
      volume.spec.nodeAffinity = {
        required: {
          nodeSelectorTerms: [
            {
              matchExpressions: [
                {
                  key: 'topology.kubernetes.io/zone',
                  operator: 'In',
                  values: [home.metadata.labels?.['topology.kubernetes.io/zone']],
                },
              ],
            },
          ],
        },
      };
    const same = f.world.nodes.filter(
      (n) =>
        n.metadata.labels?.['topology.kubernetes.io/zone'] === home.metadata.labels?.['topology.kubernetes.io/zone'],
    );
    for (const n of same) {
      n.spec = {
        ...n.spec,
        unschedulable: true,
        taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: f.s.clock.ago(1200) }],
      };
      f.s.event(n, 'NodeNotSchedulable', `Node ${n.metadata.name} status is now: NodeNotSchedulable`, {
        type: 'Normal',
        first: 58,
        last: 58,
      });
      f.edited(n, 'kubectl-cordon', 1200, { 'f:spec': { 'f:unschedulable': {} } });
    }
    pod.metadata.creationTimestamp = f.s.clock.ago(31);
    unschedulable(
      f.s,
      pod,
      `0/4 nodes are available: ${same.length} node(s) were unschedulable, ${4 - same.length} node(s) had volume node affinity conflict. preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.`,
      31,
    );
    for (const p of f.pods('stream/kafka'))
      crashLoop(f.s, p, { exitCode: 1, restarts: 7, first: 29, last: 1.5, lasted: 40 });
    herring.crash(f, 'stream/schema-ui', 11);
    f.say({
      app: 'stream/kafka',
      boot: true,
      lines: [
        'Connecting to zookeeper on zk.stream.svc.cluster.local:2181 (kafka.server.KafkaServer)',
        'Fatal error during KafkaServer startup. Prepare to shutdown (kafka.server.KafkaServer) kafka.zookeeper.ZooKeeperClientTimeoutException: Timed out waiting for connection while in state: CONNECTING',
      ],
    });
    f.say({
      app: 'orders/order-stream',
      from: 29,
      every: 20,
      level: 'warn',
      lines:
        '[Consumer clientId=consumer-orders-1, groupId=orders] Connection to node -1 (kafka.stream.svc.cluster.local:9092) could not be established. Node may not be available.',
    });
  },
});
