/** VolumeRestrictions (ReadWriteOncePod) and NodeVolumeLimits (how many volumes of a driver a node attaches). */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn, stringsIn } from '../lenient.ts';
import { decided, fail } from '../verdict.ts';
import { claimUses } from '../volumeClaim.ts';
import { classOf, usedClaims } from './claims.ts';
import {
  claimKey,
  type FilterFailure,
  type FilterName,
  type IndexedWorld,
  isSamePod,
  type NodeFilter,
} from './world.ts';

function failure(filter: FilterName, message: string, ...parts: Parameters<typeof fail>): FilterFailure {
  return { ...fail(...parts), filter, messages: [message], preemptible: true };
}

/** VolumeRestrictions: a ReadWriteOncePod claim that another pod uses keeps this one off every node. */
export function volumeRestrictions(pod: Pod, world: IndexedWorld): NodeFilter {
  const exclusive = usedClaims(pod, world).filter(({ object }) =>
    stringsIn(object.spec?.accessModes).includes('ReadWriteOncePod'),
  );
  if (exclusive.length === 0) return () => undefined;
  const claims = new Set(exclusive.map(({ claim }) => claim));
  const users = [...world.podsByNode.values()].flat();
  const user = users.find(
    (other) =>
      !isSamePod(other, pod) &&
      other.metadata.namespace === pod.metadata.namespace &&
      claimUses(other).some(({ claim }) => claims.has(claim)),
  );
  const held = exclusive.find(({ claim }) => user !== undefined && claimUses(user).some((use) => use.claim === claim));
  if (user === undefined || held === undefined) return () => undefined;
  const words = 'node has pod using PersistentVolumeClaim with the same name and ReadWriteOncePod access mode';
  return () =>
    failure(
      'VolumeRestrictions',
      words,
      'ClaimInUse',
      `claim ${held.claim} may be used by one pod only and ${user.metadata.name} uses it`,
      decided(held.object, 'spec.accessModes', held.object.spec?.accessModes),
      decided(user, 'spec.nodeName', user.spec?.nodeName),
    );
}

/** NodeVolumeLimits: the number of a driver's volumes that a node can attach. */
export function nodeVolumeLimits(pod: Pod, world: IndexedWorld): NodeFilter {
  const wanted = driverVolumes(pod, world);
  if (wanted.size === 0 || world.csinodes === undefined) return () => undefined;
  return (node) => {
    const csiNode = world.csinodes?.find(({ metadata }) => metadata.name === node.metadata.name);
    for (const { name, allocatable } of objectsIn(csiNode?.spec?.drivers)) {
      const limit = allocatable?.count;
      if (csiNode === undefined || typeof limit !== 'number') continue;
      const attached = new Set<string>();
      for (const other of world.podsByNode.get(node.metadata.name) ?? []) {
        for (const [volume, driver] of driverVolumes(other, world)) if (driver === name) attached.add(volume);
      }
      const added = [...wanted].filter(([volume, driver]) => driver === name && !attached.has(volume)).length;
      if (added === 0 || attached.size + added <= limit) continue;
      return failure(
        'NodeVolumeLimits',
        'node(s) exceed max volume count',
        'TooManyVolumes',
        `node ${node.metadata.name} holds ${attached.size} of ${limit} volumes of ${name}`,
        decided(csiNode, `spec.drivers[${name}].allocatable.count`, limit),
      );
    }
    return undefined;
  };
}

/** CSI volumes of a pod with their drivers; a claim that is still to be provisioned counts by its own name. */
function driverVolumes(pod: Pod, world: IndexedWorld): Map<string, string> {
  const volumes = new Map<string, string>();
  for (const { object, claim } of usedClaims(pod, world)) {
    const csi = world.volumesByName?.get(object.spec?.volumeName ?? '')?.spec?.csi;
    const driver = csi?.driver ?? (object.spec?.volumeName ? undefined : classOf(object, world)?.provisioner);
    if (driver) volumes.set(csi?.volumeHandle ?? claimKey(pod.metadata.namespace, claim), driver);
  }
  return volumes;
}
