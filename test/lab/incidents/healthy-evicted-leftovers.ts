import { incident } from '../incident.ts';
export default incident({
  id: 'healthy-evicted-leftovers',
  family: 'healthy',
  mode: 'forged',
  platform: 'aks',
  company: 'grocer',
  now: '2026-05-18T07:25:00Z',
  question: 'kubectl shows three Evicted pods in pick-lists, are the pickers affected?',
  scope: { namespace: 'pick-lists' },
  healthy: true,
  notRootCause: [
    { kind: 'Deployment', namespace: 'pick-lists', name: 'pick-router' },
    { kind: 'Pod', namespace: 'pick-lists', name: 'pick-router-*' },
    { kind: 'Node', name: 'aks-workers-*' },
  ],
  hops: 0,
  apps: [{ ns: 'pick-lists', name: 'pick-router', style: 'rust', replicas: 3 }],
  edit: (s) => {
    const [pod] = s.pods('pick-lists/pick-router');
    for (let i = 0; pod && i < 3; i++) {
      const gone = structuredClone(pod);
      const message =
        'The node was low on resource: ephemeral-storage. Threshold quantity: 10655797248, available: 8419120Ki. ';
      gone.metadata = {
        ...gone.metadata,
        name: pod.metadata.name.replace(/.....$/, s.random.suffix(5)),
        uid: s.random.uid(),
        creationTimestamp: s.clock.ago(60 * 24 * 20),
      };
      gone.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        startTime: s.clock.ago(60 * 24 * 20),
        conditions: [
          { type: 'Ready', status: 'False', reason: 'PodFailed', lastTransitionTime: s.clock.ago(60 * 24 * 5 + i) },
        ],
      };
      s.add(gone);
    }
  },
});
