import { crashLoop, since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { kafka, program, tell, words } from '../kit.ts';

export default scene({
  id: 'events-kafka-cluster-id-after-zookeeper-wipe',
  family: 'exit-log',
  on: 'k3s',
  now: '2026-01-22T23:08:00Z',
  hops: 2,
  question:
    'telemetry ingestion stopped after the edge box rebooted for patching. events-api 503s, kafka pods restart forever. disk ok, network ok',
  causes: [
    {
      subjects: [...of('edge/kafka', 'StatefulSet'), ...of('edge/zookeeper', 'StatefulSet')],
      says: [
        ['cluster id', 'clusterid', 'cluster.id', 'meta.properties', '集群 id', '集群id'],
        [
          "doesn't match",
          'mismatch',
          'match',
          'inconsistent',
          'differ',
          'wrong cluster',
          'lost',
          'emptydir',
          '不一致',
          '不匹配',
          '丢失',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'edge/events-api')],
  not: [one('Deployment', 'edge/events-api'), one('Deployment', 'edge/line-gateway')],
  nodes: 2,
  play: (f) => {
    f.app({
      ns: 'edge',
      name: 'zookeeper',
      kind: 'StatefulSet',
      tone: 'log4j',
      n: 1,
      image: 'docker.io/library/zookeeper:3.8.4',
      port: 2181,
      portName: 'client',
      mounts: { '/data': 'empty:' },
      ready: { tcpSocket: { port: 2181 } },
    });
    since(f.s, f.pods('edge/zookeeper'), 74);
    f.say({
      app: 'edge/zookeeper',
      level: 'warn',
      from: 49.5,
      lines: 'No snapshot found in /data/version-2, starting with an empty database',
    });
    kafka(f, 'edge/kafka', {
      n: 1,
      image: 'docker.io/bitnami/kafka:3.6.2',
      env: { KAFKA_CFG_ZOOKEEPER_CONNECT: 'zookeeper:2181', KAFKA_CFG_BROKER_ID: '0' },
      claim: { size: '60Gi', at: '/bitnami/kafka' },
    });
    crashLoop(f.s, f.pod('edge/kafka'), { exitCode: 1, restarts: 17, first: 73, last: 3.2, lasted: 9 });
    f.say({
      app: 'edge/kafka',
      boot: true,
      lines: [
        words('info', 'kafka.server.KafkaServer', 'starting'),
        words('info', 'kafka.server.KafkaServer', 'Connecting to zookeeper on zookeeper:2181'),
        words('info', 'kafka.server.KafkaServer', 'Cluster ID = WHsw8a4kQMWxCSwYUsiVrA'),
        words(
          'error',
          'kafka.server.KafkaServer',
          "Fatal error during KafkaServer startup. Prepare to shutdown\nkafka.common.InconsistentClusterIdException: The Cluster ID WHsw8a4kQMWxCSwYUsiVrA doesn't match stored clusterId Some(ktTJRcT0Q_6oHkgUtB53mQ) in meta.properties. The broker is trying to join the wrong cluster. Configured zookeeper.connect may be wrong.\n\tat kafka.server.KafkaServer.startup(KafkaServer.scala:243)\n\tat kafka.Kafka$.main(Kafka.scala:113)\n\tat kafka.Kafka.main(Kafka.scala)",
        ),
        words('info', 'kafka.server.KafkaServer', 'shutting down'),
      ],
    });
    program(f, 'zap', { ns: 'edge', name: 'events-api', n: 2, env: { BROKERS: 'kafka-0.kafka:9092' } });
    f.app({ ns: 'edge', name: 'line-gateway', tone: 'tracing', n: 1, env: { EVENTS: 'http://events-api' } });
    tell(
      f,
      'edge/events-api',
      'produce machine.events: kafka: client has run out of available brokers to talk to: dial tcp: lookup kafka-0.kafka: no such host',
      {
        by: 'sink/kafka.go:90',
        from: 48,
        every: 8,
      },
    );
    f.say({
      app: 'edge/line-gateway',
      level: 'warn',
      from: 48,
      every: 20,
      lines: 'POST http://events-api/v1/events returned 503, buffered {n} events',
    });
    herring.image(f, 'edge/vision-beta', 8);
  },
});
