import { incident, workload } from '../incident.ts';
export default incident({
  id: 'secret-volume-missing',
  family: 'missing-config',
  mode: 'living',
  platform: 'ack',
  company: 'travel',
  now: '2026-01-22T03:44:00Z',
  onset: 31,
  question: '签证服务的新实例一直 ContainerCreating',
  scope: { namespace: 'visa' },
  rootCauses: [
    {
      subjects: [{ kind: 'Secret', namespace: 'visa', name: 'visa-signing-key' }, ...workload('visa', 'visa-form')],
      says: [
        ['visa-signing-key', 'secret'],
        ['not found', 'missing', 'does not exist', '不存在', '缺失', '找不到'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'visa', name: 'visa-track' }],
  hops: 0,
  apps: [
    { ns: 'visa', name: 'visa-track', style: 'pino', replicas: 2 },
    { ns: 'visa', name: 'visa-form', style: 'logback', replicas: 2 },
  ],
  fault: [
    {
      patch: 'deployment/visa-form',
      in: 'visa',
      with: {
        spec: {
          template: {
            spec: {
              volumes: [{ name: 'signing', secret: { secretName: 'visa-signing-key' } }],
              containers: [
                {
                  name: 'visa-form',
                  image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/visa-form:1.1.0',
                  ports: [{ containerPort: 8080, name: 'http' }],
                  volumeMounts: [{ name: 'signing', mountPath: '/etc/signing', readOnly: true }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  settle: 22,
  absent: ['Secret/visa/visa-signing-key'],
});
