import { incident } from '../incident.ts';
export default incident({
  id: 'disk-pressure-evicts',
  family: 'disk_full',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'museum',
  now: '2026-04-09T23:41:00Z',
  onset: 35,
  question: 'pods of scan-import keep getting evicted, what fills up?',
  scope: { namespace: 'intake' },
  rootCauses: [
    {
      subjects: [
        { kind: 'Node', name: 'kw-12' },
        { kind: 'Pod', namespace: 'intake', name: 'scan-import-*' },
        { kind: 'Deployment', namespace: 'intake', name: 'scan-import' },
      ],
      says: [
        ['ephemeral-storage', 'diskpressure', 'disk pressure', 'disk', '磁盘'],
        ['evict', 'pressure', 'low on resource', '驱逐', '压力', '不足'],
      ],
    },
  ],
  notRootCause: [{ kind: 'Deployment', namespace: 'intake', name: 'scan-ui' }],
  hops: 1,
  apps: [
    { ns: 'intake', name: 'scan-import', style: 'python', replicas: 2, service: false, probe: '' },
    { ns: 'intake', name: 'scan-ui', style: 'pino', replicas: 1 },
  ],
  edit: (s) => {
    const node = s.find('Node', '', 'kw-12');
    s.condition(node, 'DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure', 33);
    node.spec = {
      ...node.spec,
      taints: [{ key: 'node.kubernetes.io/disk-pressure', effect: 'NoSchedule', timeAdded: s.clock.ago(33) }],
    };
    s.event(node, 'EvictionThresholdMet', 'Attempting to reclaim ephemeral-storage', {
      first: 33,
      last: 1,
      count: 19,
      host: 'kw-12',
    });
    s.event(
      node,
      'FreeDiskSpaceFailed',
      'Failed to garbage collect required amount of images. Attempted to free 8462149632 bytes, but only found 0 bytes eligible to free.',
      { first: 34, last: 4, count: 7, host: 'kw-12' },
    );
    const [pod] = s.pods('intake/scan-import');
    if (!pod) return;
    for (let i = 0; i < 3; i++) {
      const gone = structuredClone(pod);
      gone.metadata = {
        ...gone.metadata,
        name: pod.metadata.name.replace(/.....$/, s.random.suffix(5)),
        uid: s.random.uid(),
        creationTimestamp: s.clock.ago(34 - i * 9),
      };
      gone.spec = { ...pod.spec, nodeName: 'kw-12' };
      const message =
        'The node was low on resource: ephemeral-storage. Threshold quantity: 10655797248, available: 7419120Ki. Container scan-import was using 61844216Ki, request is 0, has larger consumption of ephemeral-storage. ';
      gone.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message,
        startTime: s.clock.ago(34 - i * 9),
        conditions: [
          {
            type: 'DisruptionTarget',
            status: 'True',
            reason: 'TerminationByKubelet',
            message,
            lastTransitionTime: s.clock.ago(31 - i * 9),
          },
          { type: 'Ready', status: 'False', reason: 'PodFailed', lastTransitionTime: s.clock.ago(31 - i * 9) },
        ],
      };
      s.add(gone);
      s.event(gone, 'Evicted', message, { first: 31 - i * 9, last: 31 - i * 9 });
    }
  },
});
