/** NodePorts: two pods cannot hold the same host port, protocol and address on one node. */
import type { Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../lenient.ts';
import { isSidecar } from '../podResources.ts';
import { decided, fail } from '../verdict.ts';
import type { IndexedWorld, NodeFilter } from './world.ts';

/** A port that a pod holds on its node. */
export interface HostPort {
  port: number;
  protocol: string;
  /** `0.0.0.0` is every address. */
  address: string;
  /** Where it is written. */
  path: string;
}

const EVERY = '0.0.0.0';

/** The host ports of a pod: of its containers and sidecars (an init container's port is free again before the others start). */
export function hostPorts(pod: Pod): HostPort[] {
  const lists = [
    { field: 'containers', containers: objectsIn(pod.spec?.containers) },
    { field: 'initContainers', containers: objectsIn(pod.spec?.initContainers).filter(isSidecar) },
  ];
  return lists.flatMap(({ field, containers }) =>
    containers.flatMap((container) =>
      objectsIn(container.ports)
        .map((port) => ({ ...port, hostPort: hostPortOf(pod, port) }))
        .filter(({ hostPort }) => Number.isInteger(hostPort) && hostPort > 0)
        .map((port) => ({
          port: port.hostPort,
          protocol: port.protocol || 'TCP',
          address: port.hostIP || EVERY,
          path: `spec.${field}[${container.name}].ports[${port.name ?? port.containerPort}].hostPort`,
        })),
    ),
  );
}

// The API server sets hostPort to containerPort on pods in the host's network.
function hostPortOf(pod: Pod, port: { hostPort?: number; containerPort: number }): number {
  return port.hostPort ?? (pod.spec?.hostNetwork === true ? port.containerPort : 0);
}

export function portsConflict(a: HostPort, b: HostPort): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return a.address === b.address || a.address === EVERY || b.address === EVERY;
}

export function nodePorts(pod: Pod, world: IndexedWorld): NodeFilter {
  const wanted = hostPorts(pod);
  return (node) => {
    if (wanted.length === 0) return undefined;
    for (const other of world.podsByNode.get(node.metadata.name) ?? []) {
      for (const taken of hostPorts(other)) {
        const clash = wanted.find((port) => portsConflict(port, taken));
        if (clash === undefined) continue;
        const holder = `${other.metadata.namespace}/${other.metadata.name}`;
        return {
          ...fail(
            'HostPortTaken',
            `host port ${clash.port}/${clash.protocol} of node ${node.metadata.name} is held by pod ${holder}`,
            decided(pod, clash.path, clash.port),
            decided(other, taken.path, taken.port),
          ),
          filter: 'NodePorts',
          messages: ["node(s) didn't have free ports for the requested pod ports"],
          preemptible: true,
        };
      }
    }
    return undefined;
  };
}
