/** Nodes and their leases. */
import { DAY, type Made, type Maker, managed } from './object.ts';

export interface NodePlace {
  name: string;
  ip: string;
}

export function nodePlace(index: number): NodePlace {
  const ip = `10.${Math.floor(index / 65_536)}.${Math.floor(index / 256) % 256}.${index % 256}`;
  return { name: `ip-${ip.replaceAll('.', '-')}.internal`, ip };
}

export function makeNode(make: Maker, { name, ip }: NodePlace, index: number): Made {
  const capacity = { cpu: '16', memory: '64Gi', pods: '110', 'ephemeral-storage': '200Gi' };
  const node: Made = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: make.meta(name, undefined, {
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/zone': `zone-${index % 3}`,
        'node.kubernetes.io/instance-type': 'm.4xlarge',
      },
      annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
    }),
    spec: { podCIDR: `10.128.${index % 256}.0/24`, providerID: `example:///zone-${index % 3}/${name}` },
    status: {
      capacity,
      allocatable: { ...capacity, cpu: '15800m', memory: '62Gi' },
      conditions: conditions(make),
      addresses: [
        { type: 'InternalIP', address: ip },
        { type: 'Hostname', address: name },
      ],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: make.random.uid(),
        kernelVersion: '6.8.0',
        osImage: 'Ubuntu 24.04',
        containerRuntimeVersion: 'containerd://2.1.4',
        kubeletVersion: 'v1.35.2',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
      images: Array.from({ length: 20 }, (_, image) => ({
        names: [
          `registry.example/platform/service-${image}@sha256:${'ab12cd34'.repeat(8)}`,
          `registry.example/platform/service-${image}:1.${image}.0`,
        ],
        sizeBytes: 100_000_000 + image,
      })),
    },
  };
  return managed(node, 'cloud-controller-manager', 'kubelet', make.ago(60));
}

function conditions(make: Maker): Record<string, unknown>[] {
  const at = { lastHeartbeatTime: make.ago(30), lastTransitionTime: make.ago(20 * DAY) };
  const fine = ['Memory', 'Disk', 'PID'].map((what) => ({
    type: `${what}Pressure`,
    status: 'False',
    ...at,
    reason: `KubeletHasSufficient${what}`,
    message: `kubelet has sufficient ${what} available`,
  }));
  return [
    ...fine,
    { type: 'Ready', status: 'True', ...at, reason: 'KubeletReady', message: 'kubelet is posting ready status' },
  ];
}

export function makeLease(make: Maker, { name }: NodePlace): Made {
  const renewTime = make.ago(3).replace('Z', '.000000Z');
  const spec = { holderIdentity: name, leaseDurationSeconds: 40, renewTime };
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: make.meta(name, 'kube-node-lease'), spec };
}
