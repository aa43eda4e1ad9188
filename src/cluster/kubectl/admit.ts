/** Which requests of kubectl the gate lets through, whatever the command line was taken for. */
import { type ResourcePath, readApiPath } from './path.ts';

/** What a run was given leave for. */
export interface Leave {
  writes: boolean;
  /** The only namespaces; undefined: all. */
  namespaces: readonly string[] | undefined;
}

export interface Asked {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  /** Whether the connection is to become another protocol. */
  upgrade: boolean;
}

/** `secrets`: the answer holds Secrets, which must be masked. `whole`: it is objects that end, not a log or a watch. */
export type Admission = { refused: string } | { secrets: boolean; whole: boolean };

/** Streams into containers and nodes, credentials, and containers added to a pod that runs. */
const NEVER = new Set(['exec', 'attach', 'portforward', 'proxy', 'token', 'ephemeralcontainers']);
/** OpenShift keeps tokens under their own names. */
const TOKENS = /^(?:user)?oauth(?:access|authorize)tokens$/;
const OTHER = /^\/(?:healthz|livez|readyz|version|metrics|api|apis|openapi)(?:\/|$)/;
/** Questions about oneself, which the API takes as a POST. */
const SELF = new Set(['selfsubjectaccessreviews', 'selfsubjectrulesreviews', 'selfsubjectreviews']);
const READS = new Set(['GET', 'HEAD']);

/** Decides on one request. */
export function admit(asked: Asked, leave: Leave): Admission {
  const found = readApiPath(asked.path);
  if (found === undefined || asked.upgrade) return { refused: 'this request is not let through' };
  if ('other' in found) {
    const fine = OTHER.test(found.other) && READS.has(asked.method);
    return fine ? { secrets: false, whole: false } : { refused: `the path ${found.other} is not let through` };
  }
  const { resource } = found;
  const refused = neverLet(resource) ?? outside(resource, asked, leave) ?? wrongMethod(resource, asked, leave);
  if (refused !== undefined) return { refused };
  const secrets = isSecrets(resource);
  const watch = isWatch(resource, asked.query);
  if (secrets && watch) return { refused: 'Secrets cannot be watched here; get or describe them' };
  return { secrets, whole: asked.method === 'GET' && !watch && resource.subresource !== 'log' };
}

/** Also Secrets that another resource answers with, as an image stream of OpenShift does. */
const isSecrets = ({ resource, subresource }: ResourcePath) =>
  resource === 'secrets' || (subresource?.split('/').includes('secrets') ?? false);

const isWatch = ({ watch }: ResourcePath, query: URLSearchParams) =>
  watch || query.getAll('watch').some((value) => !/^(?:0|f|false)$/i.test(value));

function neverLet({ resource, subresource }: ResourcePath): string | undefined {
  const part = subresource?.split('/').find((word) => NEVER.has(word));
  if (part !== undefined) return `${resource}/${part} is not let through`;
  // The old form of a proxy's path, `/api/v1/proxy/…`.
  if (resource === 'proxy' || resource === 'redirect') return `${resource} is not let through`;
  return TOKENS.test(resource) ? `${resource} are credentials and not let through` : undefined;
}

function isSelf({ resource }: ResourcePath, method: string): boolean {
  return method === 'POST' && SELF.has(resource);
}

function outside(resource: ResourcePath, { method }: Asked, { namespaces }: Leave): string | undefined {
  if (namespaces === undefined || isSelf(resource, method)) return undefined;
  const into = resource.namespace ?? (resource.resource === 'namespaces' ? resource.name : undefined);
  if (into !== undefined && namespaces.includes(into)) return undefined;
  return `only the namespaces ${namespaces.join(', ')} may be asked about, not ${into ?? 'the whole cluster'}`;
}

function wrongMethod(resource: ResourcePath, { method }: Asked, { writes }: Leave): string | undefined {
  if (READS.has(method) || isSelf(resource, method)) return undefined;
  if (!writes)
    return `this command was understood as one that only reads, and tried a ${method} of ${resource.resource}`;
  // Its values are masked here, so putting back what was read would destroy them.
  if (method === 'PUT' && resource.resource === 'secrets') return 'a Secret cannot be replaced here; patch it';
  return undefined;
}
