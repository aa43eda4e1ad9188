import type { Container, ContainerStatus, Kube, Owner, PodSpec, Template } from '../objects.ts';
import type { Random } from '../random.ts';
import { type Clock, stamp } from '../time.ts';

export interface World {
  clock: Clock;
  random: Random;
  nodes: Kube[];
  podNet: string;
  /** Counter behind pod addresses and placement. */
  pods: number;
}

const MINUTE = 60_000;

export const ownerOf = (o: Kube): Owner => ({
  apiVersion: o.apiVersion,
  kind: o.kind,
  name: o.metadata.name,
  uid: o.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
});

/** Status of a container that started and stayed up. */
export function runningStatus(c: Container, startedAt: string, random: Random, ready = true): ContainerStatus {
  return {
    name: c.name,
    ready,
    started: true,
    restartCount: 0,
    image: c.image,
    imageID: `${c.image.split(':')[0]}@sha256:${random.hex(64)}`,
    containerID: `containerd://${random.hex(64)}`,
    state: { running: { startedAt } },
    lastState: {},
  };
}

const SERVICE_ACCOUNT_MOUNT = {
  name: 'kube-api-access',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};
const tokenVolume = (name: string): object => ({
  name,
  projected: {
    defaultMode: 420,
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
  },
});

function admitted(spec: PodSpec, world: World): PodSpec {
  const token = `kube-api-access-${world.random.suffix(5)}`;
  const mount = (c: Container): Container => ({
    ...c,
    volumeMounts: [...((c.volumeMounts as object[] | undefined) ?? []), { ...SERVICE_ACCOUNT_MOUNT, name: token }],
  });
  return {
    ...spec,
    containers: spec.containers.map(mount),
    ...(spec.initContainers ? { initContainers: spec.initContainers.map(mount) } : {}),
    volumes: [...((spec.volumes as object[] | undefined) ?? []), tokenVolume(token)],
    serviceAccountName: spec.serviceAccountName ?? 'default',
    enableServiceLinks: true,
    priority:
      spec.priorityClassName === 'system-node-critical'
        ? 2000001000
        : spec.priorityClassName === 'system-cluster-critical'
          ? 2000000000
          : 0,
    preemptionPolicy: 'PreemptLowerPriority',
    tolerations: [
      ...((spec.tolerations as object[] | undefined) ?? []),
      ...['not-ready', 'unreachable'].map((k) => ({
        key: `node.kubernetes.io/${k}`,
        operator: 'Exists',
        effect: 'NoExecute',
        tolerationSeconds: 300,
      })),
    ],
  };
}

function place(spec: PodSpec, world: World): Kube {
  const wanted = Object.entries(spec.nodeSelector ?? {});
  const fit = world.nodes.filter((n) => wanted.every(([k, v]) => n.metadata.labels?.[k] === v));
  const node = fit[world.pods % fit.length] ?? world.nodes[0];
  if (!node) throw new Error('The world has no node.');
  return node;
}

const CONDITIONS = ['PodScheduled', 'PodReadyToStartContainers', 'Initialized', 'ContainersReady', 'Ready'];

function healthyStatus(spec: PodSpec, node: Kube, world: World, created: number): Kube['status'] {
  const addresses = node.status?.addresses as { address: string }[];
  const hostIP = addresses[0]?.address ?? '';
  const podIP = spec.hostNetwork ? hostIP : `${world.podNet}.${1 + (world.pods % 9)}.${10 + (world.pods % 240)}`;
  const startedAt = stamp(created + 4000);
  const readyAt = stamp(created + 15_000);
  return {
    phase: 'Running',
    conditions: CONDITIONS.map((type, i) => ({
      type,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime: i > 2 ? readyAt : stamp(created),
    })),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: stamp(created),
    ...(spec.initContainers
      ? {
          initContainerStatuses: spec.initContainers.map((c) => ({
            ...runningStatus(c, startedAt, world.random),
            started: false,
            state: {
              terminated: {
                exitCode: 0,
                reason: 'Completed',
                startedAt: stamp(created + 1000),
                finishedAt: stamp(created + 3000),
                containerID: `containerd://${world.random.hex(64)}`,
              },
            },
          })),
        }
      : {}),
    containerStatuses: spec.containers.map((c) => runningStatus(c, startedAt, world.random)),
    qosClass: 'Burstable',
  };
}

/** A running, ready pod of an owner, created so many minutes before the capture. */
export function forgePod(
  owner: Kube,
  template: Template,
  name: string,
  minutes: number,
  world: World,
  nodeName?: string,
): Kube {
  world.pods += 1;
  const spec = admitted(template.spec, world);
  const node = world.nodes.find((n) => n.metadata.name === nodeName) ?? place(spec, world);
  const created = world.clock.now - minutes * MINUTE;
  const generated = owner.kind === 'ReplicaSet' || owner.kind === 'DaemonSet' || owner.kind === 'Job';
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      ...(generated ? { generateName: `${owner.metadata.name}-` } : {}),
      namespace: owner.metadata.namespace ?? 'default',
      uid: world.random.uid(),
      creationTimestamp: stamp(created),
      labels: { ...template.metadata.labels },
      ...(template.metadata.annotations ? { annotations: { ...template.metadata.annotations } } : {}),
      ownerReferences: [ownerOf(owner)],
    },
    spec: { ...spec, nodeName: node.metadata.name },
    status: healthyStatus(spec, node, world, created),
  };
}
