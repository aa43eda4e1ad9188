import { oldRestart } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-old-restarts',
  family: 'healthy',
  mode: 'forged',
  platform: 'eks',
  company: 'bank',
  now: '2026-03-05T07:31:00Z',
  question: 'ledger-api has restarts, is it crash looping?',
  scope: { namespace: 'ledger' },
  healthy: true,
  notRootCause: [{ kind: 'Deployment', namespace: 'ledger', name: 'ledger-api' }],
  hops: 0,
  apps: [
    { ns: 'ledger', name: 'ledger-api', style: 'logback', replicas: 3 },
    { ns: 'ledger', name: 'ledger-report', style: 'python', replicas: 1 },
  ],
  edit: (s) => {
    s.pods('ledger/ledger-api').forEach((p, i) => {
      oldRestart(s, p, {
        exitCode: i === 1 ? 143 : 137,
        reason: i === 1 ? 'Error' : 'OOMKilled',
        days: 6 + i,
        count: 2 + i,
      });
    });
    for (const p of s.pods('ledger/ledger-report'))
      oldRestart(s, p, { exitCode: 1, reason: 'Error', days: 19, count: 4 });
  },
});
