import { since, unschedulable } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'local-volume-node-gone',
  family: 'volume-node',
  mode: 'forged',
  platform: 'kubeadm',
  company: 'studio',
  now: '2026-03-21T19:18:00Z',
  onset: 95,
  question: 'edge cache of the render farm stays Pending after we replaced a broken server',
  scope: { namespace: 'farm' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolume', name: 'local-nvme-kw-9' },
        { kind: 'PersistentVolumeClaim', namespace: 'farm', name: 'data-frame-cache-0' },
        { kind: 'Node', name: 'kw-9' },
        { kind: 'Pod', namespace: 'farm', name: 'frame-cache-0' },
        { kind: 'StatefulSet', namespace: 'farm', name: 'frame-cache' },
      ],
      says: [
        ['kw-9', 'node affinity', 'volume node affinity', '节点亲和'],
        ['volume', 'pv', '卷'],
      ],
    },
  ],
  symptoms: [],
  notRootCause: [{ kind: 'Deployment', namespace: 'farm', name: 'frame-api' }],
  hops: 2,
  apps: [
    {
      ns: 'farm',
      name: 'frame-cache',
      kind: 'StatefulSet',
      style: 'redis',
      replicas: 1,
      port: 6379,
      image: 'redis:7.4',
      probe: 'tcp',
      claim: { size: '400Gi', mount: '/data', class: 'local-nvme' },
    },
    { ns: 'farm', name: 'frame-api', style: 'zap', replicas: 1 },
  ],
  extra: [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'local-nvme' },
      provisioner: 'kubernetes.io/no-provisioner',
      reclaimPolicy: 'Retain',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
  ],
  edit: (s) => {
    const claim = s.find('PersistentVolumeClaim', 'farm', 'data-frame-cache-0');
    const volume = s.all('PersistentVolume').find((v) => v.metadata.name === claim.spec?.volumeName);
    if (!volume || !claim.spec) return;
    volume.metadata.name = 'local-nvme-kw-9';
    claim.spec.volumeName = 'local-nvme-kw-9';
    const { csi: _csi, ...spec } = volume.spec ?? {};
    volume.spec = {
      ...spec,
      local: { path: '/mnt/nvme0/frames' },
      persistentVolumeReclaimPolicy: 'Retain',
      nodeAffinity: {
        required: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['kw-9'] }] },
          ],
        },
      },
    };
    const pods = s.pods('farm/frame-cache');
    since(s, pods, 95);
    for (const p of pods)
      unschedulable(
        s,
        p,
        "0/4 nodes are available: 4 node(s) didn't match PersistentVolume's node affinity. no new claims to deallocate, preemption: 0/4 nodes are available: 4 Preemption is not helpful for scheduling.",
        95,
      );
  },
});
