/**
 * What a DNS name means inside a cluster.
 * https://github.com/kubernetes/dns/blob/master/docs/specification.md
 */
import type { EndpointSlice, Pod, Service } from '../cluster/objects.ts';
import { bareName, DEFAULT_CLUSTER_DOMAIN, queriesFor } from './clusterDns.ts';
import { endpointState, serviceKind, slicesOf } from './endpoints.ts';
import { objectsIn, stringsIn } from './lenient.ts';
import { decided, type Failed, fail } from './verdict.ts';

/** A name of the cluster's own zone, taken apart. */
export interface ClusterName {
  service: string;
  namespace: string;
  /** The label before the Service: a pod's `hostname` behind a headless Service. */
  hostname: string | undefined;
}

/** What cluster DNS answers from. `slices` undefined: not read; then pods alone say which host names exist. */
export interface DnsWorld {
  services: readonly Service[];
  pods: readonly Pod[];
  namespaces: readonly { metadata: { name: string } }[];
  slices?: readonly EndpointSlice[];
  /** Undefined where it was not read; names of any domain below `.svc.` are then taken for this cluster's. */
  clusterDomain?: string;
}

/** Takes `[host.]service.namespace.svc.DOMAIN` apart; `_port._protocol.` before it is passed over. */
export function parseClusterName(name: string, clusterDomain?: string): ClusterName | undefined {
  const labels = bareName(name).split('.');
  if (!labels.every((label) => /^[a-z0-9_-]+$/.test(label))) return undefined;
  while (labels[0]?.startsWith('_') === true) labels.shift();
  const at = labels.indexOf('svc', 2);
  if (at < 2 || at > 3) return undefined;
  const domain = labels.slice(at + 1).join('.');
  if (clusterDomain !== undefined && domain !== clusterDomain) return undefined;
  if (domain === '') return undefined;
  const [namespace = '', service = '', hostname] = labels.slice(0, at).reverse();
  return { service, namespace, hostname };
}

/** What one of a pod's queries was answered with; `query` is the absolute name that did it. */
export type NameAnswer =
  | { kind: 'service'; service: Service; pod: Pod | undefined; query: string }
  | { kind: 'missing'; wanted: ClusterName; failure: Failed | undefined; query: string; elsewhere: Service[] }
  | { kind: 'outside'; name: string };

/**
 * Resolves a host name as the resolver of `from` does. `missing`: the name can only mean something in this cluster, and it
 * is not there; `wanted` is what it would mean, `elsewhere` the Services of that name in other namespaces, `failure` why a
 * host name behind an existing headless Service has no record. `outside`: a name that the cluster does not answer.
 */
export function resolveName(name: string, from: Pod, world: DnsWorld): NameAnswer {
  const domain = world.clusterDomain ?? DEFAULT_CLUSTER_DOMAIN;
  const misses: Extract<NameAnswer, { kind: 'missing' }>[] = [];
  for (const query of queriesFor(name, from, domain)) {
    const wanted = parseClusterName(query, world.clusterDomain);
    if (wanted === undefined) continue;
    const answer = answerFor(wanted, query, world);
    if (answer.kind === 'service') return answer;
    misses.push(answer);
  }
  return intended(bareName(name), from, misses, world);
}

/** The answer of the cluster's own zone to one absolute name. */
function answerFor(wanted: ClusterName, query: string, world: DnsWorld): Exclude<NameAnswer, { kind: 'outside' }> {
  const named = world.services.filter(({ metadata }) => metadata.name === wanted.service);
  const service = named.find(({ metadata }) => metadata.namespace === wanted.namespace);
  if (service === undefined) return { kind: 'missing', wanted, failure: undefined, query, elsewhere: named };
  if (wanted.hostname === undefined) return { kind: 'service', service, pod: undefined, query };
  const host = podOfHostname(service, wanted.hostname, world);
  return host.pass
    ? { kind: 'service', service, pod: host.pod, query }
    : { kind: 'missing', wanted, failure: host, query, elsewhere: [] };
}

