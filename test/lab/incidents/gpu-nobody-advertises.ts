import { incident, workload } from '../incident.ts';
export default incident({
  id: 'gpu-nobody-advertises',
  family: 'scheduling',
  mode: 'living',
  platform: 'gke',
  company: 'factory',
  now: '2026-05-12T15:40:00Z',
  onset: 52,
  question: 'inspection line stopped getting verdicts; verdict-api returns 503',
  scope: { namespace: 'inspection' },
  rootCauses: [
    {
      subjects: workload('inspection', 'vision-infer'),
      says: [
        ['nvidia.com/gpu', 'gpu', 'device plugin'],
        ['insufficient', 'no node', 'advertise', 'not available', 'does not', 'unschedulable', '不足', '没有'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'inspection', name: 'verdict-api' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'inspection', name: 'verdict-api' }],
  hops: 2,
  apps: [
    {
      ns: 'inspection',
      name: 'verdict-api',
      style: 'zap',
      replicas: 2,
      env: { INFER_ADDR: 'vision-infer.inspection.svc.cluster.local:80' },
    },
    {
      ns: 'inspection',
      name: 'vision-infer',
      style: 'python',
      replicas: 1,
      image: 'vision-infer:3.0.0',
      spec: { strategy: { type: 'Recreate' } },
    },
  ],
  fault: [
    {
      patch: 'deployment/vision-infer',
      in: 'inspection',
      with: {
        spec: {
          template: {
            spec: {
              $setElementOrder: undefined,
              containers: [
                {
                  name: 'vision-infer',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/vision-infer:3.1.0',
                  ports: [{ containerPort: 8080, name: 'http' }],
                  resources: { limits: { 'nvidia.com/gpu': '1', memory: '4Gi' }, requests: { cpu: '500m' } },
                },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 22,
  logs: [
    {
      app: 'inspection/verdict-api',
      say: 'infer failed: rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.96.40.12:80: connect: connection refused"',
      every: 35,
      from: 50,
    },
  ],
});
