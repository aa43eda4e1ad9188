import { incident, workload } from '../incident.ts';
export default incident({
  id: 'quota-wants-limits',
  family: 'quota',
  mode: 'living',
  platform: 'ack',
  company: 'railway',
  now: '2026-01-29T04:12:00Z',
  onset: 20,
  question: 'crew-roster 新建的 Deployment 一个 Pod 都没有',
  scope: { namespace: 'crew' },
  rootCauses: [
    {
      subjects: [{ kind: 'ResourceQuota', namespace: 'crew', name: 'crew-budget' }, ...workload('crew', 'crew-roster')],
      says: [
        ['quota', '配额'],
        ['limits.cpu', 'must specify', 'limit', '限制', '必须'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'crew', name: 'crew-app' }],
  hops: 1,
  apps: [{ ns: 'crew', name: 'crew-app', style: 'zap', replicas: 1, resources: ['100m', '128Mi', '256Mi', '500m'] }],
  extra: [
    {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'crew-budget', namespace: 'crew' },
      spec: { hard: { 'limits.cpu': '8', 'limits.memory': '16Gi', pods: '30' } },
    },
  ],
  fault: [
    {
      apply: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'crew-roster', namespace: 'crew', labels: { app: 'crew-roster' } },
          spec: {
            replicas: 2,
            selector: { matchLabels: { app: 'crew-roster' } },
            template: {
              metadata: { labels: { app: 'crew-roster' } },
              spec: {
                containers: [
                  {
                    name: 'roster',
                    image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/crew-roster:1.0.0',
                    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 18,
});
