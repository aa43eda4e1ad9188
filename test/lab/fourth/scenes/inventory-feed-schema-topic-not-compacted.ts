import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { kafka, program, tell } from '../kit.ts';

export default scene({
  id: 'inventory-feed-schema-topic-not-compacted',
  family: 'exit-log',
  on: 'eks',
  now: '2026-08-21T13:55:00Z',
  key: 'app.kubernetes.io/name',
  hops: 3,
  question:
    'search shows yesterdays stock. indexer says no new messages, connector team says "schema registry thing". topics were recreated with terraform this morning',
  scope: 'feed',
  causes: [
    {
      subjects: [...of('feed/schema-registry'), ...of('feed/kafka', 'StatefulSet')],
      says: [
        ['_schemas', 'schema topic', 'cleanup.policy', 'cleanup policy'],
        ['compact', 'delete', 'retention', 'cleanup'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'feed/stock-connect'), one('Deployment', 'feed/search-indexer')],
  not: [one('Deployment', 'feed/search-indexer'), one('Deployment', 'feed/stock-connect')],
  play: (f) => {
    kafka(f, 'feed/kafka');
    f.app({
      ns: 'feed',
      name: 'schema-registry',
      tone: 'golog',
      n: 1,
      image: 'docker.io/confluentinc/cp-schema-registry:7.9.2',
      port: 8081,
      ready: { tcpSocket: { port: 8081 } },
      env: {
        SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS: 'kafka-0.kafka:9092',
        SCHEMA_REGISTRY_KAFKASTORE_TOPIC: '_schemas',
      },
    });
    program(f, 'kafka', {
      ns: 'feed',
      name: 'stock-connect',
      n: 2,
      image: 'docker.io/confluentinc/cp-kafka-connect:7.9.2',
      port: 8083,
      env: {
        CONNECT_BOOTSTRAP_SERVERS: 'kafka-0.kafka:9092',
        CONNECT_VALUE_CONVERTER_SCHEMA_REGISTRY_URL: 'http://schema-registry:8081',
      },
    });
    program(f, 'zap', { ns: 'feed', name: 'search-indexer', n: 2, svc: false, env: { TOPIC: 'stock.changes' } });
    crashLoop(f.s, f.pod('feed/schema-registry'), { exitCode: 1, restarts: 61, first: 330, last: 2.9, lasted: 14 });
    f.say({
      app: 'feed/schema-registry',
      boot: true,
      raw: true,
      lines: [
        '[2026-08-21 13:51:52,118] INFO Initializing KafkaStore with broker endpoints: kafka-0.kafka:9092 (io.confluent.kafka.schemaregistry.storage.KafkaStore)',
        '[2026-08-21 13:51:52,914] INFO Validating schemas topic _schemas (io.confluent.kafka.schemaregistry.storage.KafkaStore)',
        "[2026-08-21 13:51:53,040] ERROR The retention policy of the schema topic _schemas is incorrect. You must configure the topic to 'compact' cleanup policy to avoid Kafka deleting your schemas after a week. Refer to Kafka documentation for more details on cleanup policies (io.confluent.kafka.schemaregistry.storage.KafkaStore)",
        "[2026-08-21 13:51:53,044] ERROR Error starting the schema registry (io.confluent.kafka.schemaregistry.rest.SchemaRegistryRestApplication)\nio.confluent.kafka.schemaregistry.exceptions.SchemaRegistryInitializationException: Error initializing kafka store while initializing schema registry\nCaused by: io.confluent.kafka.schemaregistry.storage.exceptions.StoreInitializationException: The retention policy of the schema topic _schemas is incorrect. Expected cleanup.policy to be 'compact' but it is delete",
      ],
    });
    tell(
      f,
      'feed/stock-connect',
      'WorkerSourceTask{id=stock-source-0} Task threw an uncaught and unrecoverable exception. Task is being killed and will not recover until manually restarted\norg.apache.kafka.connect.errors.DataException: Failed to serialize Avro data from topic stock.changes\nCaused by: java.net.ConnectException: Connection refused: http://schema-registry:8081/subjects/stock.changes-value/versions',
      { by: 'org.apache.kafka.connect.runtime.WorkerTask', from: 48, every: 600 },
    );
    tell(f, 'feed/search-indexer', 'no messages on stock.changes for {n}s', {
      level: 'warn',
      by: 'consume/loop.go:44',
      from: 48,
      every: 120,
    });
    herring.crash(f, 'feed/geo-enricher', 7);
  },
});
