/** The read-only Kubernetes API over a snapshot: what each request is answered with. */
import type { JsonObject } from '../json.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Answer } from './answer.ts';
import { Catalog } from './catalog.ts';
import { aggregatedDiscovery, apiGroup, apiGroupList, apiResourceList, apiVersions } from './discovery.ts';
import { readLog } from './podLog.ts';
import { doubt, findObject, readList, readObject } from './reads.ts';
import { formOf, type ResourcePath, resourcePath } from './request.ts';
import { ApiError, noSuchObject, noSuchPath, readOnly } from './status.ts';

export interface ApiRequest {
  method: string;
  /** Path of the API, with `/` in front, still encoded. */
  path: string;
  query: URLSearchParams;
  accept: string | undefined;
}

/** Answers requests; rejects with an `ApiError` for what is answered with a Status. */
export type Api = (request: ApiRequest) => Promise<Answer>;

/** The API over a snapshot. */
export function createApi(snapshot: Snapshot): Api {
  const catalog = new Catalog(snapshot.objects);
  return async (request) => {
    const segments = segmentsOf(request.path);
    const path = resourcePath(segments);
    if (request.method !== 'GET' && request.method !== 'HEAD') throw readOnly(whatWrites(request.method, path));
    return path === undefined
      ? aboutTheServer(snapshot, catalog, segments, request)
      : read(snapshot, catalog, path, request);
  };
}

function segmentsOf(path: string): string[] {
  try {
    return path
      .split('/')
      .filter((segment) => segment !== '')
      .map(decodeURIComponent);
  } catch {
    throw noSuchPath();
  }
}

const AGGREGATED = /g=apidiscovery\.k8s\.io;v=(v2(?:beta1)?);as=APIGroupDiscoveryList/;

function aboutTheServer(
  snapshot: Snapshot,
  catalog: Catalog,
  segments: readonly string[],
  request: ApiRequest,
): Answer {
  const [root, group, version] = segments;
  const core = root === 'api';
  if (segments.length === 1 && (core || root === 'apis')) {
    const aggregated = AGGREGATED.exec(request.accept ?? '')?.[1];
    if (aggregated === undefined) return { document: core ? apiVersions() : apiGroupList(catalog) };
    return {
      document: { ...aggregatedDiscovery(catalog, core), apiVersion: `apidiscovery.k8s.io/${aggregated}` },
      contentType: `application/json;g=apidiscovery.k8s.io;v=${aggregated};as=APIGroupDiscoveryList`,
    };
  }
  const document = aboutGroups(catalog, core, group, version, root) ?? aboutHealth(snapshot, segments);
  if (document === undefined) throw noSuchPath();
  return typeof document === 'string' ? { text: document } : { document };
}

function aboutGroups(
  catalog: Catalog,
  core: boolean,
  group: string | undefined,
  version: string | undefined,
  root: string | undefined,
): JsonObject | undefined {
  if (core && group !== undefined && version === undefined) return apiResourceList(catalog, '', group);
  if (root !== 'apis' || group === undefined) return undefined;
  refuseUnavailable(catalog, group, version);
  return version === undefined ? apiGroup(catalog, group) : apiResourceList(catalog, group, version);
}

function aboutHealth(snapshot: Snapshot, segments: readonly string[]): JsonObject | string | undefined {
  if (segments.length !== 1) return undefined;
  if (segments[0] === 'version') return version(snapshot.identity.version);
  return ['healthz', 'livez', 'readyz'].includes(segments[0] ?? '') ? 'ok' : undefined;
}

/** `/version`: that of the cluster that was captured, as far as it is known. */
function version(gitVersion: string | null): JsonObject {
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(gitVersion ?? '') ?? [];
  const unknown = { gitCommit: '', gitTreeState: '', buildDate: '1970-01-01T00:00:00Z', goVersion: '', compiler: '' };
  return { major, minor, gitVersion: gitVersion ?? 'v0.0.0', ...unknown, platform: '' };
}

async function read(snapshot: Snapshot, catalog: Catalog, path: ResourcePath, request: ApiRequest): Promise<Answer> {
  const { query } = request;
  refuseUnavailable(catalog, path.group, path.version);
  const resource = catalog.find(path.group, path.version, path.resource);
  if (resource === undefined) throw noSuchPath();
  if (!resource.readable) throw readOnly(`answer ${resource.resource}`);
  if (query.get('watch') === 'true' || query.get('watch') === '1') throw readOnly('be watched: nothing in it changes');
  if (path.name === undefined) {
    return readList(snapshot, catalog, { path, resource, query, form: formOf(request.accept) });
  }
  if (path.namespace === undefined && resource.namespaced) throw noSuchPath();
  const found = findObject(catalog, resource, path);
  if (found === undefined)
    throw Object.assign(noSuchObject(resource, path.name), { warnings: doubt(snapshot, resource, path) });
  if (path.subresource === undefined || path.subresource === 'status') {
    return readObject(snapshot, catalog, { path, resource, query, form: formOf(request.accept) });
  }
  if (path.subresource === 'log' && resource.group === '' && resource.kind === 'Pod')
    return readLog(snapshot, found, query);
  throw INTERACTIVE[path.subresource] === undefined ? noSuchPath() : readOnly(INTERACTIVE[path.subresource] ?? '');
}

function refuseUnavailable(catalog: Catalog, group: string, version: string | undefined): void {
  const why = catalog.unavailable(group, version ?? '');
  if (why !== undefined) throw new ApiError(503, 'ServiceUnavailable', why, {});
}

const INTERACTIVE: Record<string, string> = {
  exec: 'run a command in a container',
  attach: 'attach to a container',
  portforward: 'forward ports',
  proxy: 'reach what ran in the cluster',
  scale: 'scale a workload',
  token: 'issue a token',
};

const WRITES: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'change', DELETE: 'delete' };

function whatWrites(method: string, path: ResourcePath | undefined): string {
  if (path?.group === 'authorization.k8s.io') return 'tell what anybody may do';
  const interactive = INTERACTIVE[path?.subresource ?? ''];
  if (interactive !== undefined && method === 'POST') return interactive;
  if (path?.subresource === 'eviction') return 'evict a pod';
  return `${WRITES[method] ?? 'do'} anything`;
}

/** Sentences that go with an error, beside its Status. */
export function warningsOf(error: ApiError): readonly string[] {
  return 'warnings' in error && Array.isArray(error.warnings) ? error.warnings : [];
}
