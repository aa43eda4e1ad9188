import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { program, tell } from '../kit.ts';

export default scene({
  id: 'calm-breaker-opened-and-closed',
  family: 'healthy',
  on: 'ack',
  now: '2026-05-26T09:15:00Z',
  hops: 0,
  question: '下午 4 点半推荐接口熔断告警响了一下又恢复了,现在还有风险吗?要不要扩容',
  scope: 'rec',
  not: [one('Deployment', 'rec/rec-api'), one('Deployment', 'rec/feature-svc'), one('Deployment', 'rec/home-bff')],
  play: (f) => {
    program(f, 'logback', { ns: 'rec', name: 'rec-api', n: 3, env: { FEATURE: 'http://feature-svc' } });
    f.app({ ns: 'rec', name: 'feature-svc', tone: 'tracing', n: 3 });
    f.app({ ns: 'rec', name: 'home-bff', tone: 'winston', n: 2, env: { REC: 'http://rec-api' } });
    const by = 'c.a.rec.FeatureClient';
    tell(f, 'rec/rec-api', 'feature-svc call took 812 ms (threshold 500 ms)', {
      by,
      level: 'warn',
      from: 45,
      to: 43,
      every: 12,
    });
    tell(f, 'rec/rec-api', "CircuitBreaker 'feature' changed state from CLOSED to OPEN", {
      by,
      level: 'error',
      from: 44,
    });
    tell(f, 'rec/rec-api', "CircuitBreaker 'feature' changed state from OPEN to HALF_OPEN", {
      by,
      level: 'warn',
      from: 43,
    });
    tell(f, 'rec/rec-api', "CircuitBreaker 'feature' changed state from HALF_OPEN to CLOSED", {
      by,
      level: 'info',
      from: 42.4,
    });
    tell(f, 'rec/rec-api', 'feature-svc p99 38 ms, failure rate 0.0%', { by, level: 'info', from: 41, every: 240 });
    f.say({ app: 'rec/feature-svc', level: 'warn', from: 45, lines: 'compaction of feature store shard 12 took 94s' });
  },
});
