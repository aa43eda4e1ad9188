/** Discovery documents: what the API serves, in the aggregated form and in the older lists. */
import type { JsonObject } from '../json.ts';
import type { Catalog, ServedResource } from './catalog.ts';

const READ = ['get', 'list'];
const verbsOf = (resource: ServedResource) => (resource.readable ? READ : ['create']);

/** Groups in the order of the catalog, each with its versions, the preferred one first. */
function groupsOf(catalog: Catalog): Map<string, Map<string, ServedResource[]>> {
  const groups = new Map<string, Map<string, ServedResource[]>>();
  for (const resource of catalog.resources) {
    const versions = groups.get(resource.group) ?? new Map<string, ServedResource[]>();
    groups.set(resource.group, versions);
    versions.set(resource.version, [...(versions.get(resource.version) ?? []), resource]);
  }
  for (const [group, versions] of groups) groups.set(group, new Map([...versions].sort(byPriority)));
  return groups;
}

function byPriority([a]: [string, unknown], [b]: [string, unknown]): number {
  return comparePriority(a, b);
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;

/** Orders versions as Kubernetes prefers them: v2, v1, v1beta2, v1alpha1, anything else by name. */
export function comparePriority(a: string, b: string): number {
  const [left, right] = [VERSION.exec(a), VERSION.exec(b)];
  if (left === null || right === null) return Number(left === null) - Number(right === null) || (a < b ? -1 : 1);
  const stage = (match: RegExpExecArray) => (match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0);
  return (
    stage(right) - stage(left) || Number(right[1]) - Number(left[1]) || Number(right[3] ?? 0) - Number(left[3] ?? 0)
  );
}

/** The document for `/api` (core group) or `/apis` as kubectl 1.26 and later ask for it. */
export function aggregatedDiscovery(catalog: Catalog, core: boolean): JsonObject {
  const items = [...groupsOf(catalog)]
    .filter(([group]) => (group === '') === core)
    .map(([group, versions]) => ({
      metadata: group === '' ? {} : { name: group },
      versions: [...versions].map(([version, resources]) => ({
        version,
        resources: resources.map((resource) => aggregatedResource(resource)),
        freshness: 'Current',
      })),
    }));
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items };
}

function aggregatedResource(resource: ServedResource): JsonObject {
  const { group, version, kind } = resource;
  const responseKind = { group, version, kind };
  const log = { subresource: 'log', responseKind: { group: '', version: 'v1', kind: 'Pod' }, verbs: ['get'] };
  return {
    resource: resource.resource,
    responseKind,
    scope: resource.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: resource.singular,
    verbs: verbsOf(resource),
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
    ...(group === '' && kind === 'Pod' ? { subresources: [log] } : {}),
  };
}

/** `/api` in the older form. */
export function apiVersions(): JsonObject {
  return { kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [] };
}

/** `/apis` in the older form. */
export function apiGroupList(catalog: Catalog): JsonObject {
  const groups = [...groupsOf(catalog)].filter(([group]) => group !== '');
  return {
    kind: 'APIGroupList',
    apiVersion: 'v1',
    groups: groups.map(([group, versions]) => groupEntry(group, versions)),
  };
}

/** `/apis/GROUP`; undefined for a group that is not served. */
export function apiGroup(catalog: Catalog, group: string): JsonObject | undefined {
  const versions = groupsOf(catalog).get(group);
  return versions && { kind: 'APIGroup', apiVersion: 'v1', ...groupEntry(group, versions) };
}

function groupEntry(group: string, versions: ReadonlyMap<string, unknown>): JsonObject {
  const entries = [...versions.keys()].map((version) => ({ groupVersion: `${group}/${version}`, version }));
  return { name: group, versions: entries, preferredVersion: entries[0] };
}

/** `/api/v1` or `/apis/GROUP/VERSION`; undefined where it is not served. */
export function apiResourceList(catalog: Catalog, group: string, version: string): JsonObject | undefined {
  const resources = groupsOf(catalog).get(group)?.get(version);
  if (resources === undefined) return undefined;
  const rows: JsonObject[] = resources.map((resource) => ({
    name: resource.resource,
    singularName: resource.singular,
    namespaced: resource.namespaced,
    kind: resource.kind,
    verbs: verbsOf(resource),
    ...(resource.shortNames.length > 0 ? { shortNames: resource.shortNames } : {}),
    ...(resource.categories.length > 0 ? { categories: resource.categories } : {}),
  }));
  if (group === '') rows.push({ name: 'pods/log', singularName: '', namespaced: true, kind: 'Pod', verbs: ['get'] });
  const groupVersion = group === '' ? version : `${group}/${version}`;
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources: rows };
}
