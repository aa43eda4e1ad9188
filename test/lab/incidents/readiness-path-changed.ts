import { incident, workload } from '../incident.ts';
export default incident({
  id: 'readiness-path-changed',
  family: 'probe-readiness',
  mode: 'living',
  platform: 'aks',
  company: 'museum',
  now: '2026-03-25T13:13:00Z',
  onset: 23,
  question: 'audio tour upgrade never completes, new pod stays 0/1 although the log looks good',
  scope: { namespace: 'audio' },
  rootCauses: [
    {
      subjects: workload('audio', 'tour-api'),
      says: [
        ['readiness', '就绪'],
        ['404', '/ready-v2', 'probe', '探针'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'audio', name: 'tour-player' }],
  hops: 0,
  apps: [
    { ns: 'audio', name: 'tour-api', style: 'uvicorn', replicas: 3 },
    { ns: 'audio', name: 'tour-player', style: 'pino', replicas: 1, env: { API: 'http://tour-api' } },
  ],
  fault: [
    {
      patch: 'deployment/tour-api',
      in: 'audio',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'tour-api',
                  image: 'acrcoreprod.azurecr.io/tour-api:1.1.0',
                  ports: [{ name: 'http', containerPort: 8080 }],
                  readinessProbe: { httpGet: { path: '/fail-v2', port: 8080 }, periodSeconds: 10 },
                },
              ],
            },
          },
        },
      },
    },
  ],
  rename: [
    ['/fail-v2', '/ready-v2'],
    ['statuscode: 500', 'statuscode: 404'],
  ],
  settle: 30,
});
