/** Everything that a served snapshot serves: built-in kinds, defined ones, and those of which it merely has objects. */
import type { KubeObject } from '../../objects.ts';
import { groupOf, type JsonObject, listOf, objectOf, objectsOf, textOf } from '../json.ts';
import { BUILTIN_RESOURCES, type Resource } from './resources.ts';

/** A served kind with what a custom resource's definition adds. */
export interface ServedResource extends Resource {
  custom: boolean;
  /** `additionalPrinterColumns` of the definition; undefined where it names none. */
  printerColumns?: readonly JsonObject[];
  /** JSON paths of the definition's `selectableFields`. */
  selectableFields: readonly string[];
}

/** What is served, by URL and by kind. */
export class Catalog {
  readonly resources: readonly ServedResource[];
  readonly #byPath = new Map<string, ServedResource>();
  readonly #objects = new Map<string, KubeObject[]>();
  readonly #unavailable: ReadonlyMap<string, string>;

  constructor(objects: readonly KubeObject[]) {
    for (const object of objects) {
      const key = `${groupOf(object.apiVersion)}/${object.kind}`;
      const list = this.#objects.get(key);
      if (list === undefined) this.#objects.set(key, [object]);
      else list.push(object);
    }
    this.resources = [...builtin(), ...defined(objects), ...undefinedKinds(objects), ...metrics(objects)];
    this.#unavailable = unavailable(objects);
    for (const resource of this.resources) {
      const path = `${resource.group}/${resource.version}/${resource.resource}`;
      if (!this.#byPath.has(path)) this.#byPath.set(path, resource);
    }
  }

  find(group: string, version: string, resource: string): ServedResource | undefined {
    return this.#byPath.get(`${group}/${version}/${resource}`);
  }

  /** Why a group and version that another server was to answer for does not; undefined where it does. */
  unavailable(group: string, version: string): string | undefined {
    return this.#unavailable.get(`${group}/${version}`);
  }

  /** All objects of a kind, in the order in which the API server lists them. */
  objectsOf(resource: Resource): readonly KubeObject[] {
    // Events are one kind in two groups.
    const group = resource.kind === 'Event' && resource.group === 'events.k8s.io' ? '' : resource.group;
    return this.#objects.get(`${group}/${resource.kind}`) ?? [];
  }
}

function builtin(): ServedResource[] {
  return BUILTIN_RESOURCES.map((resource) => ({ ...resource, custom: false, selectableFields: [] }));
}

function defined(objects: readonly KubeObject[]): ServedResource[] {
  return objects.flatMap((object) => {
    if (object.kind !== 'CustomResourceDefinition') return [];
    const spec = objectOf('spec' in object ? object.spec : undefined);
    return objectsOf(spec.versions).flatMap((version) => servedVersion(spec, version));
  });
}

function servedVersion(spec: JsonObject, version: JsonObject): ServedResource[] {
  const names = objectOf(spec.names);
  const [group, kind, resource, name] = [spec.group, names.kind, names.plural, version.name].map(textOf);
  if (!group || !kind || !resource || !name || version.served === false) return [];
  const columns = objectsOf(version.additionalPrinterColumns);
  return [
    {
      group,
      version: name,
      resource,
      kind,
      singular: textOf(names.singular) ?? kind.toLowerCase(),
      namespaced: spec.scope !== 'Cluster',
      shortNames: texts(names.shortNames),
      categories: texts(names.categories),
      readable: true,
      custom: true,
      printerColumns: columns.length > 0 ? columns : undefined,
      selectableFields: objectsOf(version.selectableFields).flatMap((field) => textOf(field.jsonPath) ?? []),
    },
  ];
}

/** Groups that another server answers for, by `group/version`, with whether it did. */
function aggregated(objects: readonly KubeObject[]): [groupVersion: string, available: boolean][] {
  return objects.flatMap((object) => {
    const spec = objectOf('spec' in object ? object.spec : undefined);
    if (object.kind !== 'APIService' || textOf(objectOf(spec.service).name) === undefined) return [];
    const conditions = objectsOf(objectOf('status' in object ? object.status : undefined).conditions);
    const available = conditions.some(({ type, status }) => type === 'Available' && status === 'True');
    return [[`${spec.group}/${spec.version}`, available]];
  });
}

/** An aggregated API whose server did not answer is not there, as it was in the cluster. */
function unavailable(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  const down = aggregated(objects).filter(([, available]) => !available);
  return new Map(down.map(([groupVersion]) => [groupVersion, 'the server is currently unable to handle the request']));
}

/** The metrics API where the cluster served it, though no metrics were captured. */
function metrics(objects: readonly KubeObject[]): ServedResource[] {
  return aggregated(objects).flatMap(([groupVersion, available]) => {
    if (!available || groupOf(groupVersion) !== 'metrics.k8s.io') return [];
    const pods = { ...guessed(groupVersion, 'PodMetrics'), namespaced: true };
    return [guessed(groupVersion, 'NodeMetrics'), pods].filter(
      ({ kind }) => !objects.some((object) => object.kind === kind),
    );
  });
}

function texts(value: unknown): string[] {
  return listOf(value).flatMap((entry) => textOf(entry) ?? []);
}

/** Kinds without a definition: served under the version they were captured in, with the plural that English gives. */
function undefinedKinds(objects: readonly KubeObject[]): ServedResource[] {
  const known = new Set([...builtin(), ...defined(objects)].map(({ group, kind }) => `${group}/${kind}`));
  const found = new Map<string, ServedResource>();
  for (const { apiVersion, kind, metadata } of objects) {
    const group = groupOf(apiVersion);
    if (known.has(`${group}/${kind}`)) continue;
    const resource = found.get(`${apiVersion}/${kind}`) ?? guessed(apiVersion, kind);
    if (metadata.namespace !== undefined) resource.namespaced = true;
    found.set(`${apiVersion}/${kind}`, resource);
  }
  return [...found.values()];
}

const METRICS: Record<string, string> = { PodMetrics: 'pods', NodeMetrics: 'nodes' };

function guessed(apiVersion: string, kind: string): ServedResource {
  const group = groupOf(apiVersion);
  const metrics = group === 'metrics.k8s.io' ? METRICS[kind] : undefined;
  return {
    group,
    version: group === '' ? apiVersion : apiVersion.slice(group.length + 1),
    resource: metrics ?? plural(kind.toLowerCase()),
    // The metrics server gives its kinds no singular, which would shadow pods and nodes.
    singular: metrics === undefined ? kind.toLowerCase() : '',
    kind,
    namespaced: false,
    shortNames: [],
    categories: [],
    readable: true,
    custom: true,
    selectableFields: [],
  };
}

/** The plural that a kind's name most likely has. */
export function plural(singular: string): string {
  if (/(s|x|z|ch|sh)$/.test(singular)) return `${singular}es`;
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`;
  return `${singular}s`;
}
