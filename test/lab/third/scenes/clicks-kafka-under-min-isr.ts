import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'clicks-kafka-under-min-isr',
  family: 'app-log',
  on: 'kubeadm',
  now: '2026-02-02T11:27:00Z',
  hops: 3,
  question: 'the live click counter on the homepage is frozen since ~10:40, collector pods fine and healthy',
  causes: [
    {
      subjects: of('stream/kafka', 'StatefulSet'),
      says: [
        ['kafka'],
        [
          'input/output',
          'i/o error',
          'log dir',
          'kafkastorageexception',
          'offline',
          'insync',
          'in-sync',
          'isr',
          'enough replicas',
          '磁盘',
          '副本',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'web/click-collector')],
  not: [one('Deployment', 'web/click-collector'), one('Deployment', 'web/home-counter')],
  play: (f) => {
    f.app({ ns: 'web', name: 'home-counter', tone: 'winston', n: 2, env: { COLLECTOR: 'http://click-collector' } });
    f.app({
      ns: 'web',
      name: 'click-collector',
      tone: 'slog',
      n: 3,
      env: { KAFKA_BROKERS: 'kafka.stream.svc:9092', KAFKA_ACKS: 'all' },
    });
    f.app({
      ns: 'stream',
      name: 'kafka',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 3,
      image: 'apache/kafka:4.0.1',
      port: 9092,
      portName: 'kafka',
      mem: ['1Gi', '2Gi'],
      env: { KAFKA_MIN_INSYNC_REPLICAS: '2', KAFKA_DEFAULT_REPLICATION_FACTOR: '3' },
      ready: { tcpSocket: { port: 9092 } },
      claim: { size: '100Gi', at: '/var/lib/kafka' },
    });
    for (const i of [1, 2]) {
      crashLoop(f.s, f.pod('stream/kafka', i), { exitCode: 1, restarts: 10, first: 47, last: 2 + i, lasted: 12 });
    }
    f.say({
      app: 'stream/kafka',
      pods: (_p, i) => i > 0,
      boot: true,
      raw: true,
      lines: [
        '[{iso}] INFO [KafkaRaftServer nodeId=1] Starting (kafka.server.KafkaRaftServer)',
        '[{iso}] ERROR Error while reading checkpoint file /var/lib/kafka/replication-offset-checkpoint (org.apache.kafka.storage.internals.log.LogDirFailureChannel)',
        'java.io.IOException: Input/output error',
        '[{iso}] ERROR Shutdown broker because all log dirs in /var/lib/kafka have failed (kafka.log.LogManager)',
      ],
    });
    f.say({
      app: 'stream/kafka',
      pods: (_p, i) => i === 0,
      raw: true,
      from: 46,
      every: 60,
      lines:
        '[{iso}] ERROR [ReplicaManager broker=0] Error processing append operation on partition clicks-{o} (kafka.server.ReplicaManager) org.apache.kafka.common.errors.NotEnoughReplicasException: The size of the current ISR Set(0) is insufficient to satisfy the min.isr requirement of 2 for partition clicks-7',
    });
    f.say({
      app: 'web/click-collector',
      from: 46,
      every: 20,
      lines: 'produce clicks: kafka server: Messages are rejected since there are fewer in-sync replicas than required',
    });
    f.say({
      app: 'web/home-counter',
      from: 45,
      every: 120,
      level: 'warn',
      lines: 'counter unchanged for 120s, collector reports last offset {n}',
    });
    herring.crash(f, 'stream/mirror-maker', 18);
    herring.pending(f, 'web/abtest', 2);
  },
});
