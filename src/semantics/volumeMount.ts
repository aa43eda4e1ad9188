/** Access modes in use: a volume that one node holds and another needs, a claim that one pod alone may use. */
import type { PersistentVolume, PersistentVolumeClaim, Pod, VolumeAttachment } from '../cluster/objects.ts';
import { stringsIn } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';
import { claimUses } from './volumeClaim.ts';

/** A list that is undefined was not read: nothing is concluded from it. */
export interface MountWorld {
  pods: readonly Pod[];
  persistentvolumeclaims: readonly PersistentVolumeClaim[];
  persistentvolumes?: readonly PersistentVolume[];
  volumeattachments?: readonly VolumeAttachment[];
}

const SHARED = ['ReadWriteMany', 'ReadOnlyMany'];

/** Whether a volume can be attached to one node only. */
export function isSingleNode(accessModes: unknown): boolean {
  const modes = stringsIn(accessModes);
  return modes.length > 0 && !modes.some((mode) => SHARED.includes(mode));
}

/** Whether a pod's process may still hold its volumes: it is on a node and has not finished. */
function holdsVolumes(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return Boolean(pod.spec?.nodeName) && phase !== 'Succeeded' && phase !== 'Failed';
}

/**
 * Whether the volumes of a placed pod can be attached to its node and used there. It fails where a volume for one node
 * is attached to, or used by a pod on, another node (the Multi-Attach error), and where a ReadWriteOncePod claim is used
 * by another pod.
 */
export function mountVerdict(pod: Pod, world: MountWorld): Verdict {
  for (const { claim: name, path } of claimUses(pod)) {
    const claim = world.persistentvolumeclaims.find(
      ({ metadata }) => metadata.name === name && metadata.namespace === pod.metadata.namespace,
    );
    if (claim === undefined) continue;
    const verdict = claimMount(pod, claim, path, world);
    if (!verdict.pass) return verdict;
  }
  return PASS;
}

function claimMount(pod: Pod, claim: PersistentVolumeClaim, path: string, world: MountWorld): Verdict {
  const volume = world.persistentvolumes?.find(({ metadata }) => metadata.name === claim.spec?.volumeName);
  const modes = volume?.spec?.accessModes ?? claim.spec?.accessModes;
  if (!isSingleNode(modes)) return PASS;
  const node = pod.spec?.nodeName;
  const users = otherUsers(pod, claim, world.pods);
  const written = decided(claim, 'spec.accessModes', claim.spec?.accessModes);
  if (stringsIn(claim.spec?.accessModes).includes('ReadWriteOncePod') && users[0] !== undefined) {
    const words = `claim ${claim.metadata.name} may be used by one pod only, and ${users[0].metadata.name} uses it`;
    return fail('ClaimInUse', words, written, decided(users[0], 'spec.nodeName', users[0].spec?.nodeName));
  }
  if (!node) return PASS;
  const attachment = attachedElsewhere(claim, node, world.volumeattachments ?? []);
  const user = users.find((other) => other.spec?.nodeName !== node);
  // Volumes that need no attaching (local, hostPath) are kept to their node by their own node affinity.
  if (attachment === undefined && (user === undefined || volume?.spec?.hostPath || volume?.spec?.local)) return PASS;
  const holder = attachment?.spec?.nodeName ?? user?.spec?.nodeName;
  return fail(
    'MultiAttach',
    `volume ${claim.spec?.volumeName} of claim ${claim.metadata.name} is held by node ${holder}, the pod is on ${node}`,
    ...(attachment ? [decided(attachment, 'spec.nodeName', attachment.spec?.nodeName)] : []),
    ...(user ? [decided(user, 'spec.nodeName', user.spec?.nodeName)] : []),
    written,
    decided(pod, path, claim.metadata.name),
  );
}

function otherUsers(pod: Pod, claim: PersistentVolumeClaim, pods: readonly Pod[]): Pod[] {
  return pods.filter(
    (other) =>
      other.metadata.name !== pod.metadata.name &&
      other.metadata.namespace === claim.metadata.namespace &&
      holdsVolumes(other) &&
      claimUses(other).some((use) => use.claim === claim.metadata.name),
  );
}

function attachedElsewhere(
  claim: PersistentVolumeClaim,
  node: string,
  attachments: readonly VolumeAttachment[],
): VolumeAttachment | undefined {
  const volume = claim.spec?.volumeName;
  return attachments.find(
    ({ spec, status }) =>
      volume !== undefined &&
      spec?.source?.persistentVolumeName === volume &&
      spec.nodeName !== node &&
      status?.attached === true,
  );
}
