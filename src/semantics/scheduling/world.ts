/** What the scheduler's filters look at, and the answers that every filter of one pod shares. */
import type {
  CSINode,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
} from '../../cluster/objects.ts';
import { objectsIn } from '../lenient.ts';
import type { Failed } from '../verdict.ts';
import { type NodeUsage, usageOf } from './usage.ts';

/** A list that is undefined was not read: filters that need it pass, as nothing can be said. */
export interface SchedulingWorld {
  nodes: readonly Node[];
  /** All pods of all namespaces that could be read; those on a node and not finished count. */
  pods: readonly Pod[];
  namespaces?: readonly Namespace[];
  persistentvolumeclaims?: readonly PersistentVolumeClaim[];
  persistentvolumes?: readonly PersistentVolume[];
  storageclasses?: readonly StorageClass[];
  csinodes?: readonly CSINode[];
}

/** Names of the scheduler's plug-ins, which its events and metrics use too. */
export type FilterName =
  | 'SchedulingGates'
  | 'NodeUnschedulable'
  | 'NodeName'
  | 'TaintToleration'
  | 'NodeAffinity'
  | 'NodePorts'
  | 'NodeResourcesFit'
  | 'VolumeRestrictions'
  | 'NodeVolumeLimits'
  | 'VolumeBinding'
  | 'VolumeZone'
  | 'PodTopologySpread'
  | 'InterPodAffinity';

/** Why a node does not take a pod. */
export interface FilterFailure extends Failed {
  filter: FilterName;
  /** The scheduler's own words, as they stand in a FailedScheduling message; several for resources. */
  messages: string[];
  /** Whether evicting pods from the node could help (the scheduler's Unschedulable; else UnschedulableAndUnresolvable). */
  preemptible: boolean;
}

/** A filter that is about one pod: prepared once, asked for every node. Undefined: the node passes. */
export type NodeFilter = (node: Node) => FilterFailure | undefined;

/** A world with what the filters look up by key. Build it once and ask about many pods. */
export interface IndexedWorld extends SchedulingWorld {
  nodesByName: ReadonlyMap<string, Node>;
  podsByNode: ReadonlyMap<string, readonly Pod[]>;
  /** Placed pods that have required anti-affinity, which keeps others away. */
  antiAffine: readonly Pod[];
  usage(node: string): NodeUsage;
  claimsByKey: ReadonlyMap<string, PersistentVolumeClaim> | undefined;
  volumesByName: ReadonlyMap<string, PersistentVolume> | undefined;
}

/** Whether a pod takes room on a node: it has one and has not finished. */
export function isPlaced(pod: Pod): boolean {
  const phase = pod.status?.phase;
  return Boolean(pod.spec?.nodeName) && phase !== 'Succeeded' && phase !== 'Failed';
}

/** Indexes a world by node, claim and volume. */
export function indexWorld(world: SchedulingWorld): IndexedWorld {
  const podsByNode = new Map<string, Pod[]>();
  for (const pod of world.pods) {
    const node = pod.spec?.nodeName;
    if (!node || !isPlaced(pod)) continue;
    const known = podsByNode.get(node);
    if (known === undefined) podsByNode.set(node, [pod]);
    else known.push(pod);
  }
  const placed = [...podsByNode.values()].flat();
  const { persistentvolumeclaims: claims, persistentvolumes: volumes } = world;
  return {
    ...world,
    podsByNode,
    antiAffine: placed.filter(hasAntiAffinity),
    usage: usageOf(podsByNode),
    nodesByName: new Map(world.nodes.map((node) => [node.metadata.name, node])),
    claimsByKey:
      claims && new Map(claims.map((claim) => [claimKey(claim.metadata.namespace, claim.metadata.name), claim])),
    volumesByName: volumes && new Map(volumes.map((volume) => [volume.metadata.name, volume])),
  };
}

function hasAntiAffinity(pod: Pod): boolean {
  return objectsIn(pod.spec?.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution).length > 0;
}

/** The key of a claim in `claimsByKey`. */
export function claimKey(namespace: string | undefined, name: string): string {
  return `${namespace ?? 'default'}/${name}`;
}

/** Whether two objects are the same pod. */
export function isSamePod(a: Pod, b: Pod): boolean {
  return a.metadata.name === b.metadata.name && a.metadata.namespace === b.metadata.namespace;
}
