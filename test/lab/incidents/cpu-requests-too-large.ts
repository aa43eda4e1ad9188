import { incident, workload } from '../incident.ts';
export default incident({
  id: 'cpu-requests-too-large',
  family: 'scheduling',
  mode: 'living',
  platform: 'aks',
  company: 'travel',
  now: '2026-02-18T17:26:00Z',
  onset: 16,
  question: 'deploy of price-engine hangs at "1 out of 2 new replicas have been updated"',
  scope: { namespace: 'pricing' },
  rootCauses: [
    {
      subjects: workload('pricing', 'price-engine'),
      says: [
        ['insufficient cpu', 'cpu'],
        ['insufficient', 'request', 'not enough', '不足', '请求'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'pricing', name: 'price-api' }],
  hops: 0,
  apps: [
    { ns: 'pricing', name: 'price-engine', style: 'logback', replicas: 2, image: 'price-engine:6.0.1' },
    { ns: 'pricing', name: 'price-api', style: 'uvicorn', replicas: 2, env: { ENGINE: 'http://price-engine' } },
  ],
  fault: [
    {
      patch: 'deployment/price-engine',
      in: 'pricing',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'price-engine',
                  image: 'acrcoreprod.azurecr.io/price-engine:6.1.0',
                  ports: [{ containerPort: 8080, name: 'http' }],
                  resources: { requests: { cpu: '12', memory: '1Gi' }, limits: { memory: '2Gi' } },
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
