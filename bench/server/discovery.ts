/** What the server says it serves: the kinds that every cluster has, in the aggregated form of KEP-3352. */
import { KIND_NAMES, KINDS, type KindInfo, type KindName } from '../../src/cluster/kinds.ts';

const served = KIND_NAMES.filter((name) => KINDS[name].builtin);

const pluralOf = (name: KindName) => KINDS[name].resource ?? name;
const versionOf = ({ versions }: KindInfo) => versions[0] ?? 'v1';

/** `/api` for the core group, `/apis` for all others. */
export function discoveryDocument(core: boolean): object {
  const names = served.filter((name) => (KINDS[name].group === '') === core);
  const groups = [...new Set(names.map((name) => KINDS[name].group))];
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) =>
      groupDocument(
        group,
        names.filter((name) => KINDS[name].group === group),
      ),
    ),
  };
}

function groupDocument(group: string, names: readonly KindName[]): object {
  const versions = [...new Set(names.map((name) => versionOf(KINDS[name])))];
  return {
    metadata: group === '' ? {} : { name: group },
    versions: versions.map((version) => ({
      version,
      freshness: 'Current',
      resources: names
        .filter((name) => versionOf(KINDS[name]) === version)
        .map((name) => resource(name, group, version)),
    })),
  };
}

function resource(name: KindName, group: string, version: string): object {
  const { kind, namespaced } = KINDS[name];
  return {
    resource: pluralOf(name),
    responseKind: { group, version, kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs: ['get', 'list', 'watch'],
  };
}

export interface Target {
  kind: KindName;
  namespace: string | undefined;
  name: string | undefined;
  /** Such as `log`. */
  part: string | undefined;
}

/** What a path under `/api/V` or `/apis/GROUP/V` means; undefined where nothing of that kind is served. */
export function targetOf(path: string): Target | undefined {
  const found =
    /^\/api(?:s\/([^/]+))?\/([^/]+)(?:\/namespaces\/([^/]+)(?=\/.))?\/([^/]+)(?:\/([^/]+))?(?:\/([^/]+))?$/.exec(path);
  if (found === null) return undefined;
  const [, group = '', version, namespace, plural, name, part] = found;
  const kind = served.find(
    (candidate) =>
      pluralOf(candidate) === plural && KINDS[candidate].group === group && versionOf(KINDS[candidate]) === version,
  );
  return kind === undefined ? undefined : { kind, namespace, name, part };
}
