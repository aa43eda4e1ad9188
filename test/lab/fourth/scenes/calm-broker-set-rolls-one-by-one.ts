import { notReady, since } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, rabbit, tell } from '../kit.ts';

export default scene({
  id: 'calm-broker-set-rolls-one-by-one',
  family: 'healthy',
  on: 'aks',
  now: '2026-03-26T21:00:20Z',
  hops: 0,
  question:
    'rabbit-0 not ready and clients log "connection closed" + reconnects - incident? platform team announced a broker patch tonight but still',
  scope: 'bus',
  not: [
    one('StatefulSet', 'bus/rabbit'),
    one('Pod', 'bus/rabbit-*'),
    one('Deployment', 'bus/order-events'),
    one('Deployment', 'bus/mail-events'),
  ],
  play: (f) => {
    rabbit(f, 'bus/rabbit', { n: 3, image: 'docker.io/library/rabbitmq:4.1.2-management' });
    const pods = f.pods('bus/rabbit');
    const set = f.get('StatefulSet', 'bus/rabbit');
    f.edited(set, 'helm', 7, { 'f:spec': { 'f:template': {} } });
    pods.forEach((p, i) => {
      since(f.s, [p], [0.6, 2.9, 6.1][i] ?? 0.6);
    });
    const [last] = pods;
    if (!last) throw new Error('rabbit has no pods');
    f.s.container(last).ready = false;
    notReady(f.s, last, 0.6, 'rabbitmq');
    for (const [name, m] of [
      ['rabbit-2', 6.2],
      ['rabbit-1', 3],
      ['rabbit-0', 0.7],
    ] as const) {
      f.s.event(set, 'SuccessfulDelete', `delete Pod ${name} in StatefulSet rabbit successful`, {
        type: 'Normal',
        first: m + 0.3,
        last: m + 0.3,
        source: 'statefulset-controller',
      });
      f.s.event(set, 'SuccessfulCreate', `create Pod ${name} in StatefulSet rabbit successful`, {
        type: 'Normal',
        first: m - 0.05,
        last: m - 0.05,
        source: 'statefulset-controller',
      });
    }
    for (const name of ['order-events', 'mail-events']) {
      program(f, 'zap', { ns: 'bus', name, n: 2, env: { RABBIT: 'amqp://rabbit:5672' } });
      tell(
        f,
        `bus/${name}`,
        'amqp connection closed: Exception (320) Reason: "CONNECTION_FORCED - Node was put into maintenance mode", reconnecting',
        { level: 'warn', by: 'bus/conn.go:61', from: 6.3, to: 0.5, every: 150 },
      );
      tell(f, `bus/${name}`, 'amqp reconnected to rabbit:5672, consumers restored', {
        level: 'info',
        by: 'bus/conn.go:88',
        from: 6.2,
        to: 0.4,
        every: 150,
      });
      tell(f, `bus/${name}`, 'published 41{n} events, 0 unconfirmed', {
        level: 'info',
        by: 'bus/pub.go:30',
        from: 45,
        every: 240,
      });
    }
  },
});
