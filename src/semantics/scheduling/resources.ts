/** NodeResourcesFit: what a pod requests must fit beside what the pods on the node request. */
import type { Node, Pod } from '../../cluster/objects.ts';
import { objectsIn, recordIn } from '../lenient.ts';
import { podRequests, type ResourceList, resourceList } from '../podResources.ts';
import { compareQuantities, formatQuantity, type Quantity, subtractQuantities } from '../quantity.ts';
import { type Decided, decided, fail } from '../verdict.ts';
import type { NodeUsage } from './usage.ts';
import type { FilterFailure, IndexedWorld, NodeFilter } from './world.ts';

/** One resource that does not fit, or the room for it. */
export interface ResourceRoom {
  /** `cpu`, `memory`, `pods`, `nvidia.com/gpu`, … */
  resource: string;
  requested: Quantity;
  allocatable: Quantity;
  used: Quantity;
}

const ZERO: Quantity = { nano: 0n, format: 'DecimalSI' };
const units = (count: number): Quantity => ({ nano: BigInt(count) * 10n ** 9n, format: 'DecimalSI' });

/** The resources of a node that have no room for the requests, `pods` first, as the scheduler lists them. */
export function insufficient(requests: ResourceList, node: Node, usage: NodeUsage): ResourceRoom[] {
  const allocatable = resourceList(node.status?.allocatable);
  const rooms: ResourceRoom[] = [
    { resource: 'pods', requested: units(1), allocatable: allocatable.get('pods') ?? ZERO, used: units(usage.pods) },
  ];
  for (const [resource, requested] of requests) {
    if (requested.nano === 0n) continue;
    const used = usage.requests.get(resource) ?? ZERO;
    rooms.push({ resource, requested, allocatable: allocatable.get(resource) ?? ZERO, used });
  }
  return rooms.filter(({ requested, allocatable: all, used }) => requested.nano > all.nano - used.nano);
}

function message({ resource }: ResourceRoom): string {
  return resource === 'pods' ? 'Too many pods' : `Insufficient ${resource}`;
}

/** One line such as `cpu: requests 2, free 500m of 4`. */
export function roomText({ resource, requested, allocatable, used }: ResourceRoom): string {
  const free = subtractQuantities(allocatable, used);
  return `${resource}: requests ${formatQuantity(requested)}, free ${formatQuantity(free)} of ${formatQuantity(allocatable)}`;
}

function decidedBy(pod: Pod, node: Node, { resource }: ResourceRoom): Decided[] {
  const all = decided(node, `status.allocatable.${resource}`, recordIn(node.status?.allocatable)[resource]);
  if (resource === 'pods') return [all];
  for (const field of ['containers', 'initContainers'] as const) {
    for (const { name, resources } of objectsIn(pod.spec?.[field])) {
      const own = recordIn(resources?.requests)[resource];
      if (own !== undefined) return [decided(pod, `spec.${field}[${name}].resources.requests.${resource}`, own), all];
    }
  }
  return [decided(pod, `spec.resources.requests.${resource}`, recordIn(pod.spec?.resources?.requests)[resource]), all];
}

/** NodeResourcesFit: every resource that lacks room is named, not only the first. */
export function nodeResourcesFit(pod: Pod, world: IndexedWorld): NodeFilter {
  const requests = podRequests(pod);
  return (node): FilterFailure | undefined => {
    const lacking = insufficient(requests, node, world.usage(node.metadata.name));
    if (lacking.length === 0) return undefined;
    const never = lacking.some(({ requested, allocatable }) => compareQuantities(requested, allocatable) > 0);
    return {
      ...fail(
        never ? 'RequestLargerThanNode' : 'InsufficientResources',
        `node ${node.metadata.name}: ${lacking.map(roomText).join('; ')}`,
        ...lacking.flatMap((room) => decidedBy(pod, node, room)),
      ),
      filter: 'NodeResourcesFit',
      messages: lacking.map(message),
      preemptible: !never,
    };
  };
}
