/** What the pods that are placed on a node request together. */
import type { Pod } from '../../cluster/objects.ts';
import { occupiedRequests, type ResourceList } from '../podResources.ts';

export interface NodeUsage {
  pods: number;
  requests: ResourceList;
}

/** Sums per node, each when it is first asked for. */
export function usageOf(podsByNode: ReadonlyMap<string, readonly Pod[]>): (node: string) => NodeUsage {
  const known = new Map<string, NodeUsage>();
  return (name) => {
    const memo = known.get(name) ?? sum(podsByNode.get(name) ?? []);
    known.set(name, memo);
    return memo;
  };
}

function sum(pods: readonly Pod[]): NodeUsage {
  const requests: ResourceList = new Map();
  for (const pod of pods) {
    for (const [resource, quantity] of occupied(pod)) {
      const before = requests.get(resource);
      requests.set(resource, before ? { ...before, nano: before.nano + quantity.nano } : quantity);
    }
  }
  return { pods: pods.length, requests };
}

/** What was read does not change, and parsing the quantities of ten thousand pods is felt. */
const OCCUPIED = new WeakMap<Pod, ResourceList>();

function occupied(pod: Pod): ResourceList {
  const before = OCCUPIED.get(pod);
  if (before !== undefined) return before;
  const requests = occupiedRequests(pod);
  OCCUPIED.set(pod, requests);
  return requests;
}
