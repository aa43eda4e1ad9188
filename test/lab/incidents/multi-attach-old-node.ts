import { creating, since } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'multi-attach-old-node',
  family: 'volume-attach',
  mode: 'forged',
  platform: 'gke',
  company: 'studio',
  now: '2026-03-30T07:58:00Z',
  onset: 63,
  question: '节点被回收之后 asset-vault 一直卡在 ContainerCreating，美术同事存不了镜头',
  scope: { namespace: 'assets' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolume', name: 'pvc-*' },
        { kind: 'PersistentVolumeClaim', namespace: 'assets', name: 'asset-vault-data' },
        { kind: 'Pod', namespace: 'assets', name: 'asset-vault-*' },
        { kind: 'Deployment', namespace: 'assets', name: 'asset-vault' },
        { kind: 'VolumeAttachment', name: 'csi-*' },
        { kind: 'Node', name: 'gke-core-*' },
      ],
      says: [
        [
          'multi-attach',
          'already exclusively attached',
          'already attached',
          'already used',
          'attached',
          'not ready',
          'unreachable',
          'stopped posting',
          '挂载',
          '未就绪',
        ],
        ['volume', 'pvc', '卷', 'node', '节点'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'assets', name: 'asset-web' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'assets', name: 'asset-web' }],
  hops: 1,
  apps: [
    { ns: 'assets', name: 'asset-vault', style: 'zap', replicas: 1, claim: { size: '500Gi', mount: '/vault' } },
    { ns: 'assets', name: 'asset-web', style: 'pino', replicas: 2, env: { VAULT: 'http://asset-vault' } },
  ],
  edit: (s) => {
    const [pod] = s.pods('assets/asset-vault');
    const claim = s.find('PersistentVolumeClaim', 'assets', 'asset-vault-data');
    const other = s.all('Node').find((n) => n.metadata.name !== pod?.spec?.nodeName);
    if (!pod || !other) return;
    since(s, [pod], 63);
    s.condition(other, 'Ready', 'Unknown', 'NodeStatusUnknown', 'Kubelet stopped posting node status.', 66);
    other.spec = {
      ...other.spec,
      taints: [
        { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: s.clock.ago(66) },
        { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: s.clock.ago(66) },
      ],
    };
    const volume = String(claim.spec?.volumeName);
    const old = structuredClone(pod);
    old.metadata = {
      ...old.metadata,
      name: pod.metadata.name.replace(/.....$/, 'x7k2d'),
      uid: s.random.uid(),
      creationTimestamp: s.clock.ago(60 * 24 * 8),
      deletionTimestamp: s.clock.ago(61),
    };
    old.spec = { ...pod.spec, nodeName: other.metadata.name, containers: pod.spec?.containers ?? [] };
    s.condition(old, 'Ready', 'False', 'NodeNotReady', undefined, 65);
    creating(
      s,
      pod,
      'FailedAttachVolume',
      `Multi-Attach error for volume "${volume}" Volume is already used by pod(s) ${old.metadata.name}`,
      62,
      1,
    );
    const attachment = {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'VolumeAttachment',
      metadata: { name: `csi-${s.random.hex(64)}` },
      spec: {
        attacher: 'pd.csi.storage.gke.io',
        nodeName: other.metadata.name,
        source: { persistentVolumeName: volume },
      },
      status: { attached: true },
    };
    s.add(old, attachment);
    for (const p of s.all('Pod'))
      if (p.spec?.nodeName === other.metadata.name && p !== old)
        s.condition(p, 'Ready', 'False', 'NodeNotReady', undefined, 65);
    s.event(other, 'NodeNotReady', `Node ${other.metadata.name} status is now: NodeNotReady`, {
      type: 'Normal',
      first: 66,
      last: 66,
      source: 'node-controller',
    });
  },
  logs: [
    {
      app: 'assets/asset-web',
      say: 'vault write failed: connect ECONNREFUSED 10.96.9.31:80 shot={id}',
      every: 60,
      from: 61,
    },
  ],
});
