/**
 * From an Ingress to the Services behind it.
 * https://kubernetes.io/docs/concepts/services-networking/ingress/
 */
import type { Ingress, IngressClass, Secret, Service } from '../cluster/objects.ts';
import { certificateCovers, certificateIn } from './certificate.ts';
import { hostCovers } from './hostname.ts';
import { objectsIn, recordIn, stringMap, stringsIn, textIn } from './lenient.ts';
import { findServicePort, type PortOfService } from './servicePort.ts';
import { type Decided, decided, type Failed, fail, PASS, type Undecided, undecided, type Verdict } from './verdict.ts';

const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_CLASS_ANNOTATION = 'ingressclass.kubernetes.io/is-default-class';

/** Which class of controllers serves an Ingress; `ingressClass` is absent where an annotation names the class. */
export type ClassVerdict = { pass: true; name: string; ingressClass?: IngressClass } | Failed;

/**
 * The class of an Ingress: the annotation, else `spec.ingressClassName`, else the default class. Reasons:
 * `IngressClassMissing` (by the name), `NoIngressClass` (none named, no default).
 */
export function ingressClassOf(ingress: Ingress, classes: readonly IngressClass[]): ClassVerdict {
  const annotated = textIn(stringMap(ingress.metadata.annotations)[CLASS_ANNOTATION]);
  if (annotated !== undefined) return { pass: true, name: annotated };
  const named = textIn(ingress.spec?.ingressClassName);
  const field = decided(ingress, 'spec.ingressClassName', ingress.spec?.ingressClassName);
  if (named !== undefined) {
    const found = classes.find(({ metadata }) => metadata.name === named);
    if (found !== undefined) return { pass: true, name: named, ingressClass: found };
    return fail('IngressClassMissing', `there is no ingress class ${named}`, field);
  }
  const standard = classes.find(({ metadata }) => stringMap(metadata.annotations)[DEFAULT_CLASS_ANNOTATION] === 'true');
  if (standard !== undefined) return { pass: true, name: standard.metadata.name, ingressClass: standard };
  return fail('NoIngressClass', 'the ingress names no class, and no class is the default', field);
}

type Backend = NonNullable<NonNullable<Ingress['spec']>['defaultBackend']>;

/** One way through an Ingress. */
export interface IngressRoute {
  /** Undefined: all hosts. */
  host: string | undefined;
  urlPath: string;
  pathType: string;
  backend: Backend;
  /** Where the backend stands, such as `spec.rules[0].http.paths[1].backend`. */
  path: string;
}

/** All routes of an Ingress, its default backend last. */
export function ingressRoutes({ spec }: Ingress): IngressRoute[] {
  const routes = objectsIn(spec?.rules).flatMap(({ host, http }, rule) =>
    objectsIn(http?.paths).map((entry, index) => ({
      host: textIn(host),
      urlPath: textIn(entry.path) ?? '/',
      pathType: entry.pathType,
      backend: entry.backend ?? {},
      path: `spec.rules[${rule}].http.paths[${index}].backend`,
    })),
  );
  if (!spec?.defaultBackend) return routes;
  const fallback = { host: undefined, urlPath: '/', pathType: 'Prefix', backend: spec.defaultBackend };
  return [...routes, { ...fallback, path: 'spec.defaultBackend' }];
}

/**
 * The route that a request takes: the most exact host, then the longest path, `Exact` before the others. Undefined: the
 * controller's own 404.
 */
