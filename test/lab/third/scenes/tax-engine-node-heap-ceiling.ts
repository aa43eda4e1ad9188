import { crashLoop, oldRestart } from '../../faults.ts';
import { herring, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'tax-engine-node-heap-ceiling',
  family: 'oom_killed',
  on: 'eks',
  now: '2026-02-10T18:31:00Z',
  hops: 2,
  question:
    'cart total page spins then says "tax service unavailable", comes back for a minute, then gone again. memory graph of the pods never reaches the 2Gi limit so please no OOM theories',
  scope: 'retail',
  causes: [
    {
      subjects: of('retail/tax-engine'),
      says: [
        ['heap', 'max-old-space-size', '堆'],
        ['out of memory', 'heap limit', '134', 'memory', '内存'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'retail/cart-bff')],
  not: [one('Deployment', 'retail/cart-bff'), one('Deployment', 'retail/coupon-lab')],
  play: (f) => {
    f.app({
      ns: 'retail',
      name: 'cart-bff',
      tone: 'winston',
      n: 3,
      env: { TAX_URL: 'http://tax-engine:8080' },
      live: { httpGet: { path: '/livez', port: 8080 } },
    });
    f.app({
      ns: 'retail',
      name: 'tax-engine',
      tone: 'winston',
      n: 2,
      svcPort: 8080,
      mem: ['1Gi', '2Gi'],
      env: { NODE_OPTIONS: '--max-old-space-size=256', RULESET: 'eu-2026-02' },
    });
    f.revise('retail/tax-engine', 52, (t) => {
      const c = t.spec.containers[0];
      if (c)
        c.env = [
          { name: 'NODE_OPTIONS', value: '--max-old-space-size=256' },
          { name: 'RULESET', value: 'eu-2025' },
        ];
    });
    for (const i of [0, 1])
      crashLoop(f.s, f.pod('retail/tax-engine', i), {
        exitCode: 134,
        restarts: 9,
        first: 50,
        last: 1.4 + i,
        lasted: 41,
      });
    f.say({
      app: 'retail/tax-engine',
      boot: true,
      raw: true,
      lines: [
        '{"level":"info","message":"loading ruleset eu-2026-02 (412881 rules)","service":"tax-engine"}',
        '{"level":"info","message":"listening on 8080","service":"tax-engine"}',
        '<--- Last few GCs --->',
        '[1:0x7f21c8000]    39121 ms: Mark-Compact 253.1 (258.4) -> 252.8 (258.6) MB, pooled: 0 MB, 812.44 / 0.00 ms (average mu = 0.071, current mu = 0.003) allocation failure; scavenge might not succeed',
        'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
        '----- Native stack trace -----',
        ' 1: 0xe13a5e node::OOMErrorHandler(char const*, v8::OOMDetails const&) [node]',
      ],
    });
    herring.image(f, 'retail/coupon-lab', 6);
    oldRestart(f.s, f.pod('retail/cart-bff'), { exitCode: 137, reason: 'OOMKilled', days: 11, count: 2 });
    f.say({
      app: 'retail/cart-bff',
      from: 48,
      every: 20,
      lines: 'POST http://tax-engine:8080/quote failed: connect ECONNREFUSED',
    });
  },
});
