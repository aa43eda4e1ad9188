/**
 * From an HTTPRoute or GRPCRoute to its Gateways and Services.
 * https://gateway-api.sigs.k8s.io/reference/spec/
 */
import type { CustomObject, Namespace, Service } from '../cluster/objects.ts';
import { hostsIntersect } from './hostname.ts';
import { selectorMatches } from './labelSelector.ts';
import { recordIn, recordsIn, stringsIn, textIn } from './lenient.ts';
import { findServicePort, type PortOfService } from './servicePort.ts';
import { type Decided, decided, type Failed, fail, type Undecided, undecided, type Verdict } from './verdict.ts';

const GROUP = 'gateway.networking.k8s.io';

/** What routes refer to. */
export interface GatewayWorld {
  gateways: readonly CustomObject[];
  services: readonly Service[];
  referenceGrants: readonly CustomObject[];
  namespaces: readonly Namespace[];
}

/** A Gateway and those of its listeners that take a route. */
export type ParentVerdict = { pass: true; gateway: CustomObject; listeners: string[] } | Failed | Undecided;

/**
 * Whether each parent takes the route, in the order of `spec.parentRefs`. Reasons: `GatewayMissing`, `ListenerMissing` (by
 * `sectionName` or `port`), `ListenerRefusesNamespace` (by `allowedRoutes.namespaces`), `ListenerRefusesKind`,
 * `ListenerHostnameDiffers` (by both host names). Parents that are no Gateway are undecided.
 */
export function parentVerdicts(route: CustomObject, world: GatewayWorld): ParentVerdict[] {
  return recordsIn(recordIn(route.spec).parentRefs).map((ref, index) => parentVerdict(route, ref, index, world));
}

function parentVerdict(
  route: CustomObject,
  ref: Record<string, unknown>,
  index: number,
  world: GatewayWorld,
): ParentVerdict {
  const field = (name: string): Decided => decided(route, `spec.parentRefs[${index}].${name}`, ref[name]);
  if ((ref.group ?? GROUP) !== GROUP || (ref.kind ?? 'Gateway') !== 'Gateway') {
    return undecided('ParentNotGateway', 'the parent is no Gateway', field('kind'));
  }
  const namespace = textIn(ref.namespace) ?? route.metadata.namespace;
  const gateway = world.gateways.find(({ metadata }) => metadata.name === ref.name && metadata.namespace === namespace);
  if (gateway === undefined)
    return fail('GatewayMissing', `there is no Gateway ${ref.name}`, field('name'), field('namespace'));
  const listeners = recordsIn(recordIn(gateway.spec).listeners);
  const meant = listeners.filter(({ name, port }) => (ref.sectionName ?? name) === name && (ref.port ?? port) === port);
  if (meant.length === 0) {
    const wanted = ref.sectionName === undefined ? 'port' : 'sectionName';
    const names = decided(gateway, 'spec.listeners', listeners.map(({ name }) => name).join(', '));
    return fail('ListenerMissing', 'the Gateway has no such listener', field(wanted), names);
  }
  const verdicts = meant.map((listener) => listenerVerdict(route, gateway, listener, world.namespaces));
  const refused = verdicts.filter((verdict): verdict is Failed => !verdict.pass);
  const taking = meant.filter((_, at) => verdicts[at]?.pass === true).map(({ name }) => String(name));
  return taking.length > 0 || refused[0] === undefined ? { pass: true, gateway, listeners: taking } : refused[0];
}

function listenerVerdict(
  route: CustomObject,
  gateway: CustomObject,
  listener: Record<string, unknown>,
  namespaces: readonly Namespace[],
): Verdict {
  const path = `spec.listeners[${listener.name}]`;
  const allowed = recordIn(listener.allowedRoutes);
  const kinds = recordsIn(allowed.kinds).map(({ kind }) => kind);
  if (kinds.length > 0 && !kinds.includes(route.kind)) {
    const by = decided(gateway, `${path}.allowedRoutes.kinds`, allowed.kinds);
    return fail('ListenerRefusesKind', `the listener takes no ${route.kind}`, by);
  }
  if (!namespaceAllowed(recordIn(allowed.namespaces), gateway, route, namespaces)) {
    const by = decided(gateway, `${path}.allowedRoutes.namespaces`, allowed.namespaces);
    return fail('ListenerRefusesNamespace', `the listener takes no routes of ${route.metadata.namespace}`, by);
  }
  const own = textIn(listener.hostname);
  const hosts = stringsIn(recordIn(route.spec).hostnames);
  if (own === undefined || hosts.length === 0 || hosts.some((host) => hostsIntersect(own, host))) return { pass: true };
  const by = [decided(route, 'spec.hostnames', hosts.join(', ')), decided(gateway, `${path}.hostname`, own)];
  return fail('ListenerHostnameDiffers', 'the route and the listener have no host in common', ...by);
}

