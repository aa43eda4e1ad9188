/** What an address in a log line, a URL or an environment value stands for, seen from a pod. */
import type { CustomObject, Ingress, KubeObject, Node, Pod, Service } from '../cluster/objects.ts';
import { bareName, clusterDnsVerdict } from './clusterDns.ts';
import { type DnsWorld, type NameAnswer, parseClusterName, resolveName } from './dnsName.ts';
import { readyAddresses, slicesOf } from './endpoints.ts';
import { hostCovers } from './hostname.ts';
import { parseIp, sameIp } from './ip.ts';
import { objectsIn, stringsIn, textIn } from './lenient.ts';
import { decided, type Failed, fail } from './verdict.ts';

/** What names and addresses are looked up in. */
export interface TargetWorld extends DnsWorld {
  nodes: readonly Node[];
  ingresses?: readonly Ingress[];
  /** HTTPRoutes and GRPCRoutes. */
  gatewayRoutes?: readonly CustomObject[];
}

/** How the host was understood. */
export type Target =
  /** `pod`: one pod behind a headless Service was named; `external`: what an ExternalName Service leads to. */
  | { kind: 'service'; service: Service; pod?: Pod; external?: Target }
  | { kind: 'pod'; pod: Pod }
  | { kind: 'node'; node: Node }
  /** The calling pod itself. */
  | { kind: 'self'; pod: Pod }
  | { kind: 'apiserver'; service: Service | undefined }
  /** A public name that Ingresses or routes of this cluster serve. */
  | { kind: 'served'; by: KubeObject[] }
  | Extract<NameAnswer, { kind: 'missing' }>
  /** The name exists in the cluster, and the pod does not ask the cluster's DNS. */
  | { kind: 'unresolvable'; answer: Target; failure: Failed }
  | { kind: 'external'; host: string };

/** Resolves a host or an address, as `from` would reach it. Never fails: what is not the cluster's is `external`. */
export function resolveTarget(host: string, from: Pod, world: TargetWorld): Target {
  const ip = parseIp(host);
  if (ip !== undefined) return resolveIp(host, from, world);
  if (/^localhost\.?$/i.test(host)) return { kind: 'self', pod: from };
  const target = targetOf(resolveName(host, from, world), world, 0);
  if (target.kind !== 'service' && target.kind !== 'apiserver') return target;
  const dns = clusterDnsVerdict(from, world.services);
  return dns.pass ? target : { kind: 'unresolvable', answer: target, failure: dns };
}

function targetOf(answer: NameAnswer, world: TargetWorld, depth: number): Target {
  if (answer.kind === 'missing') {
    const { service, namespace } = answer.wanted;
    return service === 'kubernetes' && namespace === 'default' ? { kind: 'apiserver', service: undefined } : answer;
  }
  if (answer.kind === 'outside') return publicName(answer.name, world);
  const { service, pod } = answer;
  if (isApiServer(service)) return { kind: 'apiserver', service };
  if (service.spec?.type === 'ExternalName')
    return { kind: 'service', service, external: follow(service, world, depth) };
  return pod === undefined ? { kind: 'service', service } : { kind: 'service', service, pod };
}

const isApiServer = ({ metadata }: Service): boolean =>
  metadata.name === 'kubernetes' && metadata.namespace === 'default';

/** An ExternalName is a CNAME: an absolute name, never completed by search domains. */
function follow(service: Service, world: TargetWorld, depth: number): Target {
  const name = bareName(String(service.spec?.externalName ?? ''));
  if (parseClusterName(name, world.clusterDomain) === undefined || depth > 4) {
    return relativeName(service, name, world) ?? publicName(name, world);
  }
  const answer = targetOf(resolveName(`${name}.`, NOBODY, world), world, depth + 1);
  if (answer.kind !== 'missing' || answer.failure !== undefined) return answer;
  return { ...answer, failure: externalNameFails(service, 'ExternalNameMissing', `${name} is not in the cluster`) };
}

// Absolute names mean the same from everywhere.
const NOBODY: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '' } };

/** `redis.data` or `redis.data.svc` would be a Service, were it completed by a search domain. */
function relativeName(service: Service, name: string, world: TargetWorld): Target | undefined {
  const [first = '', namespace = '', svc, ...rest] = name.split('.');
  if (rest.length > 0 || (svc !== undefined && svc !== 'svc')) return undefined;
  const meant = world.services.filter(({ metadata }) => metadata.name === first && metadata.namespace === namespace);
  if (meant.length === 0) return undefined;
  const detail = `${name} is not a full name, and search domains do not apply to it`;
  const failure = externalNameFails(service, 'ExternalNameNotAbsolute', detail);
  const wanted = { service: first, namespace, hostname: undefined };
  return { kind: 'missing', wanted, failure, query: name, elsewhere: meant };
}

function externalNameFails(service: Service, reason: string, detail: string): Failed {
  return fail(reason, detail, decided(service, 'spec.externalName', service.spec?.externalName));
}

function publicName(host: string, { services, ingresses = [], gatewayRoutes = [] }: TargetWorld): Target {
  const balancer = services.find(({ status }) =>
    objectsIn(status?.loadBalancer?.ingress).some(({ hostname }) => textIn(hostname)?.toLowerCase() === host),
  );
  if (balancer !== undefined) return { kind: 'service', service: balancer };
  const by = [
    ...ingresses.filter(({ spec }) => objectsIn(spec?.rules).some((rule) => hostCovers(rule.host, host))),
    ...gatewayRoutes.filter(({ spec }) => stringsIn(spec?.hostnames).some((pattern) => hostCovers(pattern, host))),
  ];
  return by.length > 0 ? { kind: 'served', by } : { kind: 'external', host };
}

function resolveIp(ip: string, from: Pod, world: TargetWorld): Target {
  if (isLoopback(ip)) return { kind: 'self', pod: from };
  const service = world.services.find((candidate) => serviceIps(candidate).some((own) => sameIp(own, ip)));
  if (service !== undefined)
    return isApiServer(service) ? { kind: 'apiserver', service } : { kind: 'service', service };
  const node = world.nodes.find(({ status }) =>
    objectsIn(status?.addresses).some(({ address }) => sameIp(address, ip)),
  );
  if (node !== undefined) return { kind: 'node', node };
  const pod = podWithIp(ip, world.pods);
  if (pod !== undefined) return { kind: 'pod', pod };
  const manual = world.services.find((candidate) =>
    readyAddresses(slicesOf(candidate, world.slices ?? [])).some((address) => sameIp(address, ip)),
  );
  return manual === undefined ? { kind: 'external', host: ip } : { kind: 'service', service: manual };
}

/** A finished pod's address may have been given to another one: living pods come first. */
function podWithIp(ip: string, pods: readonly Pod[]): Pod | undefined {
  const owners = pods.filter(
    ({ status, spec }) =>
      spec?.hostNetwork !== true &&
      [status?.podIP, ...objectsIn(status?.podIPs).map((entry) => entry.ip)].some((own) => sameIp(own, ip)),
  );
  return owners.find(({ status }) => status?.phase === 'Running') ?? owners[0];
}

function isLoopback(ip: string): boolean {
  const address = parseIp(ip);
  return address?.bits === 32 ? address.value >> 24n === 127n : address?.value === 1n;
}

function serviceIps({ spec, status }: Service): string[] {
  const balancers = objectsIn(status?.loadBalancer?.ingress).map(({ ip }) => ip);
  return stringsIn([spec?.clusterIP, ...stringsIn(spec?.clusterIPs), ...stringsIn(spec?.externalIPs), ...balancers]);
}
