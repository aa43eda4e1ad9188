/** Which proxy a request goes through: `proxy-url` of the kubeconfig, else the environment as Go programs read it. */
import { BlockList, isIP } from 'node:net';
import type { Connection } from './connection.ts';
import type { Environment } from './options.ts';

/** The proxy's URL; undefined: connect directly. */
export function proxyFor(connection: Pick<Connection, 'server' | 'proxyUrl'>, env: Environment): string | undefined {
  if (connection.proxyUrl !== undefined) return connection.proxyUrl;
  const url = new URL(connection.server);
  const proxy = url.protocol === 'https:' ? env.HTTPS_PROXY || env.https_proxy : env.HTTP_PROXY || env.http_proxy;
  if (!proxy || bypasses(url, env.NO_PROXY || env.no_proxy || '')) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** NO_PROXY in Go's dialect (golang.org/x/net/http/httpproxy): `*`, address, CIDR, name, `.suffix`, each with `:port`. */
export function bypasses(url: URL, noProxy: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || isLoopback(host)) return true;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return noProxy
    .split(',')
    .map((rule) => rule.trim().toLowerCase())
    .filter(Boolean)
    .some((rule) => matches(rule, host, port));
}

export function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function matches(rule: string, host: string, port: string): boolean {
  if (rule === '*') return true;
  if (rule.includes('/')) return inRange(rule, host);
  const [, name = '', rulePort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(rule) ?? [];
  if (isIP(rule) !== 0) return rule === host;
  if (rulePort !== undefined && rulePort !== port) return false;
  if (isIP(name) !== 0) return name === host;
  const suffix = name.replace(/^\*?\./, '');
  const onlyBelow = name !== suffix;
  return host.endsWith(`.${suffix}`) || (!onlyBelow && host === suffix);
}

function inRange(rule: string, host: string): boolean {
  const [network = '', bits = ''] = rule.split('/');
  const family = isIP(network);
  if (family === 0 || isIP(host) !== family || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128))
    return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(network, Number(bits), type);
  return list.check(host, type);
}
