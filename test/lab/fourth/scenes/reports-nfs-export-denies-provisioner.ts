import { creating, unschedulable } from '../../faults.ts';
import { unbound } from '../../field/acts.ts';
import { herring, nobody, of, one } from '../../field/herring.ts';
import { scene } from '../../field/write.ts';

export default scene({
  id: 'reports-nfs-export-denies-provisioner',
  family: 'provisioner',
  on: 'kubeadm',
  now: '2026-03-30T03:44:00Z',
  hops: 3,
  question: '新开的报表环境 report-stg 起不来,pod 一直 Pending,是不是资源不够了?',
  scope: 'report-stg',
  causes: [
    {
      subjects: [
        ...of('nfs-storage/nfs-client-provisioner'),
        one('PersistentVolumeClaim', 'nfs-storage/nfs-client-root'),
        one('PersistentVolume', 'nfs-client-root'),
      ],
      says: [['nfs'], ['access denied', 'mount failed', 'failedmount', 'denied', 'mount', '挂载', '拒绝']],
    },
  ],
  symptoms: [one('PersistentVolumeClaim', 'report-stg/report-api-data'), one('Deployment', 'report-stg/report-api')],
  not: [one('Deployment', 'report-stg/report-web'), one('Deployment', 'report-stg/report-api')],
  play: (f) => {
    f.put({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'nfs-client', creationTimestamp: f.s.clock.ago(600_000) },
      provisioner: 'cluster.local/nfs-client-provisioner',
      reclaimPolicy: 'Delete',
      volumeBindingMode: 'Immediate',
      parameters: { archiveOnDelete: 'true' },
    });
    f.app({
      ns: 'nfs-storage',
      name: 'nfs-client-provisioner',
      tone: 'glog',
      n: 1,
      image: 'registry.k8s.io/sig-storage/nfs-subdir-external-provisioner:v4.0.2',
      svc: false,
      ready: null,
      env: {
        PROVISIONER_NAME: 'cluster.local/nfs-client-provisioner',
        NFS_SERVER: '10.90.4.18',
        NFS_PATH: '/export/k8s',
      },
      mounts: { '/persistentvolumes': 'pvc:nfs-client-root' },
    });
    f.put(
      {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'nfs-client-root', namespace: 'nfs-storage' },
        spec: {
          accessModes: ['ReadWriteMany'],
          storageClassName: '',
          volumeName: 'nfs-client-root',
          resources: { requests: { storage: '10Mi' } },
        },
        status: { phase: 'Bound', accessModes: ['ReadWriteMany'], capacity: { storage: '10Mi' } },
      },
      {
        apiVersion: 'v1',
        kind: 'PersistentVolume',
        metadata: { name: 'nfs-client-root' },
        spec: {
          accessModes: ['ReadWriteMany'],
          capacity: { storage: '10Mi' },
          persistentVolumeReclaimPolicy: 'Retain',
          volumeMode: 'Filesystem',
          nfs: { server: '10.90.4.18', path: '/export/k8s' },
          claimRef: {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            namespace: 'nfs-storage',
            name: 'nfs-client-root',
          },
        },
        status: { phase: 'Bound' },
      },
    );
    const p = f.pod('nfs-storage/nfs-client-provisioner');
    p.metadata.creationTimestamp = f.s.clock.ago(3100);
    creating(
      f.s,
      p,
      'FailedMount',
      `MountVolume.SetUp failed for volume "nfs-client-root" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs 10.90.4.18:/export/k8s /var/lib/kubelet/pods/${p.metadata.uid}/volumes/kubernetes.io~nfs/nfs-client-root\nOutput: mount.nfs: access denied by server while mounting 10.90.4.18:/export/k8s`,
      3100,
      1530,
    );
    f.app({ ns: 'report-stg', name: 'report-web', tone: 'nginx', n: 1, env: { API: 'http://report-api' } });
    f.app({
      ns: 'report-stg',
      name: 'report-api',
      tone: 'spring',
      n: 2,
      claim: { size: '20Gi', at: '/data', cls: 'nfs-client', mode: 'ReadWriteMany' },
    });
    unbound(
      f,
      f.get('PersistentVolumeClaim', 'report-stg/report-api-data'),
      62,
      'ExternalProvisioning',
      "Waiting for a volume to be created either by the external provisioner 'cluster.local/nfs-client-provisioner' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      'persistentvolume-controller',
    );
    for (const e of f.s.all('Event')) if (e.reason === 'ExternalProvisioning') e.type = 'Normal';
    const claim = f.get('PersistentVolumeClaim', 'report-stg/report-api-data');
    claim.metadata.annotations = {
      'volume.kubernetes.io/storage-provisioner': 'cluster.local/nfs-client-provisioner',
      'volume.beta.kubernetes.io/storage-provisioner': 'cluster.local/nfs-client-provisioner',
    };
    for (const pod of f.pods('report-stg/report-api'))
      unschedulable(f.s, pod, nobody(f, 'pod has unbound immediate PersistentVolumeClaims'), 62);
    f.say({
      app: 'report-stg/report-web',
      from: 45,
      every: 100,
      lines:
        'connect() failed (111: Connection refused) while connecting to upstream, client: 10.244.0.{o}, server: _, request: "GET /api/me HTTP/1.1", upstream: "http://report-api/api/me"',
    });
    herring.pending(f, 'lab-sandbox/spark-shell', 6);
  },
});
