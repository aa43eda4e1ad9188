import { incident, workload } from '../../incident.ts';
import { stale } from '../../stale.ts';

export default incident({
  id: 'sandbox-runtimeclass-removed',
  family: 'admission',
  mode: 'living',
  platform: 'gke',
  company: 'studio',
  now: '2026-03-17T13:22:00Z',
  onset: 41,
  question:
    'plugin-runner 3.9 is "deployed" according to CI but customers still get 3.8 behaviour. CI is green, pods are Running. cache??',
  scope: { namespace: 'plugins' },
  rootCauses: [
    {
      subjects: [...workload('plugins', 'plugin-runner'), { kind: 'RuntimeClass', name: 'gvisor' }],
      says: [
        ['runtimeclass', 'runtime class', '运行时'],
        ['gvisor'],
        ['not found', 'missing', 'does not exist', 'deleted', '不存在', '找不到'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'plugins', name: 'plugin-store' }],
  hops: 1,
  apps: [
    {
      ns: 'plugins',
      name: 'plugin-runner',
      style: 'rust',
      replicas: 3,
      image: 'plugin-runner:3.8.4',
      pod: { runtimeClassName: 'gvisor' },
    },
    { ns: 'plugins', name: 'plugin-store', style: 'ruby', replicas: 2, env: { RUNNER_URL: 'http://plugin-runner' } },
  ],
  extra: [{ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'gvisor' }, handler: 'runsc' }],
  fault: [
    { delete: 'runtimeclass/gvisor' },
    { wait: 3 },
    {
      patch: 'deployment/plugin-runner',
      in: 'plugins',
      with: {
        spec: {
          template: {
            metadata: { annotations: { release: '3.9.0' } },
            spec: {
              containers: [
                {
                  name: 'plugin-runner',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/plugin-runner:3.9.0',
                  ports: [{ name: 'http', containerPort: 8080 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 30,
  logs: [
    {
      app: 'plugins/plugin-store',
      level: 'warn',
      say: 'runner answered with api level 38, manifest wants 39; falling back',
      every: 60,
    },
  ],
  edit: (s) => stale(s, 'render/preview-gen', 6),
});
