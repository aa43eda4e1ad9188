import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { ABSENT, data, kafka, restarted } from '../kit.ts';

export default scene({
  id: 'orders-kafka-topic-never-created',
  family: 'config-name',
  on: 'eks',
  now: '2026-05-19T15:42:00Z',
  hops: 2,
  question: 'checkout hangs for a minute and then 500 since the afternoon change. is kafka down again?',
  scope: 'orders',
  causes: [
    {
      subjects: [
        one('ConfigMap', 'orders/order-api-env'),
        ...of('orders/order-api'),
        one('ConfigMap', 'orders/kafka-topics'),
      ],
      says: [['orders.placed.v2'], [...ABSENT, 'not created', 'UNKNOWN_TOPIC', 'only']],
    },
  ],
  symptoms: [one('Deployment', 'orders/checkout-web')],
  not: [
    one('StatefulSet', 'orders/kafka'),
    one('Deployment', 'orders/checkout-web'),
    one('Deployment', 'orders/stock-reserver'),
  ],
  play: (f) => {
    f.config(
      'orders/kafka-topics',
      {
        'topics.yaml':
          'topics:\n- name: orders.placed\n  partitions: 12\n  replicationFactor: 3\n- name: stock.reserved\n  partitions: 6\n  replicationFactor: 3\n- name: payments.settled\n  partitions: 6\n  replicationFactor: 3\n',
      },
      160,
    );
    const cm = f.config(
      'orders/order-api-env',
      {
        KAFKA_BOOTSTRAP_SERVERS: 'kafka-0.kafka:9092,kafka-1.kafka:9092,kafka-2.kafka:9092',
        ORDERS_TOPIC: 'orders.placed.v2',
        STOCK_TOPIC: 'stock.reserved',
      },
      160,
    );
    f.edited(cm, 'kubectl-edit', 47, data('ORDERS_TOPIC'));
    f.app({ ns: 'orders', name: 'checkout-web', tone: 'nginx', n: 2, env: { ORDER_API: 'http://order-api' } });
    f.app({
      ns: 'orders',
      name: 'order-api',
      tone: 'spring',
      n: 3,
      from: ['cm:order-api-env'],
      mem: ['512Mi', '1Gi'],
    });
    restarted(f, 'orders/order-api', 45);
    f.app({
      ns: 'orders',
      name: 'stock-reserver',
      tone: 'spring',
      n: 2,
      env: { KAFKA_BOOTSTRAP_SERVERS: 'kafka-0.kafka:9092', TOPIC: 'stock.reserved' },
    });
    kafka(f, 'orders/kafka', {
      env: { KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false', KAFKA_DEFAULT_REPLICATION_FACTOR: '3' },
    });
    f.say({
      app: 'orders/order-api',
      level: 'warn',
      from: 44,
      every: 40,
      lines:
        '[Producer clientId=order-api-1] Error while fetching metadata with correlation id {n} : {orders.placed.v2=UNKNOWN_TOPIC_OR_PARTITION}',
    });
    f.say({
      app: 'orders/order-api',
      from: 43,
      every: 55,
      lines:
        'publish order {n} failed: org.apache.kafka.common.errors.TimeoutException: Topic orders.placed.v2 not present in metadata after 60000 ms.',
    });
    f.say({
      app: 'orders/checkout-web',
      from: 43,
      every: 60,
      lines:
        'upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.0.3.{o}, server: _, request: "POST /api/orders HTTP/1.1", upstream: "http://order-api/api/orders", host: "shop.example"',
    });
    herring.crash(f, 'orders/loyalty-import', 9);
  },
});
