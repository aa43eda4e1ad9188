/** Codes of claims and volumes. Messages are those of the kubelet, the attach controller and CSI provisioners. */
import { DEPLOYMENT, eventYaml, podYaml } from '../podYaml.ts';
import type { Row } from './row.ts';

const WEB = 'Deployment web';
const CLAIM = 'PersistentVolumeClaim data';

const withVolume = (volume: string, phase = 'Pending'): string =>
  DEPLOYMENT +
  podYaml({
    phase,
    created: '2026-11-24T11:30:00Z',
    spec: `volumes:\n- ${volume}`,
    status: '{name: app, image: "web:1", ready: false, restartCount: 0, state: {waiting: {reason: ContainerCreating}}}',
  });

const USES_DATA = '{name: data, persistentVolumeClaim: {claimName: data}}';
const stuck = (reason: string, message: string, volume = USES_DATA): string =>
  withVolume(volume) + claim({ phase: 'Bound', volume: 'pvc-1' }) + eventYaml(reason, message);

function claim({ phase, volume, annotations = '' }: { phase: string; volume?: string; annotations?: string }): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop, creationTimestamp: "2026-11-24T11:00:00Z", annotations: {${annotations}}}
spec: {accessModes: [ReadWriteOnce], storageClassName: fast, resources: {requests: {storage: 1Gi}}${volume === undefined ? '' : `, volumeName: ${volume}`}}
status: {phase: ${phase}}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: fast}
provisioner: ebs.csi.aws.com
volumeBindingMode: Immediate
---${
    volume === undefined || phase === 'Lost'
      ? ''
      : `
apiVersion: v1
kind: PersistentVolume
metadata: {name: ${volume}}
spec: {capacity: {storage: 1Gi}, accessModes: [ReadWriteOnce], storageClassName: fast, claimRef: {namespace: shop, name: data}, csi: {driver: ebs.csi.aws.com, volumeHandle: v}}
status: {phase: Bound}
---`
  }`;
}

const ofClaim = (reason: string, message: string): string => `
apiVersion: v1
kind: Event
metadata: {name: "data.${reason.toLowerCase()}", namespace: shop}
involvedObject: {apiVersion: v1, kind: PersistentVolumeClaim, namespace: shop, name: data}
reason: ${reason}
message: ${JSON.stringify(message)}
type: Normal
lastTimestamp: "2026-11-24T11:59:00Z"
---`;

const WAITING =
  "Waiting for a volume to be created either by the external provisioner 'ebs.csi.aws.com' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.";
const FAILED =
  'failed to provision volume with StorageClass "fast": rpc error: code = Internal desc = Could not create volume "pvc-1": UnauthorizedOperation';

export const STORAGE: readonly Row[] = [
  {
    code: 'VolumeLost',
    subject: CLAIM,
    fires: claim({ phase: 'Lost', volume: 'pvc-1', annotations: 'pv.kubernetes.io/bind-completed: "yes"' }),
    unlike: claim({ phase: 'Bound', volume: 'pvc-1', annotations: 'pv.kubernetes.io/bind-completed: "yes"' }),
  },
  {
    code: 'ClaimMissing',
    subject: CLAIM,
    fires: withVolume(USES_DATA),
    unlike: withVolume(USES_DATA) + claim({ phase: 'Pending' }),
  },
  {
    code: 'ProvisionerSilent',
    subject: CLAIM,
    fires: claim({ phase: 'Pending' }) + ofClaim('ExternalProvisioning', WAITING),
    unlike:
      claim({ phase: 'Pending' }) + ofClaim('ExternalProvisioning', WAITING) + ofClaim('ProvisioningFailed', FAILED),
  },
  {
    code: 'ProvisioningFailed',
    subject: CLAIM,
    fires:
      claim({ phase: 'Pending' }) + ofClaim('ExternalProvisioning', WAITING) + ofClaim('ProvisioningFailed', FAILED),
    unlike: claim({ phase: 'Pending' }) + ofClaim('ExternalProvisioning', WAITING),
  },
  {
    code: 'VolumeAttachFailed',
    subject: CLAIM,
    fires: stuck(
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = NotFound desc = Instance "i-0abc" not found',
    ),
    unlike: stuck(
      'FailedAttachVolume',
      'Multi-Attach error for volume "pvc-1" Volume is already used by pod(s) web-5d9c8b7f6-older',
    ),
  },
  {
    code: 'VolumeMultiAttach',
    subject: CLAIM,
    fires: stuck(
      'FailedAttachVolume',
      'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be attached to another',
    ),
    unlike: stuck(
      'FailedAttachVolume',
      'AttachVolume.Attach failed for volume "pvc-1" : timed out waiting for external-attacher of ebs.csi.aws.com CSI driver to attach volume v',
    ),
  },
  {
    code: 'VolumeMountFailed',
    subject: WEB,
    fires: stuck(
      'FailedMount',
      'MountVolume.SetUp failed for volume "share" : mount failed: exit status 32\nMounting command: mount\nMounting arguments: -t nfs nfs.acme.lan:/exports/web /var/lib/kubelet/pods/u/volumes/kubernetes.io~nfs/share\nOutput: mount.nfs: access denied by server while mounting nfs.acme.lan:/exports/web',
      '{name: share, nfs: {server: nfs.acme.lan, path: /exports/web}}',
    ),
    unlike: stuck(
      'FailedMount',
      'MountVolume.SetUp failed for volume "conf" : configmap "web-conf" not found',
      '{name: conf, configMap: {name: web-conf}}',
    ),
  },
];

/** Other words for the same, which each release and kind of volume has of its own. */
export const STORAGE_WORDINGS: readonly Row[] = [
  ['FailedMount', 'MountVolume.WaitForAttach failed for volume "pvc-1" : volume attachment is being deleted'],
  [
    'FailedMount',
    'MountVolume.MountDevice failed for volume "pvc-1" : kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name ebs.csi.aws.com not found in the list of registered CSI drivers',
  ],
  [
    'FailedMapVolume',
    'MapVolume.SetUpDevice failed for volume "pvc-1" : rpc error: code = Internal desc = could not stage the device',
  ],
  [
    'FailedMount',
    'Unable to attach or mount volumes: unmounted volumes=[data], unattached volumes=[], failed to process volumes=[]: context deadline exceeded',
  ],
].map(
  ([reason = '', message = '']): Row => ({
    code: 'VolumeMountFailed',
    subject: WEB,
    fires: stuck(reason, message),
    unlike:
      withVolume(USES_DATA) +
      claim({ phase: 'Bound', volume: 'pvc-1' }) +
      eventYaml('SuccessfulAttachVolume', 'AttachVolume.Attach succeeded for volume "pvc-1"'),
  }),
);
