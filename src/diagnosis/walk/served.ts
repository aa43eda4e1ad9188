/** A public name that this cluster serves itself: through an Ingress or a Gateway's route to the Services behind its paths. */
import type { CustomObject, Ingress, KubeObject, Service } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { hostCovers } from '../../semantics/hostname.ts';
import { ingressRoutes } from '../../semantics/ingressRoute.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import type { Step } from '../finding.ts';
import { known, type State } from '../state.ts';
import { SERVICE_WALK_KINDS } from './call.ts';
import { serviceSteps } from './service.ts';

export const SERVED_KINDS = [...SERVICE_WALK_KINDS, 'ingresses', 'httproutes', 'grpcroutes'] as const;
type ServedState = State<(typeof SERVED_KINDS)[number]>;

/** One way from a host and path to a Service. */
interface Way {
  /** Path prefix; the longest that fits wins. */
  prefix: string;
  namespace: string | undefined;
  service: string;
  port: number | string | undefined;
}

/** @param path The path of the request, where it is known; else every backend of the host counts. */
export function servedSteps(by: KubeObject, host: string, path: string | undefined, state: ServedState): Step[] {
  const ways = by.kind === 'Ingress' ? ingressWays(by, host, state) : routeWays(by);
  const services = new Map<string, { service: Service; port: Way['port'] }>();
  for (const { namespace, service: name, port } of chosen(ways, path)) {
    const service = known(state.find('services', namespace, name));
    if (service !== undefined) services.set(refKey(refOf(service)), { service, port });
  }
  return [...services.values()].flatMap(({ service, port }) => {
    const link = { from: refOf(by), relation: 'routesTo', to: refOf(service) };
    return serviceSteps({ service, port, from: undefined }, state).map(({ cause, chain }) => ({
      cause,
      chain: [link, ...chain],
    }));
  });
}

function chosen(ways: readonly Way[], path: string | undefined): readonly Way[] {
  if (path === undefined) return ways;
  const fitting = ways.filter(({ prefix }) => path.startsWith(prefix));
  const longest = Math.max(...fitting.map(({ prefix }) => prefix.length));
  return fitting.length === 0 ? ways : fitting.filter(({ prefix }) => prefix.length === longest);
}

function ingressWays(by: KubeObject, host: string, state: ServedState): Way[] {
  const { namespace, name } = by.metadata;
  const ingress: Ingress | undefined = known(state.find('ingresses', namespace, name));
  if (ingress === undefined) return [];
  return ingressRoutes(ingress)
    .filter((route) => route.host === undefined || hostCovers(route.host, host))
    .flatMap(({ urlPath, backend }) =>
      backend.service?.name === undefined
        ? []
        : [
            {
              prefix: urlPath,
              namespace,
              service: backend.service.name,
              port: backend.service.port?.number ?? backend.service.port?.name,
            },
          ],
    );
}

function routeWays(route: CustomObject): Way[] {
  return recordsIn(recordIn(route.spec).rules).flatMap((rule) => {
    const prefixes = recordsIn(rule.matches).map(({ path }) => textIn(recordIn(path).value) ?? '/');
    return recordsIn(rule.backendRefs).flatMap(({ name, namespace, port }) =>
      (prefixes.length > 0 ? prefixes : ['/']).map((prefix) => ({
        prefix,
        namespace: textIn(namespace) ?? route.metadata.namespace,
        service: String(name),
        port: typeof port === 'number' ? port : undefined,
      })),
    );
  });
}
