/** Hosts that nothing may be sent to: link-local addresses and the metadata services of clouds. */
import { isIP } from 'node:net';

const METADATA_NAME = /^(?:metadata|instance-data)(?:\.[\w.-]*)?$/;
/** Link-local, and the metadata services that clouds keep elsewhere. */
const IPV4 = /^(?:169\.254\.\d+\.\d+|100\.100\.100\.200|192\.0\.0\.192|168\.63\.129\.16)$/;
const IPV6 = /^(?:fe[89ab][0-9a-f]:|fd00:ec2::254$)/;

/** Why a host, as it is written, may not be asked; undefined: it may. */
export function hostRefusal(host: string): string | undefined {
  const plain = canonical(host);
  if (plain === undefined || IPV4.test(plain) || IPV6.test(plain) || METADATA_NAME.test(plain)) {
    return `${host.slice(0, 100)} cannot be asked: it is link-local, a metadata service, or no plain name or address.`;
  }
  return undefined;
}

/** Why a DNS server may not be asked: a name could lead anywhere, so it is an address or a service of the cluster. */
export function serverRefusal(server: string): string | undefined {
  if (isIP(server) !== 0 || /(?:^localhost|\.svc|\.cluster\.local)\.?$/.test(server)) return hostRefusal(server);
  return `${server.slice(0, 100)} cannot be asked: name a server by its address, or a service of the cluster.`;
}

/** As the resolver would read it: URLs know every way to write an address (`0xa9fea9fe`, `169.16689662`, `::ffff:a9fe:1`). */
function canonical(host: string): string | undefined {
  const bare = host.replace(/%.*$/, '').replace(/\.$/, '');
  const url = URL.parse(`http://${bare.includes(':') ? `[${bare}]` : bare}/`);
  if (url === null || /[/?#@\\\s]/.test(host)) return undefined;
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const embedded = /^(?:::ffff:|64:ff9b::|::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(name);
  if (embedded === null) return name;
  const [high, low] = [Number.parseInt(embedded[1] ?? '', 16), Number.parseInt(embedded[2] ?? '', 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
