/** Where the values of a Secret stand besides its data: in the copies that tools and people keep in its metadata. */
import { isRecord, record } from './lenient.ts';

/** Annotations in which tools keep a copy of the whole object, plain or packed. */
const WHOLE = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'objectset.rio.cattle.io/applied',
  'kapp.k14s.io/original',
]);
/** Shorter values are found in much that has nothing to do with them; they count where they are all of a text. */
const MIN_PART = 8;

/** Replaces annotations and labels that hold one of the values, as `*** (12 bytes)`; in place. */
export function maskCopies(metadata: unknown, values: readonly string[]): void {
  for (const field of ['annotations', 'labels']) {
    const texts = record(metadata)[field];
    if (!isRecord(texts)) continue;
    for (const [key, value] of Object.entries(texts)) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (WHOLE.has(key) || values.some((secret) => holds(text, secret))) texts[key] = maskOf(Buffer.byteLength(text));
    }
  }
}

function holds(text: string, secret: string): boolean {
  return secret.length >= MIN_PART ? text.includes(secret) : secret !== '' && text === secret;
}

/** What stands for a value of so many bytes. */
export const maskOf = (length: number): string => `*** (${length} bytes)`;

/** A value of `data` as it is written, and as what it stands for. */
export function formsOf(base64: string): string[] {
  const plain = Buffer.from(base64, 'base64').toString('utf8');
  return [base64, plain, plain.trim()];
}
