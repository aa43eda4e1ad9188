/** What a path of the Kubernetes API names. */

export interface ResourcePath {
  group: string;
  namespace: string | undefined;
  /** Plural, such as `pods`. */
  resource: string;
  name: string | undefined;
  /** What follows the name, such as `log` or `proxy`. */
  subresource: string | undefined;
  /** The old form of a watch, `/api/v1/watch/…`. */
  watch: boolean;
}

/** `other`: a path that is no resource, such as `/version`. */
export type ApiPath = { resource: ResourcePath } | { other: string };

/**
 * Reads a path.
 * @returns undefined for one that servers may read in more than one way, such as one with `..`, `//` or an encoded `/`.
 */
export function readApiPath(path: string): ApiPath | undefined {
  const parts = path.replace(/\/$/, '').split('/').slice(1);
  const names = parts.map(decoded);
  if (names.some((name) => name === undefined || !/^[^/\\%?#\p{Cc}]+$/u.test(name) || /^\.+$/.test(name)))
    return undefined;
  const known = names.filter((name) => name !== undefined);
  const [root, group = '', version] = known;
  if (root === 'api' && known.length > 2) return { resource: resourceOf('', known.slice(2)) };
  if (root === 'apis' && version !== undefined && known.length > 3)
    return { resource: resourceOf(group, known.slice(3)) };
  return { other: `/${known.join('/')}` };
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function resourceOf(group: string, words: readonly string[]): ResourcePath {
  const watch = words[0] === 'watch';
  const rest = watch ? words.slice(1) : words;
  const inNamespace = rest[0] === 'namespaces' && rest.length > 2 && !OF_NAMESPACE.has(rest[2] ?? '');
  const [resource = '', name, ...sub] = inNamespace ? rest.slice(2) : rest;
  return {
    group,
    namespace: inNamespace ? rest[1] : undefined,
    resource,
    name,
    subresource: sub.length === 0 ? undefined : sub.join('/'),
    watch,
  };
}

/** What stands after a namespace's name and is a part of the namespace itself. */
const OF_NAMESPACE = new Set(['finalize', 'status']);
