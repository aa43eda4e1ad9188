import { certificate } from '../../certificate.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'orders-mq-client-cert-expired',
  family: 'certificate',
  on: 'openshift',
  now: '2026-05-11T00:42:00Z',
  hops: 4,
  question:
    'shop checkout: "order received" mails stopped exactly at midnight UTC. mail service is up, marketing says maybe mail provider',
  causes: [
    {
      subjects: [one('Secret', 'orders/event-relay-mtls'), ...of('orders/event-relay')],
      says: [
        ['certificate', 'tls', '证书'],
        ['expired', 'not after', 'notafter', '过期'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'orders/mailer')],
  not: [one('Deployment', 'orders/mailer'), one('Deployment', 'orders/order-api'), one('StatefulSet', 'bus/kafka')],
  play: (f) => {
    f.app({ ns: 'orders', name: 'order-api', tone: 'spring', n: 2, env: { OUTBOX: 'http://event-relay:8080' } });
    f.secret('orders/event-relay-mtls', ['tls.key', 'tls.crt', 'ca.crt'], 365, 'kubernetes.io/tls');
    const s = f.get('Secret', 'orders/event-relay-mtls');
    s.data = {
      ...s.data,
      'tls.crt': certificate(['event-relay.orders'], 'corp-bus-ca', '2025-05-11T00:00:00Z', '2026-05-11T00:00:00Z'),
      'ca.crt': certificate(['corp-bus-ca'], 'corp-bus-ca', '2022-01-01T00:00:00Z', '2032-01-01T00:00:00Z'),
    };
    f.app({
      ns: 'orders',
      name: 'event-relay',
      tone: 'slog',
      n: 2,
      svcPort: 8080,
      env: { KAFKA_BROKERS: 'kafka.bus.svc:9093' },
      mounts: { '/etc/mtls': 'secret:event-relay-mtls' },
    });
    f.app({
      ns: 'orders',
      name: 'mailer',
      tone: 'celery',
      n: 1,
      svc: false,
      ready: null,
      env: { TOPIC: 'orders.confirmed' },
    });
    f.app({
      ns: 'bus',
      name: 'kafka',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 3,
      image: 'apache/kafka:4.0.1',
      port: 9093,
      portName: 'tls',
      ready: { tcpSocket: { port: 9093 } },
      claim: { size: '50Gi', at: '/var/lib/kafka' },
    });
    f.say({
      app: 'orders/event-relay',
      from: 41.8,
      every: 20,
      lines:
        'publish orders.confirmed: kafka: client has run out of available brokers to talk to: remote error: tls: expired certificate',
    });
    f.say({
      app: 'bus/kafka',
      raw: true,
      from: 41.8,
      every: 60,
      level: 'info',
      lines:
        '[{iso}] INFO [SocketServer listenerType=BROKER, nodeId=0] Failed authentication with /10.128.2.{o} (channelId=10.128.2.9:9093-10.128.2.{o}:5{n}) (SSL handshake failed) (org.apache.kafka.common.network.Selector)',
    });
    f.say({
      app: 'orders/order-api',
      from: 41,
      every: 60,
      level: 'warn',
      lines: 'outbox: relay answered 503, 1{n} events waiting',
    });
    f.say({ app: 'orders/mailer', from: 41, every: 300, level: 'info', lines: 'no new messages on orders.confirmed' });
    herring.crash(f, 'orders/fraud-poc', 4);
    herring.unready(f, 'bus/schema-ui');
  },
});
