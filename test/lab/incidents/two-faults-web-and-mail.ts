import { incident, workload } from '../incident.ts';
export default incident({
  id: 'two-faults-web-and-mail',
  family: 'two-faults',
  mode: 'living',
  platform: 'eks',
  company: 'grocer',
  now: '2026-05-14T08:19:00Z',
  onset: 29,
  question: 'two alerts at once: the vouchers page is blank and voucher mails are not sent. same cause?',
  scope: { namespace: 'vouchers' },
  rootCauses: [
    {
      subjects: workload('vouchers', 'voucher-render'),
      says: [
        ['7.0.0', 'image', '镜像'],
        ['not found', 'does not exist', 'pull', '不存在'],
      ],
    },
    {
      subjects: [
        { kind: 'Secret', namespace: 'vouchers', name: 'smtp-login' },
        ...workload('vouchers', 'voucher-mail'),
      ],
      says: [
        ['smtp-login', 'secret'],
        ['not found', 'missing', 'does not exist', '不存在'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'vouchers', name: 'voucher-page' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'vouchers', name: 'voucher-page' }],
  hops: 2,
  apps: [
    {
      ns: 'vouchers',
      name: 'voucher-page',
      style: 'nginx',
      replicas: 2,
      env: { RENDER: 'http://voucher-render' },
      ingress: { host: 'vouchers.grocer.example' },
    },
    { ns: 'vouchers', name: 'voucher-render', style: 'rust', replicas: 2, spec: { strategy: { type: 'Recreate' } } },
    {
      ns: 'vouchers',
      name: 'voucher-mail',
      style: 'pino',
      replicas: 1,
      service: false,
      probe: '',
      keys: { SMTP_PASSWORD: 'secret:smtp-login:password' },
      spec: { strategy: { type: 'Recreate' } },
    },
  ],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'smtp-login', namespace: 'vouchers' },
      type: 'Opaque',
      data: { password: 'eA==' },
    },
  ],
  fault: [
    { delete: 'secret/smtp-login', in: 'vouchers' },
    { restart: 'deployment/voucher-mail', in: 'vouchers' },
    {
      patch: 'deployment/voucher-render',
      in: 'vouchers',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'voucher-render',
                  image: '418273650912.dkr.ecr.eu-west-1.amazonaws.com/voucher-render:missing-7.0.0',
                  ports: [{ name: 'http', containerPort: 8080 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  rename: [['missing-7.0.0', '7.0.0']],
  settle: 28,
  absent: ['Secret/vouchers/smtp-login'],
  logs: [
    {
      app: 'vouchers/voucher-page',
      say: 'connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.3.{n}, server: _, request: "GET /v/{id} HTTP/1.1", upstream: "http://voucher-render/v", host: "vouchers.grocer.example"',
      every: 40,
    },
  ],
});
