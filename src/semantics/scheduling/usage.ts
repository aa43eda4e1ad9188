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
    for (const [resource, quantity] of occupiedRequests(pod)) {
      const before = requests.get(resource);
      requests.set(resource, before ? { ...before, nano: before.nano + quantity.nano } : quantity);
    }
  }
  return { pods: pods.length, requests };
}
