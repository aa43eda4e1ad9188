import { incident, workload } from '../incident.ts';
export default incident({
  id: 'env-port-wrong',
  family: 'config-host',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'telco',
  now: '2026-06-01T12:33:00Z',
  onset: 18,
  question: 'why does portability-check say the number registry is down?',
  scope: { namespace: 'numbers' },
  rootCauses: [
    {
      subjects: workload('numbers', 'portability-check').concat([
        { kind: 'ConfigMap', namespace: 'numbers', name: 'portability-check-config' },
        { kind: 'Service', namespace: 'numbers', name: 'number-registry' },
      ]),
      says: [
        ['8088', 'port', '端口'],
        ['not', 'no ', 'refused', 'wrong', '80', '没有', '未'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'numbers', name: 'number-registry' }],
  hops: 1,
  apps: [
    {
      ns: 'numbers',
      name: 'portability-check',
      style: 'uvicorn',
      replicas: 2,
      configMap: { REGISTRY_URL: 'http://number-registry.numbers:8088/v1' },
      envFrom: [{ configMap: 'portability-check-config' }],
    },
    { ns: 'numbers', name: 'number-registry', style: 'rust', replicas: 2 },
  ],
  edit: (s) => {
    s.find('ConfigMap', 'numbers', 'portability-check-config').metadata.managedFields = [
      {
        manager: 'kubectl-edit',
        operation: 'Update',
        apiVersion: 'v1',
        time: s.clock.ago(19),
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:data': { 'f:REGISTRY_URL': {} } },
      },
    ];
  },
  logs: [
    {
      app: 'numbers/portability-check',
      say: "registry unreachable: HTTPConnectionPool(host='number-registry.numbers', port=8088): Max retries exceeded with url: /v1/msisdn/{n} (Caused by ConnectTimeoutError: Connection to number-registry.numbers timed out. (connect timeout=3))",
      every: 40,
    },
  ],
});
