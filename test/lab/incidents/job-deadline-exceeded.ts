import { incident } from '../incident.ts';
export default incident({
  id: 'job-deadline-exceeded',
  family: 'job',
  mode: 'living',
  platform: 'ack',
  company: 'grocer',
  now: '2026-02-20T02:05:00Z',
  onset: 33,
  question: '昨晚的库存对账任务失败了，原因是什么',
  scope: { namespace: 'stock' },
  rootCauses: [
    {
      subjects: [{ kind: 'Job', namespace: 'stock', name: 'stock-reconcile' }],
      says: [['deadline', 'activedeadlineseconds', '超时', '期限', '截止']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'stock', name: 'stock-api' }],
  hops: 0,
  apps: [{ ns: 'stock', name: 'stock-api', style: 'logback', replicas: 2 }],
  fault: [
    {
      apply: [
        {
          apiVersion: 'batch/v1',
          kind: 'Job',
          metadata: { name: 'stock-reconcile', namespace: 'stock', labels: { app: 'stock-reconcile' } },
          spec: {
            backoffLimit: 3,
            activeDeadlineSeconds: 9,
            template: {
              metadata: { labels: { app: 'stock-reconcile' } },
              spec: {
                restartPolicy: 'Never',
                nodeSelector: { 'kubernetes.io/os': 'linux' },
                containers: [
                  {
                    name: 'reconcile',
                    image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/stock-reconcile:1.8.2',
                    readinessProbe: { exec: { command: ['cat', '/tmp/done'] } },
                  },
                ],
                initContainers: [
                  { name: 'lock', image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/stock-reconcile:missing' },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 22,
  rename: [
    ['stock-reconcile:missing', 'stock-reconcile:1.8.2'],
    ['"activeDeadlineSeconds":9', '"activeDeadlineSeconds":600'],
  ],
  edit: (s) => {
    s.dropEvents((e) => /pull|Pull/.test(String(e.message)));
    s.dropEvents((e) => e.reason === 'Failed');
    for (const p of s.pods('stock/stock-reconcile')) s.remove(p);
  },
});
