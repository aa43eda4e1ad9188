import { crashLoop } from '../../faults.ts';
import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'flights-pricing-cache-oom',
  family: 'oom_killed',
  on: 'aks',
  now: '2026-07-30T07:48:00Z',
  key: 'app',
  hops: 2,
  without: ['events'],
  question: '机票搜索一会儿有价格一会儿没有,search-api 一直 Ready,帮忙看下',
  scope: 'flights-b2c',
  causes: [
    {
      subjects: of('flights-b2c/pricing'),
      says: [
        ['oom', 'out of memory', '137', '内存'],
        ['limit', 'memory', '512mi', '内存', 'cache'],
      ],
    },
  ],
  symptoms: [one('Deployment', 'flights-b2c/search-api')],
  not: [one('Deployment', 'flights-b2c/search-api'), one('Deployment', 'flights-b2c/web')],
  play: (f) => {
    f.app({ ns: 'flights-b2c', name: 'web', tone: 'nginx' });
    f.app({ ns: 'flights-b2c', name: 'search-api', tone: 'ecs', n: 3, env: { PRICING_GRPC: 'pricing:9090' } });
    f.app({
      ns: 'flights-b2c',
      name: 'pricing',
      tone: 'slog',
      n: 2,
      port: 9090,
      svcPort: 9090,
      portName: 'grpc',
      ready: { grpc: { port: 9090 } },
      mem: ['384Mi', '512Mi'],
      env: { FARE_CACHE_ENTRIES: '2000000' },
    });
    f.revise(
      'flights-b2c/pricing',
      130,
      (t) => {
        for (const c of t.spec.containers) c.env = [{ name: 'FARE_CACHE_ENTRIES', value: '200000' }];
      },
      { by: 'helm' },
    );
    const [a, b] = f.pods('flights-b2c/pricing');
    if (a) crashLoop(f.s, a, { exitCode: 137, reason: 'OOMKilled', restarts: 11, first: 3, last: 2.4, lasted: 420 });
    if (b) {
      const st = f.s.container(b);
      st.restartCount = 9;
      st.lastState = {
        terminated: {
          exitCode: 137,
          reason: 'OOMKilled',
          startedAt: f.s.clock.ago(12),
          finishedAt: f.s.clock.ago(4),
          containerID: `containerd://${f.s.random.hex(64)}`,
        },
      };
      st.state = { running: { startedAt: f.s.clock.ago(3.9) } };
    }
    herring.crash(f, 'flights-b2c/seatmap-v0', 40);
    f.say({
      app: 'flights-b2c/pricing',
      level: 'info',
      from: 10,
      every: 20,
      lines: 'fare cache fill: {n}000 of 2000000 entries',
    });
    f.say({
      app: 'flights-b2c/search-api',
      from: 110,
      every: 60,
      lines: 'price request failed: rpc error: code = Unavailable desc = error reading from server: EOF (pricing:9090)',
    });
  },
});
