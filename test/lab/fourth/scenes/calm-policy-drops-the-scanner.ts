import { policy } from '../../field/acts.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';
import { postgres, program, tell } from '../kit.ts';

export default scene({
  id: 'calm-policy-drops-the-scanner',
  family: 'healthy',
  on: 'gke',
  now: '2026-11-17T13:05:00Z',
  key: 'app',
  hops: 0,
  question:
    'hubble shows hundreds of DROPPED flows to hr-pg ("Policy denied"), is our network policy blocking the HR app?',
  scope: 'hr',
  not: [
    one('NetworkPolicy', 'hr/hr-pg'),
    one('Deployment', 'hr/hr-api'),
    one('StatefulSet', 'hr/hr-pg'),
    one('Deployment', 'sec-scan/port-scanner'),
  ],
  play: (f) => {
    postgres(f, 'hr/hr-pg');
    program(f, 'uvicorn', { ns: 'hr', name: 'hr-api', n: 2, env: { PGHOST: 'hr-pg' } });
    f.app({ ns: 'hr', name: 'hr-ui', tone: 'nginx', n: 2, env: { API: 'http://hr-api' } });
    f.put(
      policy('hr', 'hr-pg', f.s.clock.ago(210_000), {
        podSelector: { matchLabels: { app: 'hr-pg' } },
        policyTypes: ['Ingress'],
        ingress: [
          { from: [{ podSelector: { matchLabels: { app: 'hr-api' } } }], ports: [{ protocol: 'TCP', port: 5432 }] },
        ],
      }) as never,
    );
    program(f, 'zap', { ns: 'sec-scan', name: 'port-scanner', n: 1, svc: false });
    tell(
      f,
      'sec-scan/port-scanner',
      `scan hr/hr-pg ${f.podIP('hr/hr-pg')}:5432 filtered (expected by policy baseline)`,
      { level: 'info', by: 'scan/tcp.go:90', from: 40, every: 120 },
    );
    program(f, 'zap', { ns: 'sec-scan', name: 'flow-export', n: 1, svc: false });
    tell(f, 'sec-scan/flow-export', `DROPPED Policy denied sec-scan/port-scanner -> hr/hr-pg:5432 TCP SYN`, {
      level: 'warn',
      by: 'flows/print.go:12',
      from: 40,
      every: 30,
    });
    tell(f, 'sec-scan/flow-export', `FORWARDED hr/hr-api -> hr/hr-pg:5432 TCP`, {
      level: 'info',
      by: 'flows/print.go:12',
      from: 40,
      every: 60,
    });
    tell(f, 'hr/hr-api', '10.8.4.{o}:0 - "GET /api/employees/{n} HTTP/1.1" 200 OK', {
      level: 'info',
      from: 46,
      every: 40,
    });
  },
});
