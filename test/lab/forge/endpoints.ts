import type { Kube } from '../objects.ts';
import type { Snapshot } from '../snapshot.ts';
import { isReady } from './settle.ts';

interface Port {
  name?: string;
  port: number;
  protocol?: string;
  targetPort?: number | string;
}
interface ContainerPort {
  name?: string;
  containerPort: number;
}

const matches = (pod: Kube, selector: Record<string, string>): boolean =>
  Object.entries(selector).every(([k, v]) => pod.metadata.labels?.[k] === v);

function resolve(port: Port, pods: Kube[]): number | undefined {
  const target = port.targetPort ?? port.port;
  if (typeof target === 'number') return target;
  const ports = pods
    .flatMap((p) => p.spec?.containers ?? [])
    .flatMap((c) => (c.ports as ContainerPort[] | undefined) ?? []);
  return ports.find((p) => p.name === target)?.containerPort;
}

function endpoint(pod: Kube, snapshot: Snapshot): object {
  const ready = isReady(pod);
  const node = snapshot.all('Node').find((n) => n.metadata.name === pod.spec?.nodeName);
  return {
    addresses: [pod.status?.podIP],
    conditions: { ready, serving: ready, terminating: Boolean(pod.metadata.deletionTimestamp) },
    nodeName: pod.spec?.nodeName,
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
    zone: node?.metadata.labels?.['topology.kubernetes.io/zone'],
  };
}

function slice(service: Kube, snapshot: Snapshot): Kube | null {
  const selector = service.spec?.selector as Record<string, string> | undefined;
  if (!selector || service.spec?.type === 'ExternalName') return null;
  const done = ['Failed', 'Succeeded'];
  const pods = snapshot
    .all('Pod', service.metadata.namespace)
    .filter((p) => matches(p, selector) && p.status?.podIP && !done.includes(p.status.phase ?? ''));
  const ports = ((service.spec?.ports ?? []) as Port[])
    .map((p) => ({ name: p.name ?? '', protocol: p.protocol ?? 'TCP', port: resolve(p, pods) }))
    .filter((p) => p.port !== undefined);
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${service.metadata.name}-${snapshot.random.suffix(5)}`,
      generateName: `${service.metadata.name}-`,
      namespace: service.metadata.namespace ?? 'default',
      creationTimestamp: service.metadata.creationTimestamp ?? '',
      labels: {
        ...service.metadata.labels,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': service.metadata.name,
      },
      ownerReferences: [
        {
          apiVersion: 'v1',
          kind: 'Service',
          name: service.metadata.name,
          uid: service.metadata.uid ?? '',
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    addressType: 'IPv4',
    endpoints: pods.map((p) => endpoint(p, snapshot)),
    ports,
  };
}

/** Cluster addresses and EndpointSlices of every Service. */
export function forgeEndpoints(snapshot: Snapshot): void {
  snapshot.all('Service').forEach((service, i) => {
    service.spec ??= {};
    const spec = service.spec;
    if (spec.type !== 'ExternalName')
      spec.clusterIP ??=
        service.metadata.name === 'kube-dns' ? '10.96.0.10' : `10.96.${1 + (i % 200)}.${11 + ((i * 37) % 230)}`;
    if (spec.clusterIP) spec.clusterIPs ??= [spec.clusterIP];
    service.status ??= { loadBalancer: spec.type === 'LoadBalancer' ? { ingress: [{ ip: '203.0.113.40' }] } : {} };
    const made = slice(service, snapshot);
    if (made) snapshot.add(made);
  });
}
