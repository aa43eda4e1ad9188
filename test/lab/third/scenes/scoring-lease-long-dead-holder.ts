import { since } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'scoring-lease-long-dead-holder',
  family: 'lease',
  on: 'eks',
  now: '2026-03-04T07:20:00Z',
  hops: 1,
  question:
    'no credit decisions since 05:30. decision-engine has 2/2 ready, 0 errors in log. DB ok, queue ok (filling)',
  scope: 'credit',
  causes: [
    {
      subjects: [one('Lease', 'credit/decision-engine-leader'), ...of('credit/decision-engine')],
      says: [
        ['lease', 'leader'],
        ['decision-engine-77c5d8b9f4-q8ztm', 'held', 'holder', 'gone', 'dead', 'expired', 'no longer'],
      ],
    },
  ],
  not: [one('Deployment', 'credit/decision-api'), one('StatefulSet', 'credit/nats')],
  play: (f) => {
    f.app({ ns: 'credit', name: 'decision-api', tone: 'spring', n: 2, env: { NATS_URL: 'nats://nats:4222' } });
    f.app({
      ns: 'credit',
      name: 'nats',
      kind: 'StatefulSet',
      tone: 'golog',
      n: 1,
      image: 'nats:2.12.2',
      port: 4222,
      portName: 'client',
      ready: { tcpSocket: { port: 4222 } },
    });
    f.app({
      ns: 'credit',
      name: 'decision-engine',
      tone: 'slog',
      n: 2,
      env: { NATS_URL: 'nats://nats:4222', LEASE: 'decision-engine-leader', LEASE_DURATION: '24h' },
    });
    since(f.s, f.pods('credit/decision-engine'), 108);
    f.put({
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: 'decision-engine-leader', namespace: 'credit', creationTimestamp: f.s.clock.ago(200000) },
      spec: {
        holderIdentity: 'decision-engine-77c5d8b9f4-q8ztm',
        leaseDurationSeconds: 86400,
        acquireTime: '2026-03-01T22:10:04.000000Z',
        renewTime: '2026-03-04T05:31:12.481120Z',
        leaseTransitions: 14,
      },
    });
    f.say({
      app: 'credit/decision-engine',
      from: 49,
      every: 120,
      level: 'info',
      lines:
        'standby: lease credit/decision-engine-leader is held by decision-engine-77c5d8b9f4-q8ztm, valid until 2026-03-05T05:31:12Z',
    });
    f.say({
      app: 'credit/decision-api',
      from: 49,
      every: 60,
      level: 'warn',
      lines: 'decision for application {n} pending for more than 60s, 21{n} in queue',
    });
    herring.pending(f, 'credit/model-train', 3);
    herring.unready(f, 'credit/backtest');
  },
});
