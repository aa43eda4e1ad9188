import { incident, workload } from '../incident.ts';
export default incident({
  id: 'init-waits-for-absent-service',
  family: 'init-container',
  mode: 'living',
  platform: 'k3s',
  company: 'factory',
  now: '2026-01-19T07:47:00Z',
  onset: 44,
  question: 'mould-tracker pods hang in Init:0/1 after the namespace was rebuilt',
  scope: { namespace: 'mould' },
  rootCauses: [
    {
      subjects: [{ kind: 'Service', namespace: 'mould', name: 'mould-mqtt' }, ...workload('mould', 'mould-tracker')],
      says: [
        ['mould-mqtt'],
        [
          'not exist',
          'does not',
          'not found',
          'no service',
          'no such',
          'missing',
          "can't resolve",
          'nxdomain',
          'bad address',
          '不存在',
          '缺失',
          '解析',
        ],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'mould', name: 'mould-report' }],
  hops: 1,
  apps: [
    { ns: 'mould', name: 'mould-report', style: 'dotnet', replicas: 1 },
    { ns: 'mould', name: 'mould-broker', style: 'rabbit', replicas: 1, port: 1883, probe: 'tcp' },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'mould-tracker', namespace: 'mould', labels: { app: 'mould-tracker' } },
          spec: {
            replicas: 2,
            selector: { matchLabels: { app: 'mould-tracker' } },
            template: {
              metadata: { labels: { app: 'mould-tracker' } },
              spec: {
                initContainers: [
                  {
                    name: 'wait-mqtt',
                    image: 'busybox:1.37',
                    command: ['sh', '-c', 'until nc -z mould-mqtt 1883; do sleep 5; done #crash'],
                  },
                ],
                containers: [
                  {
                    name: 'tracker',
                    image: 'ghcr.io/tidewater/mould-tracker:0.8.0',
                    env: [{ name: 'MQTT_HOST', value: 'mould-mqtt' }],
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  rename: [['done #crash', 'done']],
  settle: 30,
  edit: (s) => {
    for (const p of s.pods('mould/mould-tracker')) {
      const c = s.container(p, 'wait-mqtt');
      Object.assign(c, {
        state: { running: { startedAt: s.clock.ago(43) } },
        lastState: {},
        restartCount: 0,
        started: true,
      });
      s.dropEvents((e) => (e.involvedObject as { name: string }).name === p.metadata.name && e.type === 'Warning');
    }
  },
  logs: [
    {
      app: 'mould/mould-tracker',
      container: 'wait-mqtt',
      style: 'quiet',
      level: 'info',
      say: "nc: bad address 'mould-mqtt'",
      every: 100,
      from: 43,
    },
  ],
});
