/** VolumeBinding and VolumeZone: where a pod's claims let it run. */
import type { Node, PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../../cluster/objects.ts';
import { objectsIn, recordIn, stringMap, stringsIn } from '../lenient.ts';
import { compareQuantities, parseQuantity } from '../quantity.ts';
import { decided, fail } from '../verdict.ts';
import { type ClaimUse, claimClass, claimUses, isFullyBound } from '../volumeClaim.ts';
import { matchingVolume, volumeReaches } from '../volumeMatch.ts';
import { classOf, type UsedClaim, usedClaims } from './claims.ts';
import { claimKey, type FilterFailure, type FilterName, type IndexedWorld, type NodeFilter } from './world.ts';

const NO_PROVISIONER = 'kubernetes.io/no-provisioner';
const ZONE_LABELS = [
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
];

type Parts = Parameters<typeof fail>;

function failure(filter: FilterName, message: string, preemptible: boolean, ...parts: Parts): FilterFailure {
  return { ...fail(...parts), filter, messages: [message], preemptible };
}

const BINDING: FilterName = 'VolumeBinding';

function waitsForConsumer(claim: PersistentVolumeClaim, world: IndexedWorld): boolean {
  return !claim.spec?.volumeName && classOf(claim, world)?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** What the scheduler asks of the claims before it looks at any node: they exist, and the immediate ones are bound. */
export function claimsReady(pod: Pod, world: IndexedWorld): FilterFailure | undefined {
  if (world.claimsByKey === undefined) return undefined;
  for (const use of claimUses(pod)) {
    const found = claimFault(pod, use, world.claimsByKey.get(claimKey(pod.metadata.namespace, use.claim)));
    if (found !== undefined) return found;
  }
  return unboundClaim(pod, world) ?? volumeGone(pod, world);
}

function unboundClaim(pod: Pod, world: IndexedWorld): FilterFailure | undefined {
  if (world.storageclasses === undefined) return undefined;
  const unbound = usedClaims(pod, world).find(
    ({ object }) => !isFullyBound(object) && !waitsForConsumer(object, world),
  );
  if (unbound === undefined) return undefined;
  return failure(
    BINDING,
    'pod has unbound immediate PersistentVolumeClaims',
    false,
    'UnboundClaim',
    `claim ${unbound.claim} is not bound`,
    decided(unbound.object, 'status.phase', unbound.object.status?.phase),
    decided(pod, unbound.path, unbound.claim),
  );
}

function volumeGone(pod: Pod, world: IndexedWorld): FilterFailure | undefined {
  if (world.volumesByName === undefined) return undefined;
  const found = usedClaims(pod, world).find(({ object }) => {
    const name = object.spec?.volumeName;
    return name && isFullyBound(object) && world.volumesByName?.has(name) === false;
  });
  if (found === undefined) return undefined;
  const name = found.object.spec?.volumeName;
  return failure(
    'VolumeZone',
    `persistentvolume "${name}" not found`,
    false,
    'VolumeNotFound',
    `claim ${found.claim} is bound to volume ${name}, which does not exist`,
    decided(found.object, 'spec.volumeName', name),
  );
}

function claimFault(pod: Pod, use: ClaimUse, claim: PersistentVolumeClaim | undefined): FilterFailure | undefined {
  const by = decided(pod, use.path, use.claim);
  if (claim === undefined) {
    const words = use.ephemeral
      ? `waiting for ephemeral volume controller to create the persistentvolumeclaim "${use.claim}"`
      : `persistentvolumeclaim "${use.claim}" not found`;
    return failure(BINDING, words, false, 'ClaimNotFound', `claim ${use.claim} does not exist`, by);
  }
  if (claim.status?.phase === 'Lost') {
    const words = `persistentvolumeclaim "${use.claim}" bound to non-existent persistentvolume "${claim.spec?.volumeName}"`;
    return failure(
      BINDING,
      words,
      false,
      'ClaimLost',
      words,
      decided(claim, 'spec.volumeName', claim.spec?.volumeName),
      by,
    );
  }
  const deleting = claim.metadata.deletionTimestamp;
  if (deleting) {
    const words = `persistentvolumeclaim "${use.claim}" is being deleted`;
    return failure(
      BINDING,
      words,
      false,
      'ClaimDeleting',
      words,
      decided(claim, 'metadata.deletionTimestamp', deleting),
      by,
    );
  }
  return undefined;
}

/** VolumeBinding: bound volumes must reach the node; for the others a volume must fit or be provisioned there. */
export function volumeBinding(pod: Pod, world: IndexedWorld): NodeFilter {
  const claims = usedClaims(pod, world);
  const bound = claims.filter(({ object }) => isFullyBound(object));
  const waiting = claims.filter(({ object }) => !isFullyBound(object) && waitsForConsumer(object, world));
  waiting.sort((a, b) => compareSize(a.object, b.object));
  return (node) => boundFault(bound, node, world) ?? waitingFault(waiting, node, world);
}

function compareSize(a: PersistentVolumeClaim, b: PersistentVolumeClaim): number {
  const size = (claim: PersistentVolumeClaim) => parseQuantity(recordIn(claim.spec?.resources?.requests).storage);
  const [left, right] = [size(a), size(b)];
  return left && right ? compareQuantities(left, right) : 0;
}

function boundFault(bound: readonly UsedClaim[], node: Node, world: IndexedWorld): FilterFailure | undefined {
  for (const { object, claim } of bound) {
    const name = object.spec?.volumeName ?? '';
    // A volume that is gone was found before any node was looked at.
    const volume = world.volumesByName?.get(name);
    if (volume === undefined) continue;
    if (volumeReaches(volume, node)) continue;
    return failure(
      BINDING,
      "node(s) didn't match PersistentVolume's node affinity",
      false,
      'VolumeNodeAffinity',
      `volume ${name} of claim ${claim} cannot be used on node ${node.metadata.name}`,
      decided(volume, 'spec.nodeAffinity.required', volume.spec?.nodeAffinity?.required),
      decided(node, 'metadata.labels', node.metadata.labels),
    );
  }
  return undefined;
}

function waitingFault(waiting: readonly UsedClaim[], node: Node, world: IndexedWorld): FilterFailure | undefined {
  const taken = new Set<PersistentVolume>();
  for (const { object, claim } of waiting) {
    const selected = stringMap(object.metadata.annotations)['volume.kubernetes.io/selected-node'];
    const free = (world.persistentvolumes ?? []).filter((volume) => !taken.has(volume));
    const volume = selected === undefined ? matchingVolume(object, free, node) : undefined;
    if (volume !== undefined) {
      taken.add(volume);
      continue;
    }
    const storageClass = classOf(object, world);
    const elsewhere = selected !== undefined && selected !== node.metadata.name;
    if (storageClass === undefined || (!elsewhere && canProvision(storageClass, node))) continue;
    return failure(
      BINDING,
      "node(s) didn't find available persistent volumes to bind",
      false,
      'NoVolumeForNode',
      `no volume for claim ${claim} on node ${node.metadata.name}, and class ${storageClass.metadata.name} makes none there`,
      decided(storageClass, 'provisioner', storageClass.provisioner),
      decided(storageClass, 'allowedTopologies', storageClass.allowedTopologies),
      decided(object, 'spec.storageClassName', claimClass(object)),
    );
  }
  return undefined;
}

function canProvision(storageClass: StorageClass, node: Node): boolean {
  if (!storageClass.provisioner || storageClass.provisioner === NO_PROVISIONER) return false;
  const terms = objectsIn(storageClass.allowedTopologies);
  const labels = stringMap(node.metadata.labels);
  const meets = ({ key, values }: { key: string; values: string[] }): boolean =>
    labels[key] !== undefined && stringsIn(values).includes(labels[key]);
  return terms.length === 0 || terms.some((term) => objectsIn(term.matchLabelExpressions).every(meets));
}

/** VolumeZone: a volume with zone labels is used in its zones only; nodes without any zone label are let through. */
export function volumeZone(pod: Pod, world: IndexedWorld): NodeFilter {
  const volumes = usedClaims(pod, world).flatMap(({ object }) => {
    const volume = world.volumesByName?.get(object.spec?.volumeName ?? '');
    return volume === undefined ? [] : [volume];
  });
  return (node) => {
    const labels = stringMap(node.metadata.labels);
    if (!ZONE_LABELS.some((key) => labels[key] !== undefined)) return undefined;
    for (const volume of volumes) {
      const zones = stringMap(volume.metadata.labels);
      const key = ZONE_LABELS.find(
        (label) => zones[label] !== undefined && !zones[label].split('__').includes(zoneOf(labels, label)),
      );
      if (key === undefined) continue;
      return failure(
        'VolumeZone',
        'node(s) had no available volume zone',
        false,
        'VolumeZone',
        `volume ${volume.metadata.name} is in ${zones[key]}, node ${node.metadata.name} in ${zoneOf(labels, key)}`,
        decided(volume, `metadata.labels.${key}`, zones[key]),
        decided(node, `metadata.labels.${key}`, zoneOf(labels, key)),
      );
    }
    return undefined;
  };
}

// Old volumes carry the beta labels that new nodes no longer have.
function zoneOf(labels: Readonly<Record<string, string>>, key: string): string {
  return labels[key] ?? labels[key.replace('failure-domain.beta.', 'topology.')] ?? '';
}
