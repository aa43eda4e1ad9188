/**
 * How a claim gets its volume: a class (or none, or the default), a volume that is there and fits, or one that is provisioned.
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#binding
 */
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../cluster/objects.ts';
import { stringMap } from './lenient.ts';
import { decided, type Failed, fail } from './verdict.ts';
import { claimClass, claimClassPath, defaultClass, isReservedFor } from './volumeClaim.ts';
import { matchingVolume, nearestVolumes, volumeMismatches } from './volumeMatch.ts';

/** A list that is undefined was not read: nothing is concluded from what it does not hold. */
export interface StorageWorld {
  persistentvolumes?: readonly PersistentVolume[];
  storageclasses?: readonly StorageClass[];
}

/**
 * What becomes of a claim. `Bound`: done. `Binds`: a volume fits and is being bound. `WaitsForConsumer`: bound once a pod
 * that uses it is scheduled. `Provisions`: the class's provisioner is to make a volume. `Unknown`: not enough was read.
 */
export type ClaimVerdict =
  | {
      pass: true;
      outcome: 'Bound' | 'Binds' | 'WaitsForConsumer' | 'Provisions' | 'Unknown';
      volume?: PersistentVolume;
      storageClass?: StorageClass;
    }
  | Failed;

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';

/** What becomes of a claim, and if nothing does, why. */
export function claimVerdict(claim: PersistentVolumeClaim, world: StorageWorld): ClaimVerdict {
  const volumeName = claim.spec?.volumeName;
  if (claim.status?.phase === 'Lost') {
    return fail(
      'ClaimLost',
      `volume ${volumeName} is gone`,
      decided(claim, 'spec.volumeName', volumeName),
      decided(claim, 'status.phase', 'Lost'),
    );
  }
  if (volumeName) return namedVolume(claim, volumeName, world);
  const classes = world.storageclasses;
  const effective = claimClass(claim) ?? (classes && defaultClass(classes)?.metadata.name);
  const asked = { ...claim, spec: { ...claim.spec, storageClassName: effective ?? '' } } as PersistentVolumeClaim;
  const storageClass = classes?.find(({ metadata }) => metadata.name === effective);
  const volumes = world.persistentvolumes ?? [];
  const waits = storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
  const selected = stringMap(claim.metadata.annotations)['volume.kubernetes.io/selected-node'];
  const volume = matchingVolume(
    asked,
    waits ? volumes.filter((candidate) => isReservedFor(candidate, claim)) : volumes,
  );
  if (volume !== undefined) return { pass: true, outcome: 'Binds', volume, storageClass };
  if (waits && selected === undefined) return { pass: true, outcome: 'WaitsForConsumer', storageClass };
  return provisioned(asked, claim, storageClass, world);
}

function namedVolume(claim: PersistentVolumeClaim, name: string, world: StorageWorld): ClaimVerdict {
  const volume = world.persistentvolumes?.find(({ metadata }) => metadata.name === name);
  if (volume === undefined) {
    if (world.persistentvolumes === undefined)
      return { pass: true, outcome: claim.status?.phase === 'Bound' ? 'Bound' : 'Unknown' };
    return fail(
      'VolumeNotFound',
      `the claim names volume ${name}, which does not exist`,
      decided(claim, 'spec.volumeName', name),
    );
  }
  const holder = volume.spec?.claimRef;
  if (holder && !isReservedFor(volume, claim)) {
    const other = `${holder.namespace}/${holder.name}`;
    return fail(
      'VolumeClaimedByOther',
      `volume ${name} is reserved for ${other}${holder.uid === undefined ? '' : ` (uid ${holder.uid})`}`,
      decided(volume, 'spec.claimRef.namespace', holder.namespace),
      decided(volume, 'spec.claimRef.name', holder.name),
      decided(volume, 'spec.claimRef.uid', holder.uid),
      decided(claim, 'spec.volumeName', name),
    );
  }
  if (claim.status?.phase === 'Bound') return { pass: true, outcome: 'Bound', volume };
  // Where both name each other, the controller binds them whatever else they say.
  if (holder) return { pass: true, outcome: 'Binds', volume };
  const misses = volumeMismatches(claim, volume).filter(({ reason }) => reason !== 'Selector' && reason !== 'Phase');
  const [first] = misses;
  if (first === undefined) return { pass: true, outcome: 'Binds', volume };
  return fail(
    'VolumeMismatch',
    `volume ${name}: ${misses.map(({ detail }) => detail).join('; ')}`,
    ...misses.flatMap(({ by }) => by),
  );
}

/** No volume fits: is there a provisioner that makes one? */
function provisioned(
  asked: PersistentVolumeClaim,
  claim: PersistentVolumeClaim,
  storageClass: StorageClass | undefined,
  world: StorageWorld,
): ClaimVerdict {
  const name = asked.spec?.storageClassName ?? '';
  const written = decided(claim, claimClassPath(claim), claimClass(claim));
  if (name !== '' && storageClass === undefined) {
    if (world.storageclasses === undefined) return { pass: true, outcome: 'Unknown' };
    return fail('StorageClassNotFound', `storage class ${name} does not exist`, written);
  }
  if (storageClass === undefined && claimClass(claim) === undefined) {
    if (world.storageclasses === undefined) return { pass: true, outcome: 'Unknown' };
    return fail('NoDefaultStorageClass', 'the claim names no storage class and no class is the default', written);
  }
  if (storageClass !== undefined && storageClass.provisioner !== NO_PROVISIONER && storageClass.provisioner) {
    return { pass: true, outcome: 'Provisions', storageClass };
  }
  if (world.persistentvolumes === undefined) return { pass: true, outcome: 'Unknown' };
  const [nearest] = nearestVolumes(asked, world.persistentvolumes);
  const why =
    nearest === undefined
      ? 'there is none'
      : `nearest is ${nearest.volume.metadata.name}: ${nearest.mismatches.map(({ detail }) => detail).join('; ')}`;
  return fail(
    'NoMatchingVolume',
    `no volume fits and none is provisioned; ${why}`,
    ...(nearest?.mismatches.flatMap(({ by }) => by) ?? [written]),
    written,
  );
}
