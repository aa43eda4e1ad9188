/** Made-up secrets of a given shape, the same on every run; none was ever valid. */

const LETTERS = 'qW3rT9yUaS7dF1gHjK5lZx8CvB2nM4pQ6wE0';

/** `length` letters and digits. */
export function alnum(length: number, seed = 0): string {
  return Array.from({ length }, (_, i) => LETTERS[(i * 7 + seed * 11 + Math.floor(i / 36)) % LETTERS.length]).join('');
}

export function upper(length: number): string {
  return alnum(length).toUpperCase();
}

/** `length` hexadecimal digits. */
export function hex(length: number, seed = 0): string {
  return Array.from({ length }, (_, i) => '3a9f0c7e51d8b264'[(i * 5 + seed * 3 + Math.floor(i / 16)) % 16]).join('');
}

export const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export const JWT = `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url({ sub: 'system:serviceaccount:shop:web' })}.${alnum(86)}`;

export const PRIVATE_KEY = [
  '-----BEGIN RSA PRIVATE KEY-----',
  alnum(64),
  alnum(64, 1),
  '-----END RSA PRIVATE KEY-----',
].join('\n');

export const CERTIFICATE = [
  '-----BEGIN CERTIFICATE-----',
  alnum(64, 2),
  alnum(64, 3),
  '-----END CERTIFICATE-----',
].join('\n');
