import { oldRestart } from '../faults.ts';
import { random } from '../random.ts';
import type { Field } from './field.ts';
import type { Svc } from './service.ts';

const POOL: Omit<Svc, 'ns'>[] = [
  { name: 'badge-printer', tone: 'serilog', n: 1, c: 'printer' },
  { name: 'mail-out', tone: 'celery', svc: false, ready: null, n: 2, c: 'worker' },
  { name: 'wiki', tone: 'monolog', n: 1, claim: { size: '10Gi', at: '/var/www/data' } },
  { name: 'geo-tiles', tone: 'nginx', n: 2, portName: 'tiles', port: 8081 },
  { name: 'audit-sink', tone: 'slog', n: 1, c: 'sink', port: 9000 },
  { name: 'holiday-calendar', tone: 'gunicorn', n: 1 },
  { name: 'sso-proxy', tone: 'golog', n: 2, c: 'oauth2-proxy', port: 4180, portName: 'proxy' },
  { name: 'stock-ticker', tone: 'tracing', n: 2 },
  { name: 'invoice-pdf', tone: 'spring', n: 2, mem: ['512Mi', '768Mi'] },
  { name: 'survey', tone: 'django', n: 1, c: 'django' },
  { name: 'link-short', tone: 'winston', n: 2, c: 'node' },
  { name: 'keyring', tone: 'ecs', n: 1, port: 8443, portName: 'api' },
];
/** Namespaces of the neighbours. */
export const PLACES = ['intranet', 'shared-svc', 'ops-tools', 'growth', 'corp-web', 'lab-sandbox'];

/** Healthy workloads beside the incident, with the old restarts and the passing warnings that real clusters have. */
export function crowd(f: Field, id: string): void {
  const r = random(`crowd:${id}`);
  const from = r.int(0, POOL.length - 1);
  const ns = [r.pick(PLACES.slice(0, 3)), r.pick(PLACES.slice(3))];
  for (let i = 0; i < 5; i++) {
    const svc = POOL[(from + i * 5) % POOL.length];
    if (svc) f.app({ ...svc, ns: ns[i % 2] ?? 'intranet' });
  }
  const apps = [...f.tones.keys()];
  const [one = '', two = ''] = [apps[1], apps[3]];
  oldRestart(f.s, f.pod(one), {
    exitCode: r.pick([1, 137, 255]),
    reason: 'Error',
    days: r.int(2, 30),
    count: r.int(1, 6),
  });
  const late = f.pod(two);
  f.s.event(
    late,
    'Unhealthy',
    `Readiness probe failed: Get "http://${late.status?.podIP}:8080/readyz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
    { first: 52, last: 49, count: r.int(1, 4), container: late.spec?.containers?.[0]?.name },
  );
  f.say({ app: two, level: 'warn', lines: 'retrying upstream call, attempt 2 of 5', from: 44, to: 30, every: 300 });
}
