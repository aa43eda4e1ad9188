/** Secret values never enter a snapshot's memory: what tells nothing but the key and its length takes their place. */
import { formsOf, maskCopies } from '../secretCopies.ts';
import { isObject, type JsonObject } from './json.ts';

const CERTIFICATES = /^(?:\s*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)+\s*$/;

/** True for text that consists of PEM certificates only: public, and read for subjects and dates. */
export function isCertificate(text: string): boolean {
  return CERTIFICATES.test(text);
}

/** Replaces a Secret's values in place. Keys stay; certificates stay; copies of values go. */
export function concealSecret(secret: JsonObject): void {
  const known = ['data', 'stringData'].flatMap((field) => textsOf(secret[field], field === 'data'));
  for (const field of ['data', 'stringData']) {
    const values = secret[field];
    if (!isObject(values)) {
      delete secret[field];
      continue;
    }
    for (const [key, value] of Object.entries(values)) values[key] = concealed(value, field === 'data');
  }
  if (!isObject(secret.metadata)) return;
  if (isObject(secret.metadata.annotations)) {
    delete secret.metadata.annotations['kubectl.kubernetes.io/last-applied-configuration'];
  }
  maskCopies(secret.metadata, known);
}

/** Values that are secret, in the forms in which copies of them are found. */
function textsOf(values: unknown, base64: boolean): string[] {
  const texts = isObject(values) ? Object.values(values).filter((value) => typeof value === 'string') : [];
  return texts
    .filter((text) => !isCertificate(base64 ? Buffer.from(text, 'base64').toString('utf8') : text))
    .flatMap((text) => (base64 ? formsOf(text) : [text]));
}

/** A marker of the value's length in bytes, in the value's own encoding. */
function concealed(value: unknown, base64: boolean): string {
  const text = typeof value === 'string' ? value : '';
  const bytes = Buffer.from(text, base64 ? 'base64' : 'utf8');
  if (bytes.length === 0) return '';
  if (isCertificate(bytes.toString('utf8'))) return text;
  const marker = marked(bytes.length);
  return base64 ? Buffer.from(marker).toString('base64') : marker;
}

/** The marker, padded to the length that it stands for wherever that is long enough, so that sizes print true. */
function marked(length: number): string {
  const marker = `removed: ${length} bytes`;
  return marker.length >= length ? '*'.repeat(length) : marker.padEnd(length, '*');
}