export function routeFor(ingress: Ingress, host: string, urlPath: string): IngressRoute | undefined {
  const fits = ingressRoutes(ingress).filter(
    (route) => (route.host === undefined || hostCovers(route.host, host)) && pathFits(route, urlPath),
  );
  const rank = ({ host: own, urlPath: path, pathType, path: place }: IngressRoute): number[] => [
    own === undefined ? 0 : own.startsWith('*') ? 1 : 2,
    place === 'spec.defaultBackend' ? 0 : 1,
    path.length,
    pathType === 'Exact' ? 1 : 0,
  ];
  return fits.sort((a, b) => compare(rank(b), rank(a)))[0];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** `Prefix` matches whole elements: `/foo` covers `/foo/bar`, not `/foobar`. `ImplementationSpecific` is read as `Prefix`. */
function pathFits({ urlPath, pathType }: IngressRoute, wanted: string): boolean {
  if (pathType === 'Exact') return wanted === urlPath;
  const elements = (path: string): string[] => path.split('/').filter((element) => element !== '');
  const own = elements(urlPath);
  const asked = elements(wanted);
  return own.every((element, index) => element === asked[index]);
}

/** Where a route leads: a Service and the port of it. */
export type BackendVerdict = { pass: true; service: Service; port: PortOfService } | Failed | Undecided;

/**
 * Whether a route's Service and port exist. Reasons: `BackendServiceMissing`, `BackendPortMissing` (by the backend's port and
 * the Service's ports); undecided `ResourceBackend` (a custom resource that only its controller understands).
 */
export function backendVerdict(ingress: Ingress, route: IngressRoute, services: readonly Service[]): BackendVerdict {
  const { backend, path } = route;
  const name = textIn(backend.service?.name);
  if (name === undefined) {
    return undecided(
      'ResourceBackend',
      'the backend is no service',
      decided(ingress, `${path}.resource`, backend.resource),
    );
  }
  const field = (below: string, value: unknown): Decided => decided(ingress, `${path}.service.${below}`, value);
  const service = services.find(
    ({ metadata }) => metadata.name === name && metadata.namespace === ingress.metadata.namespace,
  );
  if (service === undefined) {
    return fail('BackendServiceMissing', `there is no service ${name}`, field('name', name));
  }
  const { number, name: portName } = backend.service?.port ?? {};
  const wanted = portName ?? number ?? 0;
  const found = findServicePort(service, wanted);
  if (found.pass) return { pass: true, service, port: found.port };
  const below = portName === undefined ? 'port.number' : 'port.name';
  return fail('BackendPortMissing', `service ${name} has no port ${wanted}`, field(below, wanted), ...found.by);
}

/**
 * Whether each TLS entry has its Secret with a certificate for its hosts. Reasons: `TlsSecretMissing`, `TlsSecretIncomplete`
 * (by the Secret's keys), `TlsHostMismatch` (by the entry's hosts and the certificate's names). Expiry: `certificate.ts`.
 */
export function tlsVerdicts(ingress: Ingress, secrets: readonly Secret[]): Verdict[] {
  return objectsIn(ingress.spec?.tls).flatMap(({ secretName, hosts }, index) => {
    const name = textIn(secretName);
    // Without a Secret the controller's own certificate is served, by intent.
    if (name === undefined) return [];
    const { namespace } = ingress.metadata;
    const secret = secrets.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    const field = decided(ingress, `spec.tls[${index}].secretName`, name);
    if (secret === undefined) return [fail('TlsSecretMissing', `there is no secret ${name}`, field)];
    return [secretVerdict(secret, field, stringsIn(hosts))];
  });
}

function secretVerdict(secret: Secret, field: Decided, hosts: readonly string[]): Verdict {
  const keys = Object.keys({ ...recordIn(secret.data), ...recordIn(secret.stringData) });
  if (!keys.includes('tls.crt') || !keys.includes('tls.key')) {
    const by = decided(secret, 'data', keys.join(', '));
    return fail('TlsSecretIncomplete', 'the secret lacks tls.crt or tls.key', field, by);
  }
  const certificate = certificateIn(secret);
  if (certificate === undefined) return PASS;
  const wrong = hosts.find((host) => !certificateCovers(certificate, host));
  if (wrong === undefined) return PASS;
  const names = decided(secret, 'data[tls.crt]', [...certificate.names, ...certificate.ips].join(', '));
  return fail('TlsHostMismatch', `the certificate does not cover ${wrong}`, names, field);
}
