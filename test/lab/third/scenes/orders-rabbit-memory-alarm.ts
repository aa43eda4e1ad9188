import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'orders-rabbit-memory-alarm',
  family: 'app-log',
  on: 'openshift',
  now: '2026-05-08T16:48:00Z',
  hops: 3,
  question:
    'order confirmation hangs for 30s then "try later". orders-api had a deploy this morning (logging change), roll back?',
  causes: [
    {
      subjects: [...of('broker/rabbit', 'StatefulSet'), ...of('orders/invoice-consumer')],
      says: [
        ['memory', '内存'],
        ['alarm', 'watermark', 'blocked', '告警', '水位'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'orders/orders-api')],
  not: [one('Deployment', 'orders/orders-api'), one('Deployment', 'orders/shop-web')],
  play: (f) => {
    f.app({ ns: 'orders', name: 'shop-web', tone: 'nginx', n: 2, env: { ORDERS: 'http://orders-api' } });
    f.app({
      ns: 'orders',
      name: 'orders-api',
      tone: 'spring',
      n: 2,
      env: { SPRING_RABBITMQ_HOST: 'rabbit.broker.svc' },
    });
    f.revise('orders/orders-api', 470, (t) => {
      const c = t.spec.containers[0];
      if (c) c.image = c.image.replace(/:.*$/, ':2.4.0');
    });
    f.app({
      ns: 'orders',
      name: 'invoice-consumer',
      tone: 'spring',
      n: 1,
      svc: false,
      ready: null,
      env: { SPRING_RABBITMQ_HOST: 'rabbit.broker.svc' },
    });
    f.app({
      ns: 'broker',
      name: 'rabbit',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 1,
      image: 'rabbitmq:3.13.7-management',
      port: 5672,
      portName: 'amqp',
      mem: ['1Gi', '1Gi'],
      ready: { tcpSocket: { port: 5672 } },
      claim: { size: '20Gi', at: '/var/lib/rabbitmq' },
    });
    f.say({
      app: 'broker/rabbit',
      raw: true,
      from: 44,
      every: 500,
      lines: [
        '{iso} [info] <0.409.0> vm_memory_high_watermark set. Memory used:448200704 allowed:429496729',
        "{iso} [warning] <0.407.0> memory resource limit alarm set on node 'rabbit@rabbit-0'.",
        '{iso} [warning] <0.407.0> *** Publishers will be blocked until this alarm clears ***',
      ],
    });
    f.say({
      app: 'broker/rabbit',
      raw: true,
      from: 43,
      every: 300,
      level: 'warn',
      lines: "{iso} [info] <0.1188.0> queue 'invoices' in vhost '/': 1840{n} messages ready, 1 consumer",
    });
    f.say({
      app: 'orders/orders-api',
      from: 43,
      every: 25,
      lines:
        'publish to orders.confirmed timed out after 30000 ms: connection to rabbit.broker.svc:5672 is blocked by the broker (low on memory)',
    });
    herring.unready(f, 'orders/returns-beta');
    herring.image(f, 'broker/shovel-test', 12);
    f.say({
      app: 'orders/shop-web',
      from: 42,
      every: 50,
      lines: `upstream timed out (110: Operation timed out) while reading response header from upstream, client: 10.128.2.{o}, server: _, request: "POST /orders HTTP/1.1", upstream: "http://${f.ip('orders/orders-api')}:80/orders", host: "shop.example"`,
    });
  },
});
