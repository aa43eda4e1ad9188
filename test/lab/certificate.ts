import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';

const DER: Record<string, number> = {
  integer: 2,
  bits: 3,
  octets: 4,
  oid: 6,
  utf8: 12,
  utc: 23,
  sequence: 0x30,
  set: 0x31,
  dns: 0x82,
  extensions: 0xa3,
  version: 0xa0,
};

function tlv(tag: number, body: Buffer): Buffer {
  const n = body.length;
  const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const node = (kind: string, ...parts: Buffer[]): Buffer => tlv(DER[kind] ?? 0, Buffer.concat(parts));
const ED25519 = node('sequence', node('oid', Buffer.from([0x2b, 0x65, 0x70])));
const name = (cn: string): Buffer =>
  node(
    'sequence',
    node('set', node('sequence', node('oid', Buffer.from([0x55, 4, 3])), node('utf8', Buffer.from(cn)))),
  );
const utc = (time: string): Buffer =>
  node('utc', Buffer.from(`${new Date(time).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));

/** A certificate as PEM, base64 as a Secret holds it (X.509 v3, RFC 5280; Ed25519, RFC 8410; the same for the same input). */
export function certificate(hosts: string[], issuer: string, from: string, to: string): string {
  const seed = createHash('sha256').update(hosts.join()).digest();
  const key = createPrivateKey({
    key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]),
    format: 'der',
    type: 'pkcs8',
  });
  const san = node('sequence', ...hosts.map((h) => node('dns', Buffer.from(h))));
  const extension = node('sequence', node('oid', Buffer.from([0x55, 0x1d, 0x11])), node('octets', san));
  const body = node(
    'sequence',
    node('version', node('integer', Buffer.from([2]))),
    node('integer', Buffer.concat([Buffer.from([1]), seed.subarray(0, 8)])),
    ED25519,
    name(issuer),
    node('sequence', utc(from), utc(to)),
    name(hosts[0] ?? ''),
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
    node('extensions', node('sequence', extension)),
  );
  const whole = node('sequence', body, ED25519, node('bits', Buffer.from([0]), sign(null, body, key)));
  const pem = `-----BEGIN CERTIFICATE-----\n${whole
    .toString('base64')
    .replace(/(.{64})/g, '$1\n')
    .trim()}\n-----END CERTIFICATE-----\n`;
  return Buffer.from(pem).toString('base64');
}
