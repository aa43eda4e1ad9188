import { unschedulable } from '../../faults.ts';
import { herring, nobody, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'storefront-rates-cache-wants-labelled-node',
  family: 'selector-chain',
  on: 'kubeadm',
  now: '2026-09-11T04:26:00Z',
  key: 'app',
  hops: 4,
  question:
    'shop pages show no prices at all, started when infra swapped a broken server around 03:30. web pods restarted by me twice, no change',
  scope: 'shop',
  causes: [
    {
      subjects: [...of('shop/rates-cache', 'StatefulSet'), one('Node', '*')],
      says: [
        ['nodeselector', 'node selector', 'selector', 'affinity', 'label', '标签', '选择'],
        ['memory-tier', 'high', 'label', 'no node', "didn't match", 'not match', '标签', '没有节点', '不匹配'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'shop/storefront'), one('Deployment', 'shop/pricing')],
  not: [
    one('Deployment', 'shop/storefront'),
    one('Deployment', 'shop/catalog-bff'),
    one('Deployment', 'shop/pricing'),
    one('Deployment', 'shop/fx-rates'),
  ],
  play: (f) => {
    f.app({ ns: 'shop', name: 'storefront', tone: 'nginx', n: 2, env: { BFF: 'http://catalog-bff' } });
    program(f, 'pino', { ns: 'shop', name: 'catalog-bff', n: 2, env: { PRICING: 'http://pricing' } });
    f.app({ ns: 'shop', name: 'pricing', tone: 'slog', n: 3, env: { FX: 'http://fx-rates' } });
    program(f, 'zap', { ns: 'shop', name: 'fx-rates', n: 2, env: { REDIS_ADDR: 'rates-cache:6379' } });
    f.app({
      ns: 'shop',
      name: 'rates-cache',
      kind: 'StatefulSet',
      tone: 'redis',
      n: 1,
      image: 'redis:7.4.5',
      c: 'redis',
      port: 6379,
      portName: 'redis',
      ready: { tcpSocket: { port: 6379 } },
      pod: { nodeSelector: { 'memory-tier': 'high' } },
    });
    const fresh = f.node(3);
    fresh.metadata.creationTimestamp = f.s.clock.ago(55);
    f.s.event(
      fresh,
      'RegisteredNode',
      `Node ${fresh.metadata.name} event: Registered Node ${fresh.metadata.name} in Controller`,
      {
        type: 'Normal',
        first: 55,
        last: 55,
        source: 'node-controller',
      },
    );
    const pod = f.pod('shop/rates-cache');
    pod.metadata.creationTimestamp = f.s.clock.ago(56);
    unschedulable(f.s, pod, nobody(f, `${f.world.nodes.length} node(s) didn't match Pod's node affinity/selector`), 56);
    f.say({
      app: 'shop/storefront',
      level: 'warn',
      from: 48,
      every: 120,
      lines: 'ssi: price fragment empty for /p/{n}',
    });
    tell(f, 'shop/catalog-bff', 'GET http://pricing/prices?sku={n} failed with 503', { from: 48, every: 18 });
    f.say({
      app: 'shop/pricing',
      from: 48,
      every: 18,
      lines: 'convert EUR->USD: GET http://fx-rates/rate: 503 Service Unavailable',
    });
    tell(f, 'shop/fx-rates', 'load rate EUR/USD: dial tcp: lookup rates-cache on 10.96.0.10:53: no such host', {
      by: 'store/redis.go:58',
      from: 48,
      every: 12,
    });
    herring.crash(f, 'shop/gift-cards-v2', 16);
  },
});
