/** Host names with wildcards, as Ingresses, Gateways and certificates use them. */

/**
 * Whether a host pattern covers a name. `*.example.com` covers exactly one label more (Ingress, X.509); with `anyDepth` one
 * or more (Gateway API). An absent pattern covers nothing here: callers decide what "all hosts" means.
 */
export function hostCovers(pattern: unknown, host: string, anyDepth = false): boolean {
  if (typeof pattern !== 'string' || pattern === '') return false;
  const wanted = pattern.toLowerCase();
  const name = host.toLowerCase();
  if (!wanted.startsWith('*.')) return wanted === name;
  const suffix = wanted.slice(1);
  const first = name.slice(0, name.length - suffix.length);
  return name.endsWith(suffix) && first !== '' && (anyDepth || !first.includes('.'));
}

/** Whether two patterns have a host in common, as a listener's and a route's must (Gateway API). */
export function hostsIntersect(a: string, b: string): boolean {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  if (left === right || hostCovers(left, right, true) || hostCovers(right, left, true)) return true;
  const bothWild = left.startsWith('*.') && right.startsWith('*.');
  return bothWild && (left.endsWith(right.slice(1)) || right.endsWith(left.slice(1)));
}
