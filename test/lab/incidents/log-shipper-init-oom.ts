import { crashLoop, since } from '../faults.ts';
import { incident, workload } from '../incident.ts';
export default incident({
  id: 'log-shipper-init-oom',
  family: 'oom_killed',
  mode: 'forged',
  platform: 'eks',
  company: 'travel',
  now: '2026-03-12T23:09:00Z',
  onset: 33,
  question: 'geo-index pods never start after the data set grew',
  scope: { namespace: 'geo' },
  rootCauses: [
    {
      subjects: workload('geo', 'geo-index'),
      says: [
        ['load-tiles', 'init'],
        ['oom', '137', 'memory', '内存'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'geo', name: 'geo-api' }],
  hops: 0,
  apps: [
    {
      ns: 'geo',
      name: 'geo-index',
      style: 'rust',
      replicas: 2,
      pod: {
        initContainers: [
          {
            name: 'load-tiles',
            image: 'geo-loader:1.4.0',
            resources: { limits: { memory: '256Mi' }, requests: { memory: '256Mi' } },
          },
        ],
      },
    },
    { ns: 'geo', name: 'geo-api', style: 'zap', replicas: 1 },
  ],
  edit: (s) => {
    const pods = s.pods('geo/geo-index');
    since(s, pods, 33);
    for (const p of pods) {
      crashLoop(s, p, {
        container: 'load-tiles',
        exitCode: 137,
        reason: 'OOMKilled',
        first: 33,
        restarts: 9,
        lasted: 22,
      });
      if (p.status) p.status.phase = 'Pending';
      s.condition(
        p,
        'Initialized',
        'False',
        'ContainersNotInitialized',
        'containers with incomplete status: [load-tiles]',
        33,
      );
      for (const c of p.status?.containerStatuses ?? [])
        Object.assign(c, {
          ready: false,
          started: false,
          state: { waiting: { reason: 'PodInitializing' } },
          lastState: {},
          imageID: '',
          containerID: undefined,
        });
    }
  },
  logs: [
    {
      app: 'geo/geo-index',
      container: 'load-tiles',
      style: 'zap',
      startup: true,
      level: 'info',
      say: ['downloading tiles-2026-03.bin (1.9 GiB)', 'decompressing into memory'],
    },
  ],
});
