import { incident } from '../incident.ts';
export default incident({
  id: 'all-nodes-cordoned',
  family: 'scheduling',
  mode: 'living',
  platform: 'ack',
  company: 'studio',
  now: '2026-05-01T18:26:00Z',
  onset: 26,
  question: '扩容 transcode 之后新 Pod 全是 Pending',
  scope: { namespace: 'media' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Node', name: 'cn-hangzhou.*' },
        { kind: 'Deployment', namespace: 'media', name: 'transcode' },
        { kind: 'Pod', namespace: 'media', name: 'transcode-*' },
      ],
      says: [['unschedulable', 'cordon', '不可调度', '封锁']],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'media', name: 'media-web' }],
  hops: 1,
  apps: [
    { ns: 'media', name: 'transcode', style: 'python', replicas: 2 },
    { ns: 'media', name: 'media-web', style: 'pino', replicas: 1 },
  ],
  fault: [
    ...[1, 2, 3, 4].map((i) => ({ patch: `node/node-${i}`, with: { spec: { unschedulable: true } } })),
    { wait: 1 },
    { scale: 'deployment/transcode', in: 'media', to: 5 },
  ],
  settle: 16,
});
