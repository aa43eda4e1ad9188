import { incident } from '../incident.ts';
export default incident({
  id: 'ingress-backend-renamed',
  family: 'ingress',
  mode: 'living',
  platform: 'eks',
  company: 'telco',
  now: '2026-03-18T17:07:00Z',
  onset: 25,
  question: '自助门户打开就是 503，portal-ui 的 Pod 明明是好的',
  scope: { namespace: 'portal' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Ingress', namespace: 'portal', name: 'self-care' },
        { kind: 'Service', namespace: 'portal', name: 'portal-web' },
      ],
      says: [
        ['portal-web', 'backend', '后端'],
        ['not found', 'does not exist', 'no service', 'missing', 'not exist', '不存在', '找不到'],
      ],
    },
  ],
  notRootCause: [
    { kind: 'Deployment', namespace: 'portal', name: 'portal-ui' },
    { kind: 'Deployment', namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
  ],
  hops: 1,
  apps: [
    { ns: 'portal', name: 'portal-ui', style: 'nginx', replicas: 2 },
    { ns: 'portal', name: 'portal-api', style: 'dotnet', replicas: 2 },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'portal-web', namespace: 'portal' },
      spec: { selector: { app: 'portal-ui' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'self-care', namespace: 'portal' },
      spec: {
        ingressClassName: 'nginx',
        rules: [
          {
            host: 'my.telco.example',
            http: {
              paths: [
                { path: '/', pathType: 'Prefix', backend: { service: { name: 'portal-web', port: { number: 80 } } } },
                {
                  path: '/api',
                  pathType: 'Prefix',
                  backend: { service: { name: 'portal-api', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    },
  ],
  fault: [{ delete: 'service/portal-web', in: 'portal' }],
  settle: 8,
  absent: ['Service/portal/portal-web'],
  logs: [
    {
      app: 'ingress-nginx/ingress-nginx-controller',
      style: 'klog',
      level: 'warn',
      say: 'Error obtaining Endpoints for Service "portal/portal-web": no object matching key "portal/portal-web" in local store',
      every: 200,
    },
  ],
});
