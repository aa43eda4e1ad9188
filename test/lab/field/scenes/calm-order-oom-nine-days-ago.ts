import { oldRestart } from '../../faults.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-order-oom-nine-days-ago',
  family: 'healthy',
  on: 'tke',
  now: '2026-03-22T02:30:00Z',
  key: 'app',
  hops: 0,
  question: 'order-center 是不是在一直 OOM 重启?我看 restart 都 7 次了',
  scope: 'trade',
  not: [one('Deployment', 'trade/order-center'), one('Deployment', 'trade/stock-lock')],
  play: (f) => {
    f.app({ ns: 'trade', name: 'order-center', tone: 'spring', n: 3, mem: ['1Gi', '2Gi'] });
    f.app({ ns: 'trade', name: 'stock-lock', tone: 'slog', n: 2 });
    f.pods('trade/order-center').forEach((p, i) => {
      p.metadata.creationTimestamp = f.s.clock.ago(40 * 1440);
      oldRestart(f.s, p, { exitCode: 137, reason: 'OOMKilled', days: 9 + i * 0.1, count: 7 - i });
    });
    herring.crash(f, 'lab-sandbox/load-gen', 14);
  },
});
