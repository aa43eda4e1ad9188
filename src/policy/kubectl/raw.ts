/** The paths that `kubectl get --raw` may read: health, version, metrics, discovery; nothing that holds objects. */

const PATHS = [
  /^\/(?:healthz|livez|readyz)(?:\/[\w-]+)*$/,
  /^\/(?:version|metrics)$/,
  /^\/metrics\/slis$/,
  /^\/api(?:\/v1)?$/,
  /^\/apis(?:\/[\w.-]+){0,2}$/,
  /^\/openapi\/v[23](?:\/[\w.-]+)*$/,
  /^\/apis\/metrics\.k8s\.io\/v1(?:beta1)?\/(?:nodes|pods)(?:\/[\w.-]+)?$/,
  /^\/apis\/metrics\.k8s\.io\/v1(?:beta1)?\/namespaces\/[\w-]+\/pods(?:\/[\w.-]+)?$/,
];
const QUERY = /^(?:(?:verbose(?:=(?:true|1)?)?|exclude=[\w-]+|limit=\d+)(?:&|$))*$/;

/** Whether a path, with its query, is one of those; one that a server could read in another way is none. */
export function isRawRead(value: string): boolean {
  const [path = '', query = '', ...more] = value.split('?');
  if (more.length > 0 || path.split('/').some((part) => /^\.+$/.test(part))) return false;
  const plain = path.length > 1 ? path.replace(/\/$/, '') : path;
  return PATHS.some((allowed) => allowed.test(plain)) && QUERY.test(query);
}
