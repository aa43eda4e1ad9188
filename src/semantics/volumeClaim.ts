/** Facts about claims, volumes and storage classes that several rules need. */
import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass, Volume } from '../cluster/objects.ts';
import { objectsIn, stringMap, textIn } from './lenient.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_ANNOTATIONS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];
const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';

/** The class a claim asks for: the deprecated annotation wins; `''` is "no class"; undefined: not written, so the default. */
export function claimClass(claim: PersistentVolumeClaim): string | undefined {
  return stringMap(claim.metadata.annotations)[CLASS_ANNOTATION] ?? claim.spec?.storageClassName ?? undefined;
}

/** Where the class of a claim is written. */
export function claimClassPath(claim: PersistentVolumeClaim): string {
  const annotated = stringMap(claim.metadata.annotations)[CLASS_ANNOTATION] !== undefined;
  return annotated ? `metadata.annotations.${CLASS_ANNOTATION}` : 'spec.storageClassName';
}

/** The class of a volume; `''` where it has none. */
export function volumeClass(volume: PersistentVolume): string {
  return stringMap(volume.metadata.annotations)[CLASS_ANNOTATION] ?? volume.spec?.storageClassName ?? '';
}

export function isDefaultClass(storageClass: StorageClass): boolean {
  const annotations = stringMap(storageClass.metadata.annotations);
  return DEFAULT_ANNOTATIONS.some((name) => annotations[name] === 'true');
}

/** The class that claims without one get: of several defaults the newest, then the first by name. */
export function defaultClass(classes: readonly StorageClass[]): StorageClass | undefined {
  const created = ({ metadata }: StorageClass): number => Date.parse(metadata.creationTimestamp ?? '') || 0;
  return classes
    .filter(isDefaultClass)
    .sort((a, b) => created(b) - created(a) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}

/** Whether binding is over: a volume is named and the controller has marked the claim. */
export function isFullyBound(claim: PersistentVolumeClaim): boolean {
  return Boolean(claim.spec?.volumeName) && stringMap(claim.metadata.annotations)[BIND_COMPLETED] !== undefined;
}

/** The name of the claim behind a pod's volume; a generic ephemeral volume's claim is `<pod>-<volume>`. */
export function claimNameOf(pod: Pod, volume: Volume): string | undefined {
  if (volume.ephemeral) return `${pod.metadata.name}-${volume.name}`;
  return textIn(volume.persistentVolumeClaim?.claimName);
}

/** A claim that a pod uses, and where it says so. */
export interface ClaimUse {
  volume: string;
  claim: string;
  ephemeral: boolean;
  path: string;
}

export function claimUses(pod: Pod): ClaimUse[] {
  return objectsIn(pod.spec?.volumes).flatMap((volume) => {
    const claim = claimNameOf(pod, volume);
    if (claim === undefined) return [];
    const ephemeral = Boolean(volume.ephemeral);
    const field = ephemeral ? 'ephemeral' : 'persistentVolumeClaim.claimName';
    return [{ volume: volume.name, claim, ephemeral, path: `spec.volumes[${volume.name}].${field}` }];
  });
}

/** Whether a volume names this claim as its owner; a UID, where it is written, must be the same. */
export function isReservedFor(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const ref = volume.spec?.claimRef;
  if (!ref || ref.name !== claim.metadata.name || ref.namespace !== claim.metadata.namespace) return false;
  return !ref.uid || !claim.metadata.uid || ref.uid === claim.metadata.uid;
}
