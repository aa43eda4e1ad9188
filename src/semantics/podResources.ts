/**
 * What a pod asks for as a whole: containers summed, init containers by their maximum, sidecars added to both, overhead on top.
 * Formula: https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers
 */
import type { Container, ContainerStatus, Pod } from '../cluster/objects.ts';
import { objectsIn, recordIn } from './lenient.ts';
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from './quantity.ts';

/** Amounts by resource name (`cpu`, `memory`, `nvidia.com/gpu`); what cannot be parsed is left out. */
export type ResourceList = Map<string, Quantity>;

/** A pod, or the template of one. */
export type PodLike = Pick<Pod, 'spec' | 'status'>;

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort';

const POD_LEVEL = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-');

/** Reads a map of quantities of any shape. */
export function resourceList(map: unknown): ResourceList {
  const list: ResourceList = new Map();
  for (const [name, value] of Object.entries(recordIn(map))) {
    const quantity = parseQuantity(value);
    if (quantity !== undefined) list.set(name, quantity);
  }
  return list;
}

function add(into: ResourceList, more: ResourceList): void {
  for (const [name, quantity] of more) {
    const known = into.get(name);
    into.set(name, known === undefined ? quantity : addQuantities(known, quantity));
  }
}

function raise(into: ResourceList, floor: ResourceList): void {
  for (const [name, quantity] of floor) {
    const known = into.get(name);
    if (known === undefined || compareQuantities(known, quantity) < 0) into.set(name, quantity);
  }
}

/** What a container requests; the API server sets an absent request to the limit. */
export function containerRequests(container: Container): ResourceList {
  const requests = resourceList(container.resources?.limits);
  for (const [name, quantity] of resourceList(container.resources?.requests)) requests.set(name, quantity);
  return requests;
}

export function containerLimits(container: Container): ResourceList {
  return resourceList(container.resources?.limits);
}

/** An init container that keeps running beside the others. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

function aggregate(pod: PodLike, read: (container: Container) => ResourceList): ResourceList {
  const total: ResourceList = new Map();
  for (const container of objectsIn(pod.spec?.containers)) add(total, read(container));
  const sidecars: ResourceList = new Map();
  const starting: ResourceList = new Map();
  for (const container of objectsIn(pod.spec?.initContainers)) {
    const own = read(container);
    if (isSidecar(container)) {
      add(total, own);
      add(sidecars, own);
      raise(starting, sidecars);
      continue;
    }
    const meanwhile = new Map(own);
    add(meanwhile, sidecars);
    raise(starting, meanwhile);
  }
  raise(total, starting);
  return total;
}

function withPodLevel(total: ResourceList, levels: unknown): ResourceList {
  for (const [name, quantity] of resourceList(levels)) if (POD_LEVEL(name)) total.set(name, quantity);
  return total;
}

/** The effective requests that the scheduler and quotas count, from the spec alone. */
export function podRequests(pod: PodLike): ResourceList {
  const levels = { ...recordIn(pod.spec?.resources?.limits), ...recordIn(pod.spec?.resources?.requests) };
  const total = withPodLevel(aggregate(pod, containerRequests), levels);
  add(total, resourceList(pod.spec?.overhead));
  return total;
}

/** The effective limits; overhead is added to a limit that exists. */
export function podLimits(pod: PodLike): ResourceList {
  const total = withPodLevel(aggregate(pod, containerLimits), pod.spec?.resources?.limits);
  for (const [name, quantity] of resourceList(pod.spec?.overhead)) {
    const known = total.get(name);
    if (known !== undefined) total.set(name, addQuantities(known, quantity));
  }
  return total;
}

/**
 * What a pod occupies on its node while an in-place resize may be under way: the larger of what is asked, allocated and
 * in force; a resize that the node called infeasible does not count.
 */
export function occupiedRequests(pod: PodLike): ResourceList {
  const statuses = [...objectsIn(pod.status?.containerStatuses), ...objectsIn(pod.status?.initContainerStatuses)];
  if (!statuses.some((status) => status.allocatedResources || status.resources?.requests)) return podRequests(pod);
  const byName = new Map(statuses.map((status) => [status.name, status]));
  const infeasible =
    objectsIn(pod.status?.conditions).find(({ type }) => type === 'PodResizePending')?.reason === 'Infeasible';
  const total = aggregate(pod, (container) => inForce(container, byName.get(container.name), infeasible));
  const levels = { ...recordIn(pod.spec?.resources?.limits), ...recordIn(pod.spec?.resources?.requests) };
  withPodLevel(total, levels);
  add(total, resourceList(pod.spec?.overhead));
  return total;
}

function inForce(container: Container, status: ContainerStatus | undefined, infeasible: boolean): ResourceList {
  const spec = containerRequests(container);
  const allocated = resourceList(status?.allocatedResources);
  const actual = resourceList(status?.resources?.requests);
  const known = allocated.size > 0 || actual.size > 0;
  const total: ResourceList = infeasible && known ? new Map() : new Map(spec);
  raise(total, allocated);
  raise(total, actual);
  return total;
}

/**
 * The quality of service class, by which the kubelet evicts and the kernel kills under memory pressure.
 * Only cpu and memory count. https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
 */
export function qosClass(pod: PodLike): QosClass {
  const podLevel = pod.spec?.resources;
  const holders: Pick<Container, 'resources'>[] =
    podLevel && (podLevel.requests || podLevel.limits)
      ? [{ resources: podLevel }]
      : [...objectsIn(pod.spec?.containers), ...objectsIn(pod.spec?.initContainers)];
  const positive = (map: unknown, name: string): Quantity | undefined => {
    const quantity = resourceList(map).get(name);
    return quantity !== undefined && quantity.nano > 0n ? quantity : undefined;
  };
  let any = false;
  let guaranteed = holders.length > 0;
  for (const { resources } of holders) {
    for (const name of ['cpu', 'memory']) {
      const limit = positive(resources?.limits, name);
      const request = positive(resources?.requests, name) ?? limit;
      any ||= request !== undefined || limit !== undefined;
      guaranteed &&= limit !== undefined && request !== undefined && compareQuantities(limit, request) === 0;
    }
  }
  return guaranteed ? 'Guaranteed' : any ? 'Burstable' : 'BestEffort';
}
