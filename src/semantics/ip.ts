/** IP addresses and CIDR blocks, both families, without the network stack. */

/** An address as a number; `bits` is 32 or 128. */
export interface IpAddress {
  bits: 32 | 128;
  value: bigint;
}

/** Reads `10.0.0.1`, `fd00::1`, `[fd00::1]` and `::ffff:10.0.0.1` (which is the IPv4 address); undefined for anything else. */
export function parseIp(text: unknown): IpAddress | undefined {
  if (typeof text !== 'string' || text.length > 64) return undefined;
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text;
  const v4 = parseIpv4(bare);
  if (v4 !== undefined) return { bits: 32, value: v4 };
  const v6 = bare.includes(':') ? parseIpv6(bare) : undefined;
  if (v6 === undefined) return undefined;
  return v6 >> 32n === 0xffffn ? { bits: 32, value: v6 & 0xffffffffn } : { bits: 128, value: v6 };
}

function parseIpv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256)) {
    return undefined;
  }
  return parts.reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function parseIpv6(text: string): bigint | undefined {
  const lastColon = text.lastIndexOf(':');
  const tail = parseIpv4(text.slice(lastColon + 1));
  const plain =
    tail === undefined
      ? text
      : `${text.slice(0, lastColon + 1)}${(tail >> 16n).toString(16)}:${(tail & 0xffffn).toString(16)}`;
  const halves = plain.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], rest] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (rest?.length ?? 0);
  if (rest === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...(rest ?? [])];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => sum * 65536n + BigInt(`0x${group}`), 0n);
}

/** Whether two texts name the same address, however they are written. */
export function sameIp(a: unknown, b: unknown): boolean {
  // IPv4 has one way of writing an address here, so most comparisons are of texts.
  if (a !== b && !String(a).includes(':') && !String(b).includes(':')) return false;
  const left = parseIp(a);
  const right = parseIp(b);
  return left !== undefined && right !== undefined && left.bits === right.bits && left.value === right.value;
}

/** Whether a CIDR block holds an address; false where either is malformed or the families differ. */
export function cidrContains(cidr: unknown, ip: unknown): boolean {
  if (typeof cidr !== 'string') return false;
  const [base, length] = cidr.split('/');
  const block = parseIp(base);
  const address = parseIp(ip);
  if (block === undefined || address === undefined || block.bits !== address.bits) return false;
  if (length === undefined || !/^\d{1,3}$/.test(length) || Number(length) > block.bits) return false;
  const shift = BigInt(block.bits - Number(length));
  return block.value >> shift === address.value >> shift;
}
