import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-stale-warnings',
  family: 'healthy',
  mode: 'forged',
  platform: 'ack',
  company: 'grocer',
  now: '2026-06-18T03:40:00Z',
  question: '促销接口现在还在报错吗？刚才有探针失败的告警',
  scope: { namespace: 'promo' },
  healthy: true,
  notRootCause: [{ kind: 'Deployment', namespace: 'promo', name: 'promo-api' }],
  hops: 0,
  apps: [
    { ns: 'promo', name: 'promo-api', style: 'logback', replicas: 3, hpa: { min: 3, max: 9, cpu: 70 } },
    { ns: 'promo', name: 'promo-admin', style: 'dotnet', replicas: 1 },
  ],
  edit: (s) => {
    for (const p of s.pods('promo/promo-api'))
      s.event(
        p,
        'Unhealthy',
        'Readiness probe failed: Get "http://10.64.3.19:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
        { first: 51, last: 44, count: 9, container: 'promo-api' },
      );
    for (const p of s.pods('promo/promo-api')) s.condition(p, 'Ready', 'True', undefined, undefined, 43);
  },
  logs: [{ app: 'promo/promo-api', level: 'warn', say: 'redis command latency 812 ms', every: 60, from: 51, to: 44 }],
});
