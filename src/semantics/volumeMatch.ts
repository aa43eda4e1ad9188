/** Whether a volume that is there satisfies a claim, and which one would be taken. */
import type { Node, PersistentVolume, PersistentVolumeClaim } from '../cluster/objects.ts';
import { selectorMatches } from './labelSelector.ts';
import { recordIn, stringsIn } from './lenient.ts';
import { compareQuantities, parseQuantity } from './quantity.ts';
import { nodeSelectorMatches } from './scheduling/nodeSelector.ts';
import { type Decided, decided } from './verdict.ts';
import { claimClass, claimClassPath, isReservedFor, volumeClass } from './volumeClaim.ts';

export type MismatchReason =
  | 'ClaimedByOther'
  | 'Deleting'
  | 'Capacity'
  | 'VolumeMode'
  | 'AccessModes'
  | 'Class'
  | 'Selector'
  | 'Phase'
  | 'NodeAffinity';

/** Why a volume does not satisfy a claim, with the fields of the claim and of the volume that decided. */
export interface VolumeMismatch {
  reason: MismatchReason;
  /** A clause about the volume: `it holds 1Gi, less than 5Gi`. */
  detail: string;
  by: Decided[];
}

/** One requirement: the clause and the fields where it is not met. */
type Check = (
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  node: Node | undefined,
) => [detail: string, ...by: Decided[]] | undefined;

const CHECKS: Readonly<Record<MismatchReason, Check>> = {
  ClaimedByOther(claim, volume) {
    const ref = volume.spec?.claimRef;
    if (!ref || isReservedFor(volume, claim)) return undefined;
    const holder = `${ref.namespace}/${ref.name}`;
    return [`it is reserved for ${holder}`, decided(volume, 'spec.claimRef', holder)];
  },
  Deleting(_claim, volume) {
    const at = volume.metadata.deletionTimestamp;
    return at ? ['it is being deleted', decided(volume, 'metadata.deletionTimestamp', at)] : undefined;
  },
  Capacity(claim, volume) {
    const wanted = recordIn(claim.spec?.resources?.requests).storage;
    const offered = recordIn(volume.spec?.capacity).storage;
    if (!isSmaller(offered, wanted)) return undefined;
    return [
      `it holds ${offered ?? 0}, less than ${wanted}`,
      decided(claim, 'spec.resources.requests.storage', wanted),
      decided(volume, 'spec.capacity.storage', offered),
    ];
  },
  VolumeMode(claim, volume) {
    const [wanted, offered] = [claim.spec?.volumeMode ?? 'Filesystem', volume.spec?.volumeMode ?? 'Filesystem'];
    if (wanted === offered) return undefined;
    const by = [decided(claim, 'spec.volumeMode', wanted), decided(volume, 'spec.volumeMode', offered)];
    return [`its volume mode is ${offered}, not ${wanted}`, ...by];
  },
  AccessModes(claim, volume) {
    const offered = stringsIn(volume.spec?.accessModes);
    const lacking = stringsIn(claim.spec?.accessModes).filter((mode) => !offered.includes(mode));
    if (lacking.length === 0) return undefined;
    return [
      `it does not offer ${lacking.join(', ')}`,
      decided(claim, 'spec.accessModes', claim.spec?.accessModes),
      decided(volume, 'spec.accessModes', offered),
    ];
  },
  Class(claim, volume) {
    const [wanted, offered] = [claimClass(claim) ?? '', volumeClass(volume)];
    if (wanted === offered) return undefined;
    return [
      `its class is "${offered}", the claim's "${wanted}"`,
      decided(claim, claimClassPath(claim), claimClass(claim)),
      decided(volume, 'spec.storageClassName', volume.spec?.storageClassName),
    ];
  },
  Selector(claim, volume) {
    const selector = claim.spec?.selector;
    if (!selector || isReservedFor(volume, claim) || selectorMatches(selector, volume.metadata.labels))
      return undefined;
    const by = [decided(claim, 'spec.selector', selector), decided(volume, 'metadata.labels', volume.metadata.labels)];
    return ['its labels do not match the selector of the claim', ...by];
  },
  Phase(claim, volume) {
    // An absent phase is one that the controller has not set yet.
    const phase = volume.status?.phase ?? 'Available';
    if (phase === 'Available' || isReservedFor(volume, claim)) return undefined;
    return [`it is ${phase}, not Available`, decided(volume, 'status.phase', phase)];
  },
  NodeAffinity(_claim, volume, node) {
    if (node === undefined || volumeReaches(volume, node)) return undefined;
    const by = decided(volume, 'spec.nodeAffinity', volume.spec?.nodeAffinity);
    return [`it cannot be used on node ${node.metadata.name}`, by];
  },
};

const REASONS = Object.keys(CHECKS) as MismatchReason[];

function isSmaller(offered: unknown, wanted: unknown): boolean {
  const [has, needs] = [parseQuantity(offered), parseQuantity(wanted)];
  return needs !== undefined && (has === undefined || compareQuantities(has, needs) < 0);
}

/** Every reason why a volume cannot be bound to a claim; empty: it fits. With a node, it must be usable there. */
export function volumeMismatches(
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
  node?: Node,
): VolumeMismatch[] {
  return REASONS.flatMap((reason) => {
    const found = CHECKS[reason](claim, volume, node);
    if (found === undefined) return [];
    const [detail, ...by] = found;
    return [{ reason, detail, by }];
  });
}

/** Whether a volume's own node affinity lets it be used on a node. */
export function volumeReaches(volume: PersistentVolume, node: Node): boolean {
  const required = volume.spec?.nodeAffinity?.required;
  return !required || nodeSelectorMatches(required, node);
}

/** The volume that a claim would be bound to: one reserved for it, else the smallest that fits. */
export function matchingVolume(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
  node?: Node,
): PersistentVolume | undefined {
  const fitting = volumes.filter((volume) => volumeMismatches(claim, volume, node).length === 0);
  const size = (volume: PersistentVolume): bigint => parseQuantity(recordIn(volume.spec?.capacity).storage)?.nano ?? 0n;
  return (
    fitting.find((volume) => isReservedFor(volume, claim)) ??
    fitting.reduce<PersistentVolume | undefined>(
      (best, volume) => (best === undefined || size(volume) < size(best) ? volume : best),
      undefined,
    )
  );
}

/** The volumes that miss by the fewest reasons, for saying what to change. */
export function nearestVolumes(
  claim: PersistentVolumeClaim,
  volumes: readonly PersistentVolume[],
): { volume: PersistentVolume; mismatches: VolumeMismatch[] }[] {
  const missing = volumes.map((volume) => ({ volume, mismatches: volumeMismatches(claim, volume) }));
  const fewest = Math.min(...missing.map(({ mismatches }) => mismatches.length));
  return missing.filter(({ mismatches }) => mismatches.length === fewest);
}
