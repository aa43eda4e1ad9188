/** Text as it comes over the wire: bytes that must be UTF-8, percent signs that may be meant as such. */
import { badRequest, URLENCODE_HINT } from './errors.ts';

/** @throws HttpError 400 where the bytes are no UTF-8. */
export function decodeUtf8(bytes: Uint8Array, what: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw badRequest(`${what} is not valid UTF-8; ${URLENCODE_HINT}.`);
  }
}

/**
 * Decodes `%XX`; a percent sign that begins no escape stays one (`CPU 100% & high` was typed, not encoded). In a form or a
 * query a plus is a space, unless the text has spaces of its own and so was not encoded.
 */
export function decodePercent(text: string, { plus }: { plus: boolean }): string {
  const encoded = plus && !/[^!-~]/.test(text) ? text.replaceAll('+', ' ') : text;
  if (!encoded.includes('%')) return encoded;
  const bytes = Buffer.from(encoded, 'utf8').toString('latin1');
  const decoded = bytes.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return decodeUtf8(Buffer.from(decoded, 'latin1'), 'The percent-encoded text');
}
