import { herring, of, one } from '../herring.ts';
import { scene } from '../write.ts';

export default scene({
  id: 'pool-upgrade-budget-zero',
  family: 'disruption-budget',
  on: 'gke',
  now: '2026-11-24T16:00:00Z',
  key: 'app',
  hops: 1,
  question: 'gke node pool upgrade hangs for 50 minutes on one node (it is cordoned), why does it not drain?',
  causes: [
    {
      subjects: [
        one('PodDisruptionBudget', 'sessions/session-broker'),
        ...of('sessions/session-broker'),
        one('Node', 'gke-core-pool-a-*'),
      ],
      says: [['disruption', 'budget', 'pdb', '预算', '中断'], ['session-broker']],
    },
  ],
  not: [one('Deployment', 'sessions/session-web')],
  play: (f) => {
    f.app({ ns: 'sessions', name: 'session-web', tone: 'winston', n: 2 });
    f.app({ ns: 'sessions', name: 'session-broker', tone: 'tracing', n: 2 });
    f.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'session-broker', namespace: 'sessions' },
      spec: { minAvailable: 2, selector: { matchLabels: { app: 'session-broker' } } },
    });
    f.put({
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'session-web', namespace: 'sessions' },
      spec: { minAvailable: 1, selector: { matchLabels: { app: 'session-web' } } },
    });
    const node =
      f.world.nodes.find((n) => n.metadata.name === f.pod('sessions/session-broker').spec?.nodeName) ?? f.node(0);
    node.spec = {
      ...node.spec,
      unschedulable: true,
      taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: f.s.clock.ago(52) }],
    };
    f.s.event(node, 'NodeNotSchedulable', `Node ${node.metadata.name} status is now: NodeNotSchedulable`, {
      type: 'Normal',
      first: 52,
      last: 52,
    });
    f.s.event(
      f.pod('sessions/session-broker'),
      'EvictionBlocked',
      "Cannot evict pod as it would violate the pod's disruption budget. The disruption budget session-broker needs 2 healthy pods and has 2 currently",
      { first: 51, last: 0.5, count: 600, source: 'node-upgrader' },
    );
    herring.crash(f, 'growth/pixel', 3);
  },
});
