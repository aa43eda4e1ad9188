/** Lists and single objects: selected, cut into pages, and in the form that was asked for. */
import { kindNameOf } from '../../kinds.ts';
import type { KubeObject } from '../../objects.ts';
import { type JsonObject, objectOf } from '../json.ts';
import type { Snapshot } from '../snapshot.ts';
import { type IncludeObject, partial, tableOf } from '../tables/table.ts';
import type { Answer } from './answer.ts';
import type { Catalog, ServedResource } from './catalog.ts';
import { fieldSelector } from './fieldSelectors.ts';
import { autoscalerV1, eventInGroup } from './otherVersions.ts';
import type { Form, ResourcePath } from './request.ts';
import { labelSelector } from './selectors.ts';
import { badRequest, noSuchObject } from './status.ts';
import { asWritten } from './written.ts';

/** A request for objects. */
export interface Read {
  path: ResourcePath;
  resource: ServedResource;
  query: URLSearchParams;
  form: Form;
}

/** Lists are never newer than the snapshot: one revision for all of them. */
const REVISION = '1';

/**
 * Answers a list.
 * @throws ApiError 400 for selectors that cannot be read or are not supported, and for pages that do not exist.
 */
export function readList(snapshot: Snapshot, catalog: Catalog, read: Read): Answer {
  const { resource, path, query, form } = read;
  const selected = select(catalog.objectsOf(resource), read);
  const { page, metadata } = pageOf(selected, query, path);
  const objects = page.map((object) => inVersion(object, resource));
  const warnings = notCaptured(snapshot, resource, path.namespace);
  if (form.as === 'Table' && hasTables(resource)) return { document: table(snapshot, read, page, metadata), warnings };
  const partials = form.as === 'PartialObjectMetadataList';
  return {
    document: {
      kind: partials ? 'PartialObjectMetadataList' : `${resource.kind}List`,
      apiVersion: partials ? `meta.k8s.io/${form.version}` : apiVersionOf(resource),
      metadata,
      items: partials ? objects.map((object) => partial(object, form.version)) : objects,
    },
    warnings,
  };
}

/**
 * Answers a single object.
 * @throws ApiError 404 where the snapshot does not hold it.
 */
export function readObject(snapshot: Snapshot, catalog: Catalog, read: Read): Answer {
  const { resource, path, form } = read;
  const found = findObject(catalog, resource, path);
  if (found === undefined) throw noSuchObject(resource, path.name ?? '');
  const object = inVersion(found, resource);
  if (form.as === 'Table' && hasTables(resource))
    return { document: table(snapshot, read, [found], { resourceVersion: REVISION }) };
  return { document: form.as === 'PartialObjectMetadata' ? partial(object, form.version) : object };
}

/** The object that a path names. */
export function findObject(catalog: Catalog, resource: ServedResource, path: ResourcePath): KubeObject | undefined {
  return catalog
    .objectsOf(resource)
    .find(({ metadata }) => metadata.name === path.name && metadata.namespace === path.namespace);
}

/** Why an object that is not found may have been in the cluster all the same; empty where it was not. */
export function doubt(snapshot: Snapshot, resource: ServedResource, path: ResourcePath): string[] {
  const kind = kindNameOf(apiVersionOf(resource), resource.kind);
  if (kind === undefined || path.name === undefined || snapshot.coverage.covers(kind, path.namespace)) return [];
  return [`${resource.kind} ${path.name} is not in this snapshot, which does not mean that it was not in the cluster`];
}

function notCaptured(snapshot: Snapshot, resource: ServedResource, namespace: string | undefined): string[] {
  const kind = kindNameOf(apiVersionOf(resource), resource.kind);
  if (kind === undefined || resource.custom || snapshot.coverage.covers(kind, namespace)) return [];
  const where = namespace === undefined ? '' : ` in ${namespace}`;
  return [`this snapshot does not hold all ${resource.resource}${where} of the cluster`];
}

function select(objects: readonly KubeObject[], { path, resource, query }: Read): readonly KubeObject[] {
  const labels = query.get('labelSelector') ?? '';
  const fields = query.get('fieldSelector') ?? '';
  if (path.namespace === undefined && labels === '' && fields === '') return objects;
  const [hasLabels, hasFields] = [labelSelector(labels), fieldSelector(resource, fields)];
  return objects.filter(
    (object) =>
      (path.namespace === undefined || object.metadata.namespace === path.namespace) &&
      hasLabels(objectOf(object.metadata.labels)) &&
      hasFields(object),
  );
}

/** One page: `limit` objects from where `continue` says; the snapshot does not change between pages. */
function pageOf(objects: readonly KubeObject[], query: URLSearchParams, path: ResourcePath) {
  const limit = Number(query.get('limit') ?? 0);
  const start = startOf(query.get('continue'), path);
  const end = limit > 0 ? Math.min(objects.length, start + limit) : objects.length;
  const metadata: JsonObject = { resourceVersion: REVISION };
  if (end < objects.length) {
    metadata.continue = Buffer.from(JSON.stringify({ start: end, resource: path.resource })).toString('base64url');
    if (query.get('labelSelector') === null && query.get('fieldSelector') === null) {
      metadata.remainingItemCount = objects.length - end;
    }
  }
  return { page: objects.slice(start, end), metadata };
}

function startOf(token: string | null, path: ResourcePath): number {
  if (token === null || token === '') return 0;
  try {
    const { start, resource } = objectOf(JSON.parse(Buffer.from(token, 'base64url').toString()));
    if (typeof start === 'number' && Number.isInteger(start) && start >= 0 && resource === path.resource) return start;
  } catch {
    // Said below, as for a token of another list.
  }
  throw badRequest('continue key is not valid: it is not one that this list gave');
}

/** The metrics API has no tables. */
function hasTables(resource: ServedResource): boolean {
  return resource.group !== 'metrics.k8s.io';
}

function table(
  snapshot: Snapshot,
  { resource, query, form }: Read,
  objects: readonly KubeObject[],
  metadata: JsonObject,
): JsonObject {
  const asked = query.get('includeObject');
  const include: IncludeObject = asked === 'Object' || asked === 'None' ? asked : 'Metadata';
  const shown = (object: KubeObject) => inVersion(object, resource);
  return tableOf(resource, objects, { version: form.version, include, now: snapshot.now, metadata, shown });
}

function apiVersionOf({ group, version }: ServedResource): string {
  return group === '' ? version : `${group}/${version}`;
}

/** The object under the version that it is asked for, and as the API server writes it. */
function inVersion(object: KubeObject, resource: ServedResource): JsonObject {
  if (resource.group === 'events.k8s.io') return eventInGroup(asServed(object, resource));
  if (resource.group === 'autoscaling' && resource.version === 'v1') return autoscalerV1(asServed(object, resource));
  return asServed(object, resource);
}

function asServed(object: KubeObject, resource: ServedResource): JsonObject {
  const { kind, apiVersion: _, metadata, ...rest } = object;
  const versioned = { resourceVersion: REVISION, ...metadata };
  const served = { kind, apiVersion: apiVersionOf(resource), metadata: versioned, ...rest };
  return resource.custom ? served : asWritten(served);
}
