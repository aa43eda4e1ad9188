/** The claims behind a pod's volumes, for the filters about storage. */
import type { PersistentVolumeClaim, Pod, StorageClass } from '../../cluster/objects.ts';
import { type ClaimUse, claimClass, claimUses } from '../volumeClaim.ts';
import { claimKey, type IndexedWorld } from './world.ts';

/** A claim that a pod uses and that is there. */
export interface UsedClaim extends ClaimUse {
  object: PersistentVolumeClaim;
}

export function usedClaims(pod: Pod, world: IndexedWorld): UsedClaim[] {
  return claimUses(pod).flatMap((use) => {
    const object = world.claimsByKey?.get(claimKey(pod.metadata.namespace, use.claim));
    return object === undefined ? [] : [{ ...use, object }];
  });
}

export function classOf(claim: PersistentVolumeClaim, world: IndexedWorld): StorageClass | undefined {
  const name = claimClass(claim);
  return world.storageclasses?.find(({ metadata }) => metadata.name === name);
}