/** Which of several failed readings of a name was meant, if it can be a cluster's name at all. */
function intended(
  name: string,
  from: Pod,
  misses: readonly Extract<NameAnswer, { kind: 'missing' }>[],
  world: DnsWorld,
): NameAnswer {
  const outside: NameAnswer = { kind: 'outside', name };
  const labels = name.split('.');
  const explicit = labels.indexOf('svc', 2) > 0;
  const broken = misses.find(({ failure }) => failure !== undefined);
  if (broken !== undefined) return broken;
  if (explicit) return misses.find(({ query }) => query.startsWith(`${name}.`) || query === name) ?? outside;
  if (labels.length > 2) return outside;
  const namespace = labels[1] ?? from.metadata.namespace ?? 'default';
  const meant = misses.find(({ wanted }) => wanted.service === labels[0] && wanted.namespace === namespace);
  if (meant === undefined || labels.length === 1) return meant ?? outside;
  const known = world.namespaces.some(({ metadata }) => metadata.name === namespace);
  return known || (meant.elsewhere.length > 0 && !PUBLIC_SUFFIXES.has(namespace)) ? meant : outside;
}

/** Endings of public names that a namespace is hardly called; the others of two labels may be a mistyped namespace. */
const PUBLIC_SUFFIXES = new Set(['com', 'org', 'net', 'io', 'dev', 'cn', 'de', 'eu', 'uk', 'co', 'ai', 'app', 'cloud']);

/**
 * The pod with a host name behind a headless Service. Reasons: `PodHostnameMissing` (no pod has it), `PodSubdomainDiffers`
 * (by the pod's `spec.subdomain`, which must be the Service's name), `PodNotPublished` (not ready, and the Service does not
 * publish such), `ServiceNotHeadless`.
 */
export function podOfHostname(
  service: Service,
  hostname: string,
  world: Pick<DnsWorld, 'pods' | 'slices'>,
): { pass: true; pod: Pod | undefined } | Failed {
  if (inSlices(service, hostname, world.slices ?? []))
    return { pass: true, pod: podNamed(service, hostname, world.pods) };
  if (serviceKind(service) === 'clusterIP') {
    const by = decided(service, 'spec.clusterIP', service.spec?.clusterIP);
    return fail('ServiceNotHeadless', 'only a headless service has records of its pods', by);
  }
  const pod = podNamed(service, hostname, world.pods);
  if (pod === undefined) return fail('PodHostnameMissing', `no pod of the namespace has the host name ${hostname}`);
  const { subdomain } = pod.spec ?? {};
  if (subdomain !== service.metadata.name && ordinalOf(pod) !== hostname) {
    const by = [decided(pod, 'spec.subdomain', subdomain), decided(service, 'metadata.name', service.metadata.name)];
    return fail('PodSubdomainDiffers', 'the subdomain of the pod is not the name of the service', ...by);
  }
  const state = endpointState(pod, service.spec?.publishNotReadyAddresses === true);
  if (state === 'ready') return { pass: true, pod };
  const by = decided(service, 'spec.publishNotReadyAddresses', service.spec?.publishNotReadyAddresses);
  return fail('PodNotPublished', `the pod is ${state}, and the service publishes ready pods only`, by);
}

/** The pod that has this host name, whether or not DNS has a record of it. */
export function podNamed(service: Pick<Service, 'metadata'>, hostname: string, pods: readonly Pod[]): Pod | undefined {
  return pods.find(
    (pod) =>
      pod.metadata.namespace === service.metadata.namespace && (pod.spec?.hostname ?? ordinalOf(pod)) === hostname,
  );
}

/** The host name that a StatefulSet gives its pods, where a dump left the field out: the pod's own name. */
const ordinalOf = ({ metadata, spec }: Pod): string | undefined =>
  spec?.subdomain === undefined && objectsIn(metadata.ownerReferences).some(({ kind }) => kind === 'StatefulSet')
    ? metadata.name
    : undefined;

function inSlices(service: Service, hostname: string, slices: readonly EndpointSlice[]): boolean {
  return slicesOf(service, slices).some(({ endpoints }) =>
    objectsIn(endpoints).some(
      (endpoint) =>
        endpoint.hostname === hostname &&
        endpoint.conditions?.ready !== false &&
        stringsIn(endpoint.addresses).length > 0,
    ),
  );
}
