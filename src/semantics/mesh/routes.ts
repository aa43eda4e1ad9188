/**
 * Where the proxy of a caller sends a call to a Service: VirtualServices name hosts and subsets, DestinationRules say what
 * a subset is. https://istio.io/latest/docs/reference/config/networking/
 */
import type { CustomObject, Service } from '../../cluster/objects.ts';
import { recordIn, recordsIn, stringMap, stringsIn, textIn } from '../lenient.ts';

/** One destination of one route. */
export interface Destination {
  virtualService: CustomObject;
  /** Of the `destination`, such as `spec.http[0].route[1].destination`. */
  path: string;
  /** Name and namespace of the Service; undefined for a host that is no Service's name. */
  service: { name: string; namespace: string } | undefined;
  host: string;
  subset: string | undefined;
  port: number | undefined;
}

/** A DestinationRule's subset; `labels` as written. */
export interface Subset {
  rule: CustomObject;
  path: string;
  labels: Record<string, string>;
}

/** The Service that a host of a mesh object means: a short name is one of the object's own namespace. */
export function serviceNamed(host: string, namespace: string): { name: string; namespace: string } | undefined {
  const parts = host.split('.');
  const [name = '', itsNamespace = namespace, ...rest] = parts;
  const isService = rest.length === 0 || rest[0] === 'svc';
  return name === '' || name === '*' || !isService ? undefined : { name, namespace: itsNamespace };
}

/** Where calls from inside the mesh to a Service go, by every VirtualService for it; empty: straight to the Service. */
export function destinationsOf({ metadata }: Service, virtualServices: readonly CustomObject[]): Destination[] {
  return virtualServices
    .filter((one) => isForMesh(one) && namesService(one, metadata.name, metadata.namespace))
    .flatMap(destinationsIn);
}

function isForMesh({ spec }: CustomObject): boolean {
  const gateways = stringsIn(recordIn(spec).gateways);
  return gateways.length === 0 || gateways.includes('mesh');
}

function namesService({ metadata, spec }: CustomObject, name: string, namespace: string | undefined): boolean {
  return stringsIn(recordIn(spec).hosts)
    .map((host) => serviceNamed(host, metadata.namespace ?? ''))
    .some((service) => service?.name === name && service.namespace === namespace);
}

/** Every destination of a VirtualService that gets a share of the traffic. */
export function destinationsIn(virtualService: CustomObject): Destination[] {
  const { metadata, spec } = virtualService;
  return (['http', 'tls', 'tcp'] as const).flatMap((protocol) =>
    recordsIn(recordIn(spec)[protocol]).flatMap(({ route }, rule) =>
      recordsIn(route).flatMap(({ destination, weight }, index) => {
        const { host, subset, port } = recordIn(destination);
        const name = textIn(host);
        if (name === undefined || weight === 0) return [];
        const { number } = recordIn(port);
        return [
          {
            virtualService,
            path: `spec.${protocol}[${rule}].route[${index}].destination`,
            service: serviceNamed(name, metadata.namespace ?? ''),
            host: name,
            subset: textIn(subset),
            port: typeof number === 'number' ? number : undefined,
          },
        ];
      }),
    ),
  );
}

/** The DestinationRules for a Service. */
export function rulesFor(
  service: { name: string; namespace: string },
  rules: readonly CustomObject[],
): readonly CustomObject[] {
  return rules.filter(({ metadata, spec }) => {
    const named = serviceNamed(textIn(recordIn(spec).host) ?? '', metadata.namespace ?? '');
    return named?.name === service.name && named.namespace === service.namespace;
  });
}

/** The subset of that name in these DestinationRules. */
export function subsetNamed(name: string, rules: readonly CustomObject[]): Subset | undefined {
  for (const rule of rules)
    for (const [index, subset] of recordsIn(recordIn(rule.spec).subsets).entries())
      if (subset.name === name)
        return { rule, path: `spec.subsets[${index}].labels`, labels: stringMap(subset.labels) };
  return undefined;
}
