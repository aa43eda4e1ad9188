import { incident } from '../incident.ts';
export default incident({
  id: 'external-name-retired',
  family: 'external-name',
  mode: 'living',
  platform: 'kubeadm',
  company: 'school',
  now: '2026-04-27T09:26:00Z',
  onset: 38,
  question: 'library loans fail with name resolution errors, nothing was deployed in the library namespace',
  scope: { namespace: 'library' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Service', namespace: 'library', name: 'catalog' },
        { kind: 'Service', namespace: 'catalog-v1', name: 'catalog-api' },
      ],
      says: [
        ['externalname', 'external name', 'catalog-api.catalog-v1', 'catalog-v1'],
        ['not exist', 'not found', 'no such', 'does not', 'missing', 'resolve', '不存在', '解析'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'library', name: 'loan-desk' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'library', name: 'loan-desk' },
    { kind: 'Deployment', namespace: 'kube-system', name: 'coredns' },
  ],
  hops: 2,
  apps: [
    { ns: 'library', name: 'loan-desk', style: 'php', replicas: 2, env: { CATALOG_URL: 'http://catalog' } },
    { ns: 'catalog-v2', name: 'catalog-api', style: 'zap', replicas: 2 },
    { ns: 'catalog-v1', name: 'catalog-archive', style: 'zap', replicas: 1, service: false, probe: '' },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'catalog', namespace: 'library' },
      spec: { type: 'ExternalName', externalName: 'catalog-api.catalog-v1.svc.cluster.local' },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'catalog-api', namespace: 'catalog-v1' },
      spec: { selector: { app: 'catalog-archive' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
  ],
  fault: [{ delete: 'service/catalog-api', in: 'catalog-v1' }],
  settle: 8,
  logs: [
    {
      app: 'library/loan-desk',
      say: 'GuzzleHttp\\Exception\\ConnectException: cURL error 6: Could not resolve host: catalog for http://catalog/v1/books/{n}',
      every: 40,
    },
  ],
});
