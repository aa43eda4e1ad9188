import { oldRestart } from '../../faults.ts';
import { herring, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'calm-node-back-after-reboot',
  family: 'healthy',
  on: 'k3s',
  now: '2026-05-08T07:45:00Z',
  key: 'app',
  nodes: 3,
  hops: 0,
  question: 'got NodeNotReady alert for edge2 at 07:10, do i have to drive to the site?',
  not: [one('Node', 'edge2-*'), one('Deployment', 'till/till-sync')],
  play: (f) => {
    f.app({ ns: 'till', name: 'till-sync', tone: 'golog', n: 2 });
    f.app({ ns: 'till', name: 'receipt', tone: 'django', n: 1 });
    const node = f.node(1);
    f.s.event(node, 'NodeNotReady', `Node ${node.metadata.name} status is now: NodeNotReady`, {
      type: 'Normal',
      first: 35,
      last: 35,
      source: 'node-controller',
    });
    f.s.event(node, 'Rebooted', `Node ${node.metadata.name} has been rebooted, boot id: ${f.s.random.uid()}`, {
      first: 31,
      last: 31,
    });
    f.s.event(node, 'NodeReady', `Node ${node.metadata.name} status is now: NodeReady`, {
      type: 'Normal',
      first: 31,
      last: 31,
    });
    f.s.condition(node, 'Ready', 'True', 'KubeletReady', 'kubelet is posting ready status', 31);
    for (const p of f.s.all('Pod').filter((x) => x.spec?.nodeName === node.metadata.name)) {
      oldRestart(f.s, p, { exitCode: 255, reason: 'Unknown', days: 31 / 1440, count: 1 });
      for (const c of ['Ready', 'ContainersReady']) f.s.condition(p, c, 'True', undefined, undefined, 30);
    }
    herring.image(f, 'lab-sandbox/cam-ai', 4);
  },
});
