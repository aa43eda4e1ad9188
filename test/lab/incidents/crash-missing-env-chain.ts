import { incident, workload } from '../incident.ts';
export default incident({
  id: 'crash-missing-env-chain',
  family: 'config-env',
  mode: 'living',
  platform: 'ack',
  company: 'bank',
  now: '2026-02-23T01:58:00Z',
  onset: 27,
  question: '转账页面提示系统繁忙，网关日志全是 503',
  scope: { namespace: 'transfer' },
  rootCauses: [
    {
      subjects: workload('transfer', 'sanction-check'),
      says: [
        ['LIST_BUCKET'],
        [
          'not set',
          'unset',
          'missing',
          'required',
          'undefined',
          'not provided',
          'absent',
          '未设置',
          '缺少',
          '没有',
          '缺失',
        ],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'transfer', name: 'transfer-core' }],
  notRootCause: [
    { kind: 'Deployment', namespace: 'transfer', name: 'transfer-core' },
    { kind: 'Deployment', namespace: 'transfer', name: 'transfer-gateway' },
  ],
  hops: 3,
  apps: [
    {
      ns: 'transfer',
      name: 'transfer-gateway',
      style: 'pino',
      replicas: 2,
      env: { CORE_URL: 'http://transfer-core' },
      ingress: { host: 'zz.bank.example' },
    },
    {
      ns: 'transfer',
      name: 'transfer-core',
      style: 'logback',
      replicas: 2,
      env: { SANCTION_URL: 'http://sanction-check.transfer.svc' },
    },
    {
      ns: 'transfer',
      name: 'sanction-check',
      style: 'python',
      replicas: 2,
      image: 'sanction-check:2.6.0',
      spec: { strategy: { type: 'Recreate' } },
    },
  ],
  fault: [
    {
      patch: 'deployment/sanction-check',
      in: 'transfer',
      with: {
        spec: {
          template: {
            spec: {
              containers: [
                {
                  name: 'sanction-check',
                  image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/sanction-check:2.7.0',
                  args: ['serve', '--lab=crash'],
                  ports: [{ name: 'http', containerPort: 8080 }],
                },
              ],
            },
          },
        },
      },
    },
  ],
  rename: [[',"--lab=crash"', '']],
  settle: 40,
  down: 'transfer/sanction-check',
  logs: [
    {
      app: 'transfer/sanction-check',
      startup: true,
      say: [
        'sanction-check 2.7.0',
        'Traceback (most recent call last):',
        '  File "/app/serve.py", line 31, in <module>',
        "KeyError: 'LIST_BUCKET'",
      ],
    },
    {
      app: 'transfer/transfer-core',
      say: 'sanction screening failed, transfer {id} rejected: I/O error on POST request for "http://sanction-check.transfer.svc/screen": Connection refused',
      every: 35,
      from: 26,
    },
    {
      app: 'transfer/transfer-gateway',
      say: 'upstream transfer-core responded 503 for POST /transfers',
      every: 30,
      from: 26,
    },
  ],
});
