import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
import { rollout } from '../rollout.ts';
export default incident({
  id: 'env-host-typo',
  family: 'config-host',
  mode: 'forged',
  platform: 'eks',
  company: 'clinic',
  now: '2026-02-24T22:05:00Z',
  onset: 26,
  question: 'appointment reminders are not going out',
  scope: { namespace: 'remind' },
  rootCauses: [
    {
      subjects: workload('remind', 'reminder'),
      says: [
        ['redis-reminders', 'host', 'service', '服务', '主机'],
        ['no such host', 'not exist', 'not found', 'does not', 'enotfound', 'resolve', '不存在', '解析', '无法'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'StatefulSet', namespace: 'remind', name: 'redis-reminder' },
    { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'remind',
      name: 'reminder',
      style: 'zap',
      replicas: 2,
      env: { REDIS_ADDR: 'redis-reminders.remind.svc.cluster.local:6379' },
      image: 'reminder:2.2.0',
    },
    {
      ns: 'remind',
      name: 'redis-reminder',
      kind: 'StatefulSet',
      style: 'redis',
      replicas: 1,
      port: 6379,
      image: 'redis:8.2-alpine',
      probe: 'tcp',
    },
  ],
  edit: (s) => {
    const { fresh } = rollout(s, 'remind/reminder', {
      minutes: 26,
      by: 'helm',
      before: (t) => {
        const env = t.spec.containers[0]?.env as { value: string }[];
        for (const e of env) e.value = e.value.replace('redis-reminders', 'redis-reminder');
      },
    });
    for (const p of fresh) crashLoop(s, p, { exitCode: 1, first: 26, restarts: 9, lasted: 6 });
  },
  logs: [
    {
      app: 'remind/reminder',
      startup: true,
      level: 'fatal',
      say: [
        'reminder 2.2.0 starting',
        'connecting to queue',
        'queue: dial tcp: lookup redis-reminders.remind.svc.cluster.local on 10.96.0.10:53: no such host',
      ],
    },
  ],
});