function namespaceAllowed(
  { from = 'Same', selector }: Record<string, unknown>,
  gateway: CustomObject,
  route: CustomObject,
  namespaces: readonly Namespace[],
): boolean {
  const { namespace } = route.metadata;
  if (from === 'All') return true;
  if (from === 'Same') return namespace === gateway.metadata.namespace;
  if (from !== 'Selector') return false;
  const home = namespaces.find(({ metadata }) => metadata.name === namespace);
  return selectorMatches(recordIn(selector), { 'kubernetes.io/metadata.name': namespace, ...home?.metadata.labels });
}

/** A Service, and its port, that a rule of a route sends to. */
export type RouteBackendVerdict = { pass: true; service: Service; port: PortOfService } | Failed | Undecided;

/**
 * Whether each backend of a route can be reached, rule by rule. Reasons: `BackendServiceMissing`, `BackendPortMissing`,
 * `ReferenceNotGranted` (another namespace without a ReferenceGrant there); undecided `BackendNotService`.
 */
export function routeBackendVerdicts(route: CustomObject, world: GatewayWorld): RouteBackendVerdict[] {
  return recordsIn(recordIn(route.spec).rules).flatMap((rule, ruleIndex) =>
    recordsIn(rule.backendRefs).map((ref, index) =>
      routeBackend(route, ref, `spec.rules[${ruleIndex}].backendRefs[${index}]`, world),
    ),
  );
}

function routeBackend(
  route: CustomObject,
  ref: Record<string, unknown>,
  path: string,
  world: GatewayWorld,
): RouteBackendVerdict {
  const field = (name: string): Decided => decided(route, `${path}.${name}`, ref[name]);
  if ((ref.group ?? '') !== '' || (ref.kind ?? 'Service') !== 'Service') {
    return undecided('BackendNotService', 'the backend is no Service', field('kind'));
  }
  const namespace = textIn(ref.namespace) ?? route.metadata.namespace;
  if (namespace !== route.metadata.namespace && !granted(route, ref, namespace, world.referenceGrants)) {
    return fail(
      'ReferenceNotGranted',
      `no ReferenceGrant in ${namespace} allows it`,
      field('namespace'),
      field('name'),
    );
  }
  const service = world.services.find(({ metadata }) => metadata.name === ref.name && metadata.namespace === namespace);
  if (service === undefined) return fail('BackendServiceMissing', `there is no Service ${ref.name}`, field('name'));
  const found = findServicePort(service, Number(ref.port));
  if (found.pass) return { pass: true, service, port: found.port };
  return fail('BackendPortMissing', `Service ${ref.name} has no port ${ref.port}`, field('port'), ...found.by);
}

/** Whether a ReferenceGrant beside the Service lets this kind of route from this namespace refer to it. */
function granted(
  route: CustomObject,
  { name }: Record<string, unknown>,
  namespace: string | undefined,
  grants: readonly CustomObject[],
): boolean {
  return grants.some(({ metadata, spec }) => {
    const from = recordsIn(recordIn(spec).from).some(
      (one) => one.group === GROUP && one.kind === route.kind && one.namespace === route.metadata.namespace,
    );
    const to = recordsIn(recordIn(spec).to).some(
      (one) => (one.group ?? '') === '' && one.kind === 'Service' && (one.name ?? name) === name,
    );
    return metadata.namespace === namespace && from && to;
  });
}

/** What the controllers of a route's parents say is wrong: conditions `Accepted` or `ResolvedRefs` that are False. */
export function routeStatusFailures(route: CustomObject): Failed[] {
  return recordsIn(recordIn(route.status).parents).flatMap((parent, index) =>
    recordsIn(parent.conditions)
      .filter(({ type, status }) => (type === 'Accepted' || type === 'ResolvedRefs') && status === 'False')
      .map(({ type, message, reason }) => {
        const path = `status.parents[${index}].conditions[${type}].message`;
        return fail(`Route${type}False`, String(reason), decided(route, path, message));
      }),
  );
}
