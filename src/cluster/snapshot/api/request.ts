/** What a URL of the Kubernetes API asks for. */

/** A path below `/api` or `/apis` that names a kind, and maybe an object and a part of it. */
export interface ResourcePath {
  group: string;
  version: string;
  resource: string;
  /** Undefined: all namespaces, or a cluster-scoped kind. */
  namespace: string | undefined;
  /** Undefined: the list. */
  name: string | undefined;
  subresource: string | undefined;
}

/** The parts of `/api/v1/namespaces/NS/pods/NAME/log` and the like; undefined for any other path. */
export function resourcePath(segments: readonly string[]): ResourcePath | undefined {
  const core = segments[0] === 'api';
  if (!core && segments[0] !== 'apis') return undefined;
  const [group, version, ...rest] = core ? ['', ...segments.slice(1)] : segments.slice(1);
  if (group === undefined || version === undefined || rest.length === 0) return undefined;
  const inNamespace =
    rest[0] === 'namespaces' && rest.length > 2 && !(rest.length === 3 && OF_NAMESPACE.has(rest[2] ?? ''));
  const [resource = '', name, subresource, ...more] = inNamespace ? rest.slice(2) : rest;
  if (more.length > 0) return undefined;
  return { group, version, resource, namespace: inNamespace ? rest[1] : undefined, name, subresource };
}

/** Parts of a Namespace itself, which stand where a kind in it would. */
const OF_NAMESPACE = new Set(['status', 'finalize']);

/** The form in which a client wants an answer. */
export interface Form {
  as: 'Table' | 'PartialObjectMetadataList' | 'PartialObjectMetadata' | 'Object';
  /** Version of meta.k8s.io. */
  version: string;
}

/** The first form of the Accept header that this API writes; objects in JSON where there is none. */
export function formOf(accept: string | undefined): Form {
  for (const entry of (accept ?? '').split(',')) {
    const parameters = new Map(entry.split(';').map((part) => splitOnce(part.trim())));
    const as = FORMS.find((form) => form === parameters.get('as'));
    const version = parameters.get('v') ?? 'v1';
    if (as !== undefined && parameters.get('g') === 'meta.k8s.io' && /^v1(beta1)?$/.test(version))
      return { as, version };
    if (/^(application\/json|\*\/\*)$/.test(entry.split(';')[0]?.trim() ?? '') && as === undefined) break;
  }
  return { as: 'Object', version: 'v1' };
}

const FORMS = ['Table', 'PartialObjectMetadataList', 'PartialObjectMetadata'] as const;

function splitOnce(text: string): [string, string] {
  const at = text.indexOf('=');
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
