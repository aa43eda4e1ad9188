/**
 * From a Service's port to the port of a container.
 * https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports
 */
import type { Container, Pod, Service, ServicePort } from '../cluster/objects.ts';
import { objectsIn } from './lenient.ts';
import { type Decided, decided, type Failed, fail, type Undecided, undecided } from './verdict.ts';

/** One port of a Service, with the defaults that the API server fills in. */
export interface PortOfService {
  name: string | undefined;
  port: number;
  protocol: string;
  /** A number, or the name of a container port. */
  targetPort: number | string;
  /** Where it stands, such as `spec.ports[http]`. */
  path: string;
}

/** A container port as declared in a pod. */
export interface DeclaredPort {
  container: string;
  name: string | undefined;
  port: number;
  protocol: string;
  path: string;
}

/** All ports of a Service. */
export function portsOfService(service: Service): PortOfService[] {
  return objectsIn(service.spec?.ports).map((port, index) => ({
    name: port.name,
    port: Number(port.port),
    protocol: port.protocol ?? 'TCP',
    targetPort: targetOf(port),
    path: `spec.ports[${port.name ?? index}]`,
  }));
}

function targetOf({ port, targetPort }: ServicePort): number | string {
  // Zero and the empty string count as unset: the API server then takes the Service's own port.
  if (typeof targetPort === 'number') return targetPort === 0 ? Number(port) : targetPort;
  if (typeof targetPort !== 'string' || targetPort === '') return Number(port);
  return /^\d+$/.test(targetPort) ? Number(targetPort) : targetPort;
}

/** The port of a Service that a caller dials by number or by name (Ingresses, probes of a mesh). */
export function findServicePort(
  service: Service,
  wanted: number | string,
  protocol?: string,
): { pass: true; port: PortOfService } | Failed {
  const ports = portsOfService(service);
  const fits = ports.filter(({ name, port }) => (typeof wanted === 'number' ? port === wanted : name === wanted));
  const found = fits.find((port) => protocol === undefined || port.protocol === protocol);
  if (found !== undefined) return { pass: true, port: found };
  const nearest = fits[0];
  if (nearest !== undefined) {
    const detail = `port ${wanted} of the service is ${nearest.protocol}, not ${protocol}`;
    return fail('ServicePortProtocol', detail, decided(service, `${nearest.path}.protocol`, nearest.protocol));
  }
  const field = typeof wanted === 'number' ? 'port' : 'name';
  const by = ports.map((port) => decided(service, `${port.path}.${field}`, port[field]));
  return fail('ServicePortMissing', `the service has no port ${wanted}`, ...by);
}

/** All ports that the running containers of a pod declare: ordinary containers, then sidecars. */
export function declaredPorts(pod: { spec?: Pod['spec'] }): DeclaredPort[] {
  const sidecars = objectsIn(pod.spec?.initContainers).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return [
    ...objectsIn(pod.spec?.containers).flatMap((container) => portsOf(container, 'containers')),
    ...sidecars.flatMap((container) => portsOf(container, 'initContainers')),
  ];
}

function portsOf(container: Container, list: string): DeclaredPort[] {
  return objectsIn(container.ports).map((port, index) => ({
    container: container.name,
    name: port.name,
    port: Number(port.containerPort),
    protocol: port.protocol ?? 'TCP',
    path: `spec.${list}[${container.name}].ports[${port.name ?? index}]`,
  }));
}

export type TargetVerdict = { pass: true; port: number; declaredBy: DeclaredPort | undefined } | Failed | Undecided;

/**
 * Which port of a pod a Service's port leads to. A name that no container declares fails (the pod is left out of the
 * EndpointSlice). A number needs no declaration: where the pod declares others and not this one it is undecided
 * (`TargetPortUndeclared`, `by` the target and the declared ports), where it declares none, it passes.
 */
export function targetPortOnPod(
  service: Service,
  { path, protocol, targetPort }: PortOfService,
  pod: Pod,
): TargetVerdict {
  const declared = declaredPorts(pod).filter((port) => port.protocol === protocol);
  const wanted = (port: DeclaredPort): boolean =>
    typeof targetPort === 'number' ? port.port === targetPort : port.name === targetPort;
  const match = declared.find(wanted);
  if (match !== undefined) return { pass: true, port: match.port, declaredBy: match };
  const target = decided(service, `${path}.targetPort`, targetPort);
  const field = typeof targetPort === 'number' ? 'containerPort' : 'name';
  const by: Decided[] = [target, ...declaredPorts(pod).map((port) => declaredField(pod, port, field))];
  if (typeof targetPort === 'string') {
    return fail('TargetPortNameMissing', `no container declares a ${protocol} port named ${targetPort}`, ...by);
  }
  if (declared.length === 0) return { pass: true, port: targetPort, declaredBy: undefined };
  return undecided('TargetPortUndeclared', `no container declares ${protocol} port ${targetPort}`, ...by);
}

function declaredField(pod: Pod, port: DeclaredPort, field: 'containerPort' | 'name'): Decided {
  return decided(pod, `${port.path}.${field}`, field === 'name' ? port.name : port.port);
}
