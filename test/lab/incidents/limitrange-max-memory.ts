import { incident, workload } from '../incident.ts';
export default incident({
  id: 'limitrange-max-memory',
  family: 'limit-range',
  mode: 'living',
  platform: 'gke',
  company: 'museum',
  now: '2026-01-09T10:28:00Z',
  onset: 22,
  question: 'tile-server has 0 pods since we gave it more memory, no pod shows up at all',
  scope: { namespace: 'maps' },
  rootCauses: [
    {
      subjects: [
        { kind: 'LimitRange', namespace: 'maps', name: 'container-bounds' },
        ...workload('maps', 'tile-server'),
      ],
      says: [
        ['limitrange', 'limit range', 'maximum memory', 'max'],
        ['4gi', '2gi', 'memory', '内存'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'maps', name: 'map-front' }],
  hops: 1,
  apps: [
    {
      ns: 'maps',
      name: 'tile-server',
      style: 'rust',
      replicas: 2,
      image: 'tile-server:2.2.0',
      spec: { strategy: { type: 'Recreate' } },
    },
    { ns: 'maps', name: 'map-front', style: 'nginx', replicas: 1, ingress: { host: 'maps.museum.example' } },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'LimitRange',
      metadata: { name: 'container-bounds', namespace: 'maps' },
      spec: {
        limits: [
          {
            type: 'Container',
            max: { memory: '2Gi' },
            default: { memory: '256Mi' },
            defaultRequest: { memory: '128Mi' },
          },
        ],
      },
    },
  ],
  fault: [
    {
      patch: 'deployment/tile-server',
      in: 'maps',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'tile-server',
                  image: 'europe-west4-docker.pkg.dev/prj-core-412/apps/tile-server:2.2.0',
                  ports: [{ containerPort: 8080, name: 'http' }],
                  resources: { requests: { cpu: '200m', memory: '4Gi' }, limits: { memory: '4Gi' } },
                },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 20,
});
