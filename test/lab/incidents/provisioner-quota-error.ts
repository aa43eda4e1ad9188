import { since, unschedulable } from '../faults.ts';
import { incident } from '../incident.ts';
export default incident({
  id: 'provisioner-quota-error',
  family: 'volume-provisioning',
  mode: 'forged',
  platform: 'gke',
  company: 'studio',
  now: '2026-06-12T09:50:00Z',
  onset: 46,
  question: 'clip-store 的存储重建之后，审片上传一直 500',
  scope: { namespace: 'clips' },
  rootCauses: [
    {
      subjects: [
        { kind: 'PersistentVolumeClaim', namespace: 'clips', name: 'data-clip-store-0' },
        { kind: 'StorageClass', name: 'premium-rwo' },
        { kind: 'StatefulSet', namespace: 'clips', name: 'clip-store' },
      ],
      says: [
        ['quota', '配额'],
        ['ssd', 'exceeded', 'provision', '超', '制备'],
      ],
    },
  ],
  symptoms: [{ kind: 'Deployment', namespace: 'clips', name: 'clip-upload' }],
  notRootCause: [{ kind: 'Deployment', namespace: 'clips', name: 'clip-upload' }],
  hops: 3,
  apps: [
    {
      ns: 'clips',
      name: 'clip-store',
      kind: 'StatefulSet',
      style: 'rust',
      replicas: 1,
      port: 9000,
      probe: 'tcp',
      claim: { size: '4Ti', mount: '/data', class: 'premium-rwo' },
    },
    {
      ns: 'clips',
      name: 'clip-upload',
      style: 'pino',
      replicas: 2,
      env: { STORE_ENDPOINT: 'http://clip-store.clips.svc.cluster.local:9000' },
    },
  ],
  edit: (s) => {
    const claim = s.find('PersistentVolumeClaim', 'clips', 'data-clip-store-0');
    const volume = s.all('PersistentVolume').find((v) => v.metadata.name === claim.spec?.volumeName);
    const [pod] = s.pods('clips/clip-store');
    if (!volume || !pod || !claim.spec) return;
    s.remove(volume);
    claim.metadata.creationTimestamp = s.clock.ago(46);
    claim.metadata.annotations = {
      'volume.beta.kubernetes.io/storage-provisioner': 'pd.csi.storage.gke.io',
      'volume.kubernetes.io/storage-provisioner': 'pd.csi.storage.gke.io',
      'volume.kubernetes.io/selected-node': s.all('Node')[1]?.metadata.name ?? '',
    };
    delete claim.spec.volumeName;
    claim.status = { phase: 'Pending' };
    s.event(
      claim,
      'ProvisioningFailed',
      `failed to provision volume with StorageClass "premium-rwo": rpc error: code = ResourceExhausted desc = CreateVolume failed: googleapi: Error 403: Quota 'SSD_TOTAL_GB' exceeded.  Limit: 20480.0 in region europe-west4., quotaExceeded`,
      { first: 45, last: 2, count: 17, source: 'pd.csi.storage.gke.io_gke-6c1d-vm_1f0e' },
    );
    s.event(
      claim,
      'ExternalProvisioning',
      "Waiting for a volume to be created either by the external provisioner 'pd.csi.storage.gke.io' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.",
      { type: 'Normal', first: 46, last: 0.4, count: 181, source: 'persistentvolume-controller' },
    );
    since(s, [pod], 46);
    unschedulable(s, pod, 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded', 46);
  },
  logs: [
    {
      app: 'clips/clip-upload',
      say: 'PUT clip {id} failed: getaddrinfo ENOTFOUND clip-store.clips.svc.cluster.local',
      every: 40,
      from: 45,
    },
  ],
});
