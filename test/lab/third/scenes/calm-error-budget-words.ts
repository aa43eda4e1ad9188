import { oldRestart, since } from '../../faults.ts';
import { herring, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-error-budget-words',
  family: 'healthy',
  on: 'gke',
  now: '2026-02-05T17:05:00Z',
  hops: 0,
  question: 'slo-reporter logs are FULL of "error" and "fatal" since the new release yesterday. why is it failing?',
  scope: 'sre',
  not: [one('Deployment', 'sre/slo-reporter'), one('Deployment', 'sre/slo-api')],
  play: (f) => {
    f.app({ ns: 'sre', name: 'slo-api', tone: 'slog', n: 2 });
    f.app({ ns: 'sre', name: 'slo-reporter', tone: 'slog', n: 1, env: { API: 'http://slo-api' } });
    since(f.s, f.pods('sre/slo-reporter'), 1500);
    f.say({
      app: 'sre/slo-reporter',
      from: 49,
      every: 60,
      level: 'info',
      lines: [
        'error budget of checkout: 71.{o}% left, errors=0 fatal=0 in window',
        'series http_errors_total{service="pay"}: no new errors',
        'report "fatal crashes per session" written, 0 rows',
      ],
    });
    f.say({ app: 'sre/slo-api', from: 47, every: 300, level: 'info', lines: 'GET /errors?severity=fatal 200 12ms' });
    oldRestart(f.s, f.pod('sre/slo-api'), { exitCode: 137, reason: 'OOMKilled', days: 14 });
    herring.image(f, 'lab-sandbox/slo-ml', 8);
  },
});
