import type { Kube } from '../objects.ts';
import type { Platform } from '../world/platform.ts';
import { ownAge } from './controllers.ts';
import type { World } from './pods.ts';

/** StorageClasses of a platform; the first is the default. */
export const storageClasses = (platform: Platform): Kube[] =>
  platform.storage.map(([name, provisioner], i) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, ...(i === 0 ? { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } : {}) },
    provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  }));

interface ClaimSpec {
  storageClassName?: string;
  accessModes: string[];
  resources: { requests: { storage: string } };
}

/** The volume of a claim, and the claim bound to it. */
export function bind(claim: Kube, platform: Platform, world: World): Kube[] {
  const spec = claim.spec as unknown as ClaimSpec;
  const className = spec.storageClassName ?? platform.storage[0]?.[0] ?? 'standard';
  const provisioner = platform.storage.find(([n]) => n === className)?.[1] ?? platform.storage[0]?.[1] ?? '';
  claim.metadata.uid ??= world.random.uid();
  claim.metadata.creationTimestamp ??= world.clock.ago(ownAge(claim));
  const volumeName = `pvc-${claim.metadata.uid}`;
  const capacity = { storage: spec.resources.requests.storage };
  claim.metadata.annotations = {
    'pv.kubernetes.io/bind-completed': 'yes',
    'pv.kubernetes.io/bound-by-controller': 'yes',
    'volume.kubernetes.io/storage-provisioner': provisioner,
    ...claim.metadata.annotations,
  };
  claim.metadata.finalizers = ['kubernetes.io/pvc-protection'];
  claim.spec = { ...claim.spec, storageClassName: className, volumeName };
  claim.status = { phase: 'Bound', accessModes: spec.accessModes, capacity };
  const volume: Kube = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: {
      name: volumeName,
      uid: world.random.uid(),
      creationTimestamp: claim.metadata.creationTimestamp,
      annotations: { 'pv.kubernetes.io/provisioned-by': provisioner },
      finalizers: ['kubernetes.io/pv-protection'],
    },
    spec: {
      accessModes: spec.accessModes,
      capacity,
      claimRef: {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: claim.metadata.namespace,
        name: claim.metadata.name,
        uid: claim.metadata.uid,
      },
      csi: { driver: provisioner, volumeHandle: `vol-${world.random.hex(17)}`, fsType: 'ext4' },
      persistentVolumeReclaimPolicy: 'Delete',
      storageClassName: className,
      volumeMode: 'Filesystem',
    },
    status: { phase: 'Bound', lastPhaseTransitionTime: claim.metadata.creationTimestamp },
  };
  return [volume];
}
