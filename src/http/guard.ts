/**
 * Which requests come from where they should: a browser that was led astray sends a foreign Host (DNS rebinding), a foreign
 * Origin or a cross-site `Sec-Fetch-Site`. Checked on every route.
 */
import { isIP } from 'node:net';
import type { RequestHandler } from 'express';
import { HttpError } from './errors.ts';

/** `hosts`: the names, besides localhost and IP addresses, under which this server is reached. */
export function guard(hosts: readonly string[]): RequestHandler {
  const allowed = new Set(hosts.map((host) => host.toLowerCase()));
  return (request, _response, next) => {
    const host = request.headers.host ?? '';
    checkHost(host, allowed);
    const { origin } = request.headers;
    const trusted = origin !== undefined && checkOrigin(origin, host, allowed);
    const site = request.headers['sec-fetch-site'];
    if (!trusted && (site === 'cross-site' || site === 'same-site')) {
      throw new HttpError(403, 'cross_site', 'A page of another site may not call this server.');
    }
    next();
  };
}

function checkHost(host: string, allowed: ReadonlySet<string>): void {
  const name = hostname(host);
  if (name === undefined) throw new HttpError(400, 'bad_host', 'The request has no usable Host header.');
  // Rebinding needs a name: an address in Host is the address that was dialled.
  if (name === 'localhost' || isIP(name) !== 0 || allowed.has(name)) return;
  throw new HttpError(
    403,
    'host_not_allowed',
    'This server does not answer under that name; call it by IP address or as localhost, or add the name to server.hosts.',
  );
}

/** True for an origin that may call; the server's own page, or one under a configured name. */
function checkOrigin(origin: string, host: string, allowed: ReadonlySet<string>): true {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  const own = url !== undefined && withoutDefaultPort(url.host) === withoutDefaultPort(host.toLowerCase());
  if (url !== undefined && /^https?:$/.test(url.protocol) && (own || allowed.has(url.hostname))) return true;
  throw new HttpError(403, 'origin_not_allowed', 'A page of another origin may not call this server.');
}

function withoutDefaultPort(host: string): string {
  return host.replace(/:(?:80|443)$/, '');
}

/** `[::1]:8000` → `::1`, `Localhost.:80` → `localhost`. */
function hostname(host: string): string | undefined {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host);
  return (match?.[1] ?? match?.[2])?.toLowerCase().replace(/\.$/, '');
}
