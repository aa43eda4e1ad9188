import { waiting } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'cart-rules-key-renamed',
  family: 'missing-config',
  on: 'tke',
  now: '2026-03-05T12:11:00Z',
  key: 'app',
  hops: 3,
  question: '购物车结算 500,cart-web 和 cart-api 都正常,重启过 promo-rules 一次也没用',
  scope: 'cart',
  causes: [
    {
      subjects: [one('ConfigMap', 'cart/rules-env'), ...of('cart/promo-rules')],
      says: [
        ['grpc_listen', 'GRPC_LISTEN'],
        [
          "couldn't find key",
          'not found',
          'missing',
          'does not',
          'no key',
          'lacks',
          'renamed',
          '不存在',
          '缺少',
          '没有',
          '找不到',
        ],
      ],
    },
  ],
  symptoms: [one('Deployment', 'cart/cart-api')],
  not: [one('Deployment', 'cart/cart-web'), one('Deployment', 'cart/cart-api')],
  play: (f) => {
    const cm = f.config('cart/rules-env', { GRPC_LISTEN_ADDR: '0.0.0.0:7000', RULES_TTL: '60s' }, 200);
    f.edited(cm, 'kubectl-edit', 1500, { 'f:data': { 'f:GRPC_LISTEN_ADDR': {} } });
    f.app({ ns: 'cart', name: 'cart-web', tone: 'nginx', env: { API: 'http://cart-api' } });
    f.app({ ns: 'cart', name: 'cart-api', tone: 'slog', n: 3, env: { RULES_TARGET: 'dns:///promo-rules.cart:7000' } });
    f.app({
      ns: 'cart',
      name: 'promo-rules',
      tone: 'slog',
      n: 2,
      port: 7000,
      svcPort: 7000,
      portName: 'grpc',
      ready: { grpc: { port: 7000 } },
      keys: { GRPC_LISTEN: 'cm:rules-env:GRPC_LISTEN', RULES_TTL: 'cm:rules-env:RULES_TTL' },
    });
    f.revise(
      'cart/promo-rules',
      28,
      (t) => {
        delete t.metadata.annotations;
      },
      { by: 'kubectl-rollout' },
    );
    for (const p of f.pods('cart/promo-rules')) {
      waiting(f.s, p, 'CreateContainerConfigError', "couldn't find key GRPC_LISTEN in ConfigMap cart/rules-env", {
        minutes: 28,
      });
      f.s.event(p, 'Failed', "Error: couldn't find key GRPC_LISTEN in ConfigMap cart/rules-env", {
        first: 28,
        last: 0.3,
        count: 128,
        container: 'promo-rules',
      });
    }
    herring.image(f, 'cart/cart-exp', 4);
    f.say({
      app: 'cart/cart-api',
      from: 27,
      every: 20,
      lines:
        `evaluate promo: rpc error: code = Unavailable desc = connection error: desc = \\"transport: Error while dialing: dial tcp ${f.ip('cart/promo-rules')}:7000: connect: connection refused\\"`.replaceAll(
          '\\"',
          '"',
        ),
    });
  },
});
