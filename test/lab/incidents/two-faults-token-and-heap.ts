import { crashLoop } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'two-faults-token-and-heap',
  family: 'two-faults',
  mode: 'forged',
  platform: 'ack',
  company: 'clinic',
  now: '2026-05-30T03:33:00Z',
  onset: 42,
  question: '影像归档和短信提醒都坏了，是同一个原因吗？',
  scope: { namespace: 'imaging' },
  rootCauses: [
    { subjects: workload('imaging', 'archive-writer'), says: [['oom', '137', 'memory', '内存']] },
    {
      subjects: [
        ...workload('imaging', 'sms-remind'),
        { kind: 'Secret', namespace: 'imaging', name: 'sms-remind-secret' },
      ],
      says: [['401', 'unauthorized', 'token', 'invalid', '认证', '令牌', '凭据']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'imaging', name: 'pacs-view' }],
  hops: 0,
  apps: [
    { ns: 'imaging', name: 'archive-writer', style: 'logback', replicas: 2, resources: ['200m', '384Mi', '384Mi'] },
    {
      ns: 'imaging',
      name: 'sms-remind',
      style: 'python',
      replicas: 1,
      service: false,
      probe: '',
      secret: { SMS_TOKEN: 'x' },
      keys: { SMS_TOKEN: 'secret:sms-remind-secret:SMS_TOKEN' },
    },
    { ns: 'imaging', name: 'pacs-view', style: 'dotnet', replicas: 2 },
  ],
  edit: (s) => {
    for (const p of s.pods('imaging/archive-writer'))
      crashLoop(s, p, { exitCode: 137, reason: 'OOMKilled', first: 42, restarts: 8, lasted: 180 });
    for (const p of s.pods('imaging/sms-remind')) crashLoop(s, p, { exitCode: 1, first: 39, restarts: 11, lasted: 4 });
  },
  logs: [
    {
      app: 'imaging/sms-remind',
      startup: true,
      level: 'fatal',
      say: [
        'sms-remind 3.1 start',
        'login to https://sms.gateway.example/v3/session',
        'gateway answered 401 Unauthorized: token expired or revoked, giving up',
      ],
    },
    {
      app: 'imaging/archive-writer',
      startup: true,
      which: 'previous',
      level: 'info',
      say: ['Starting ArchiveWriter using Java 21.0.5', 'buffering study 1.2.840.113619.{n} (412 MiB)'],
    },
  ],
});
