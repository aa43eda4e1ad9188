import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-gateway-retries-during-deploy',
  family: 'healthy',
  on: 'tke',
  now: '2026-05-18T12:20:00Z',
  key: 'k8s-app',
  hops: 0,
  question: '中午 11:40 左右网关报了一堆 502,order-core 是不是又挂了?现在要不要回滚?',
  scope: 'trade',
  not: [one('Deployment', 'trade/order-core'), one('Deployment', 'trade/gateway')],
  play: (f) => {
    f.app({ ns: 'trade', name: 'gateway', tone: 'envoy', n: 2, env: { ORDER: 'http://order-core' } });
    f.app({ ns: 'trade', name: 'order-core', tone: 'spring', n: 3 });
    f.revise('trade/order-core', 42, (t) => {
      const c = t.spec.containers[0];
      if (c) c.image = c.image.replace(/:[^:]*$/, ':2.4.0');
    });
    f.say({
      app: 'trade/gateway',
      from: 41,
      to: 38,
      every: 12,
      level: 'warn',
      lines: 'cluster=order-core upstream reset: connection termination, retry 1/2, response 502',
    });
    f.say({
      app: 'trade/gateway',
      from: 37,
      every: 400,
      level: 'info',
      lines: 'cluster=order-core success_rate=100.00 active=3 healthy=3',
    });
    for (const p of f.pods('trade/order-core'))
      f.s.event(
        p,
        'Unhealthy',
        `Readiness probe failed: Get "http://${p.status?.podIP}:8080/readyz": dial tcp ${p.status?.podIP}:8080: connect: connection refused`,
        { first: 41.5, last: 40.8, count: 3, container: 'order-core' },
      );
    herring.crash(f, 'trade/price-sim', 7);
  },
});
