import { incident } from '../incident.ts';
export default incident({
  id: 'node-memory-evictions',
  family: 'node-pressure',
  mode: 'forged',
  platform: 'eks',
  company: 'bank',
  now: '2026-06-22T14:02:00Z',
  onset: 31,
  question: 'limits 半小时内被驱逐两次，是谁在吃内存？',
  scope: { namespace: 'cards' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Node', name: 'ip-10-0-*' },
        { kind: 'DaemonSet', namespace: 'observability', name: 'trace-agent' },
        { kind: 'Pod', namespace: 'observability', name: 'trace-agent-*' },
      ],
      says: [
        ['memory', '内存'],
        ['pressure', 'evict', 'low on resource', 'trace-agent', '压力', '驱逐'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'cards', name: 'limits' }],
  hops: 1,
  apps: [
    {
      ns: 'observability',
      name: 'trace-agent',
      kind: 'DaemonSet',
      style: 'logrus',
      service: false,
      probe: '',
      container: { resources: { requests: { cpu: '10m' } } },
    },
  ],
  edit: (s) => {
    const [pod] = s.pods('cards/limits');
    const node = s.all('Node').find((n) => n.metadata.name === pod?.spec?.nodeName);
    if (!pod || !node) return;
    s.condition(
      node,
      'MemoryPressure',
      'True',
      'KubeletHasInsufficientMemory',
      'kubelet has insufficient memory available',
      4,
    );
    node.spec = {
      ...node.spec,
      taints: [{ key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule', timeAdded: s.clock.ago(4) }],
    };
    s.event(node, 'EvictionThresholdMet', 'Attempting to reclaim memory', {
      first: 31,
      last: 4,
      count: 6,
      host: node.metadata.name,
    });
    for (const at of [30, 5]) {
      const gone = structuredClone(pod);
      const message =
        'The node was low on resource: memory. Threshold quantity: 100Mi, available: 61240Ki. Container limits was using 214880Ki, request is 128Mi, has larger consumption of memory. ';
      gone.metadata = {
        ...gone.metadata,
        name: pod.metadata.name.replace(/.....$/, s.random.suffix(5)),
        uid: s.random.uid(),
      };
      gone.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        startTime: s.clock.ago(3000),
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'TerminationByKubelet',
            message,
            lastTransitionTime: s.clock.ago(at),
          },
          { type: 'Ready', status: 'False', reason: 'PodFailed', lastTransitionTime: s.clock.ago(at) },
        ],
      };
      s.add(gone);
      s.event(gone, 'Evicted', message, { first: at, last: at });
    }
    const agent = s.pods('observability/trace-agent').find((p) => p.spec?.nodeName === node.metadata.name);
    if (agent)
      s.event(
        agent,
        'Evicted',
        'The node was low on resource: memory. Threshold quantity: 100Mi, available: 48820Ki. Container trace-agent was using 19884120Ki, request is 0, has larger consumption of memory. ',
        { first: 3, last: 3 },
      );
  },
  logs: [
    {
      app: 'observability/trace-agent',
      level: 'warn',
      say: 'exporter queue is full, buffering {n}k spans in memory',
      every: 60,
    },
  ],
});
