import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';

export default incident({
  id: 'jvm-heap-over-limit',
  family: 'oom_killed',
  mode: 'forged',
  platform: 'ack',
  company: 'telco',
  now: '2026-04-02T03:15:00Z',
  question: '账单查询接口偶发 502，billing-query 看着没有报错日志',
  scope: { namespace: 'billing' },
  rootCauses: [
    {
      subjects: workload('billing', 'billing-query'),
      says: [
        ['oomkilled', 'oom', '137', 'memory', '内存'],
        ['limit', '512', '限制', '上限', 'xmx', 'heap'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'billing', name: 'billing-portal' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'billing', name: 'billing-portal' }],
  hops: 1,
  apps: [
    {
      ns: 'billing',
      name: 'billing-query',
      style: 'logback',
      replicas: 3,
      env: { JAVA_TOOL_OPTIONS: '-Xms256m -Xmx768m -XX:+UseG1GC' },
      resources: ['500m', '512Mi', '512Mi'],
    },
    {
      ns: 'billing',
      name: 'billing-portal',
      style: 'nginx',
      replicas: 2,
      env: { BACKEND: 'http://billing-query' },
      ingress: { host: 'bill.telco.example' },
    },
  ],
  edit: (s) => {
    for (const [i, p] of s.pods('billing/billing-query').entries()) {
      if (i === 0) {
        crashLoop(s, p, { exitCode: 137, reason: 'OOMKilled', first: 190, restarts: 13, lasted: 420, last: 1 });
        continue;
      }
      const c = s.container(p);
      c.restartCount = 11 + i;
      c.lastState = {
        terminated: {
          exitCode: 137,
          reason: 'OOMKilled',
          startedAt: s.clock.ago(31 + i * 5),
          finishedAt: s.clock.ago(12 + i * 5),
          containerID: c.containerID ?? '',
        },
      };
      c.state = { running: { startedAt: s.clock.ago(11.5 + i * 5) } };
    }
  },
  logs: [
    {
      app: 'billing/billing-query',
      startup: true,
      which: 'previous',
      say: [
        'Picked up JAVA_TOOL_OPTIONS: -Xms256m -Xmx768m -XX:+UseG1GC',
        'Starting BillingQueryApplication using Java 17.0.13',
        'Tomcat started on port 8080 (http)',
        'statement month=2026-03 rows=184220 loaded',
      ],
      level: 'info',
    },
    {
      app: 'billing/billing-portal',
      say: 'upstream prematurely closed connection while reading response header from upstream, client: 10.64.2.{n}, server: _, request: "GET /api/bills?month=2026-03 HTTP/1.1", upstream: "http://billing-query/bills", host: "bill.telco.example"',
      every: 130,
    },
  ],
});
