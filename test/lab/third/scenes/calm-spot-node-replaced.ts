import { since } from '../../faults.ts';
import { one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'calm-spot-node-replaced',
  family: 'healthy',
  on: 'eks',
  now: '2026-05-06T13:50:00Z',
  hops: 0,
  question: 'AWS mail: spot interruption of one of our instances at 13:10. which services are down now?',
  not: [one('Node', '*'), one('Deployment', 'media/transcode')],
  play: (f) => {
    f.app({ ns: 'media', name: 'transcode', tone: 'golog', n: 3 });
    f.app({ ns: 'media', name: 'media-api', tone: 'spring', n: 2 });
    const node = f.node(3);
    node.metadata.creationTimestamp = f.s.clock.ago(37);
    for (const c of node.status?.conditions ?? []) c.lastTransitionTime = f.s.clock.ago(36.5);
    const moved = f.s.all('Pod').filter((p) => p.spec?.nodeName === node.metadata.name);
    since(f.s, moved, 36);
    f.s.event(
      node,
      'RegisteredNode',
      `Node ${node.metadata.name} event: Registered Node ${node.metadata.name} in Controller`,
      { type: 'Normal', first: 37, last: 37, source: 'node-controller' },
    );
    f.s.event(node, 'NodeReady', `Node ${node.metadata.name} status is now: NodeReady`, {
      type: 'Normal',
      first: 36.5,
      last: 36.5,
      source: 'kubelet',
      host: node.metadata.name,
    });
    const gone = {
      ...node,
      metadata: {
        ...node.metadata,
        name: 'ip-10-0-77-12.eu-west-1.compute.internal',
        uid: 'c0c6a1de-55d1-4b1f-9c1a-0ab1f1d7a001',
      },
    };
    f.s.event(gone, 'NodeNotReady', 'Node ip-10-0-77-12.eu-west-1.compute.internal status is now: NodeNotReady', {
      type: 'Normal',
      first: 39,
      last: 39,
      source: 'node-controller',
    });
    f.s.event(
      gone,
      'RemovingNode',
      'Node ip-10-0-77-12.eu-west-1.compute.internal event: Removing Node ip-10-0-77-12.eu-west-1.compute.internal from Controller',
      { type: 'Normal', first: 38, last: 38, source: 'node-controller' },
    );
    const p = moved.find((x) => x.metadata.namespace === 'media') ?? f.pod('media/transcode');
    f.s.event(
      p,
      'FailedScheduling',
      '0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are available: 3 No preemption victims found for incoming pod.',
      { first: 38, last: 37, count: 2, source: 'default-scheduler' },
    );
    f.s.event(
      p,
      'Scheduled',
      `Successfully assigned ${p.metadata.namespace}/${p.metadata.name} to ${p.spec?.nodeName}`,
      { type: 'Normal', first: 36, last: 36, source: 'default-scheduler' },
    );
  },
});
