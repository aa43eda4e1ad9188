import { crashLoop, since } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'main-exits-zero',
  family: 'exit-zero',
  mode: 'forged',
  platform: 'k3s',
  company: 'museum',
  now: '2026-01-11T13:01:00Z',
  onset: 60,
  question: 'guide-sync crash loops but exits with code 0?',
  scope: { namespace: 'guides' },
  rootCauses: [
    {
      subjects: workload('guides', 'guide-sync'),
      says: [
        ['exit', 'complet', 'finish', '退出', '结束'],
        ['0', 'zero', 'success', 'job', 'cronjob', '成功'],
      ],
    },
  ],
  hops: 0,
  apps: [
    {
      ns: 'guides',
      name: 'guide-sync',
      style: 'python',
      replicas: 1,
      service: false,
      probe: '',
      args: ['sync', '--once'],
    },
    { ns: 'guides', name: 'guide-api', style: 'uvicorn', replicas: 1 },
  ],
  edit: (s) => {
    const pods = s.pods('guides/guide-sync');
    since(s, pods, 61);
    for (const p of pods) crashLoop(s, p, { exitCode: 0, first: 60, restarts: 14, lasted: 5 });
  },
  logs: [
    {
      app: 'guides/guide-sync',
      startup: true,
      level: 'info',
      say: ['sync started (mode=once)', '41 guides updated', 'done, bye'],
    },
  ],
});
