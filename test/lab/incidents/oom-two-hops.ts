import { incident, workload } from '../incident.ts';
export default incident({
  id: 'oom-two-hops',
  family: 'oom_killed',
  mode: 'living',
  platform: 'gke',
  company: 'travel',
  now: '2026-06-05T15:31:00Z',
  onset: 34,
  question: 'hotel photos missing on the site since the 15:00 deploy, gallery-web logs connection resets',
  scope: { namespace: 'gallery' },
  rootCauses: [
    {
      subjects: workload('gallery', 'img-resize'),
      says: [
        ['oomkilled', 'oom', 'out of memory', '137', '内存'],
        ['64mi', 'limit', 'memory', '内存'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'gallery', name: 'gallery-web' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'gallery', name: 'gallery-web' },
    { kind: 'Deployment', namespace: 'sandbox', name: 'mem-demo' },
  ],
  hops: 1,
  apps: [
    {
      ns: 'gallery',
      name: 'img-resize',
      style: 'zap',
      replicas: 2,
      resources: ['100m', '512Mi', '512Mi'],
      spec: { strategy: { type: 'Recreate' } },
    },
    { ns: 'gallery', name: 'gallery-web', style: 'pino', replicas: 2, env: { RESIZE: 'http://img-resize' } },
    {
      ns: 'sandbox',
      name: 'mem-demo',
      style: 'quiet',
      replicas: 1,
      service: false,
      probe: '',
      args: ['sh', '-c', 'stress crash'],
    },
  ],
  fault: [
    {
      patch: 'deployment/img-resize',
      in: 'gallery',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'img-resize',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/img-resize:1.0.0',
                  args: ['--mode=oom'],
                  ports: [{ name: 'http', containerPort: 8080 }],
                  resources: { limits: { memory: '64Mi' }, requests: { memory: '64Mi', cpu: '100m' } },
                },
              ],
            },
          },
        },
      },
    },
  ],
  rename: [
    ['--mode=oom', '--mode=lanczos'],
    ['stress crash', 'stress --vm 1'],
  ],
  settle: 40,
  down: 'gallery/img-resize',
  logs: [
    {
      app: 'gallery/gallery-web',
      say: 'resize failed: read ECONNRESET http://img-resize/r/{id}.jpg',
      every: 30,
      from: 32,
    },
  ],
});
