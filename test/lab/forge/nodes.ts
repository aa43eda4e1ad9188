import type { Kube } from '../objects.ts';
import type { Random } from '../random.ts';
import type { Clock } from '../time.ts';
import { microStamp } from '../time.ts';
import type { Platform } from '../world/platform.ts';

const HEALTHY: [type: string, status: string, reason: string, message: string][] = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
];

/** What a node of the platform reports about itself. */
export const nodeInfo = (platform: Platform, random: Random): object => ({
  architecture: 'amd64',
  bootID: random.uid(),
  containerRuntimeVersion: platform.runtime,
  kernelVersion: platform.kernel,
  kubeProxyVersion: '',
  kubeletVersion: platform.version,
  machineID: random.hex(32),
  operatingSystem: 'linux',
  osImage: platform.os,
  systemUUID: random.uid(),
});

export function nodeLabels(platform: Platform, name: string, index: number): Record<string, string> {
  return {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/os': 'linux',
    'kubernetes.io/hostname': name,
    'node.kubernetes.io/instance-type': platform.instance,
    'topology.kubernetes.io/region': platform.region,
    'topology.kubernetes.io/zone': platform.zones[index % platform.zones.length] ?? '',
  };
}

function lease(name: string, clock: Clock, random: Random): Kube {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease', creationTimestamp: clock.ago(60 * 24 * 220) },
    spec: {
      holderIdentity: name,
      leaseDurationSeconds: 40,
      renewTime: microStamp(clock.now - random.int(1, 9) * 1000),
    },
  };
}

/** Ready nodes of a platform with their leases. */
export function forgeNodes(platform: Platform, count: number, clock: Clock, random: Random): Kube[] {
  return Array.from({ length: count }, (_, i) => {
    const name = platform.nodeName(random, i);
    const capacity = { cpu: '8', memory: '32386420Ki', 'ephemeral-storage': '103867372Ki', pods: '110' };
    const node: Kube = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        labels: nodeLabels(platform, name, i),
        annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
        creationTimestamp: clock.ago(60 * 24 * (210 + i * 7)),
      },
      spec: { podCIDR: `10.${200 + i}.0.0/24` },
      status: {
        addresses: [
          { type: 'InternalIP', address: `${platform.nodeNet}.${20 + i * 7}` },
          { type: 'Hostname', address: name },
        ],
        capacity,
        allocatable: { ...capacity, cpu: '7910m', memory: '30133716Ki', 'ephemeral-storage': '95724170000' },
        conditions: HEALTHY.map(([type, status, reason, message]) => ({
          type,
          status,
          reason,
          message,
          lastHeartbeatTime: clock.ago(2),
          lastTransitionTime: clock.ago(60 * 24 * 40),
        })),
        daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
        nodeInfo: nodeInfo(platform, random),
      },
    };
    return [node, lease(name, clock, random)];
  }).flat();
}
