import { incident, workload } from '../incident.ts';
export default incident({
  id: 'selector-node-label-typo',
  family: 'scheduling',
  mode: 'living',
  platform: 'ack',
  company: 'bank',
  now: '2026-02-02T06:50:00Z',
  onset: 19,
  question: '风控模型服务上线后一直 Pending，节点资源明明很空闲',
  scope: { namespace: 'risk' },
  rootCauses: [
    {
      subjects: workload('risk', 'risk-model'),
      says: [
        ['nodeselector', 'node selector', 'affinity', 'selector', '节点选择', '选择器'],
        ['match', 'workload-tier', '匹配', '不满足'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'risk', name: 'risk-console' }],
  hops: 0,
  apps: [
    { ns: 'risk', name: 'risk-console', style: 'dotnet', replicas: 2 },
    { ns: 'risk', name: 'rules-sync', style: 'zap', replicas: 1 },
  ],
  fault: [
    ...[1, 2].map((i) => ({ patch: `node/node-${i}`, with: { metadata: { labels: { 'workload-tier': 'memory' } } } })),
    {
      apply: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'risk-model', namespace: 'risk', labels: { app: 'risk-model' } },
          spec: {
            replicas: 2,
            selector: { matchLabels: { app: 'risk-model' } },
            template: {
              metadata: { labels: { app: 'risk-model' } },
              spec: {
                nodeSelector: { 'workload-tier': 'mem' },
                containers: [
                  {
                    name: 'model',
                    image: 'registry-vpc.cn-hangzhou.aliyuncs.com/yunshu/risk-model:1.7.0',
                    resources: { requests: { cpu: '1', memory: '2Gi' } },
                  },
                ],
              },
            },
          },
        },
      ],
    },
  ],
  settle: 20,
});
