import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-node-recovered',
  family: 'healthy',
  mode: 'forged',
  platform: 'ack',
  company: 'factory',
  now: '2026-02-15T04:55:00Z',
  onset: 52,
  question: '刚才有节点 NotReady 告警，产线系统现在还受影响吗？',
  healthy: true,
  notRootCause: [
    { kind: 'Node', name: 'cn-hangzhou.*' },
    { kind: 'Deployment', namespace: 'line-a', name: 'plc-bridge' },
  ],
  hops: 0,
  apps: [{ ns: 'line-b', name: 'press-ctl', style: 'rust', replicas: 2 }],
  edit: (s) => {
    const node = s.all('Node')[2];
    if (!node) return;
    s.condition(node, 'Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', 46);
    s.event(node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`, {
      type: 'Normal',
      first: 52,
      last: 52,
      source: 'node-controller',
    });
    s.event(node, 'NodeReady', `Node ${node.metadata.name} status is now: NodeReady`, {
      type: 'Normal',
      first: 46,
      last: 46,
    });
    for (const p of s.all('Pod'))
      if (p.spec?.nodeName === node.metadata.name) {
        s.event(p, 'NodeNotReady', 'Node is not ready', { first: 52, last: 52, source: 'node-controller' });
        s.condition(p, 'Ready', 'True', undefined, undefined, 46);
      }
  },
});
