/**
 * Which hosts a client calls without its HTTP proxy. There is no standard; this is what Go (golang.org/x/net/http/httpproxy),
 * curl and Python's requests have in common.
 */
import { cidrContains, parseIp } from './ip.ts';

/** Whether a list such as `localhost,10.0.0.0/8,.svc` exempts a host: by its whole name, a domain above it, its network, or `*`. */
export function isExempt(host: string, noProxy: string): boolean {
  const name = host.toLowerCase().replace(/\.$/, '');
  return noProxy
    .split(/[\s,;]+/)
    .map((entry) => entry.toLowerCase().replace(/:\d+$/, ''))
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*' || entry === name) return true;
      if (parseIp(name) !== undefined) return cidrContains(entry, name);
      const domain = entry.replace(/^\*?\./, '');
      return name === domain || name.endsWith(`.${domain}`);
    });
}
