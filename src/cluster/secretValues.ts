/** Secret values never leave the reader: keys, types, lengths and public certificates do. */
import { isRecord } from './lenient.ts';
import type { KubeObject } from './objects.ts';

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const CERTIFICATE = /-----BEGIN (?:TRUSTED )?CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END (?:TRUSTED )?CERTIFICATE-----/g;
/** Keys that hold certificates by convention (`kubernetes.io/tls`), perhaps with comments between them. */
const CERTIFICATE_KEYS: ReadonlySet<string> = new Set(['tls.crt', 'ca.crt']);

/**
 * Replaces every value of a Secret, in place, by as many asterisks as it has bytes, so that lengths and empty values
 * stay visible. Certificates are public and stay. The annotation in which kubectl repeats the values goes.
 */
export function maskSecret(secret: KubeObject & { data?: unknown; stringData?: unknown }): void {
  if (isRecord(secret.data)) secret.data = maskAll(secret.data, (value) => Buffer.from(value, 'base64'), 'base64');
  if (isRecord(secret.stringData))
    secret.stringData = maskAll(secret.stringData, (value) => Buffer.from(value, 'utf8'), 'utf8');
  const { annotations } = secret.metadata;
  if (isRecord(annotations) && LAST_APPLIED in annotations) {
    const { [LAST_APPLIED]: _, ...rest } = annotations;
    secret.metadata.annotations = rest;
  }
}

function maskAll(
  data: Record<string, unknown>,
  decode: (value: string) => Buffer,
  encoding: 'base64' | 'utf8',
): Record<string, unknown> {
  const masked = Object.entries(data).map(([key, value]) => {
    const bytes = decode(typeof value === 'string' ? value : '');
    return [key, (publicPart(key, bytes) ?? Buffer.alloc(bytes.length, '*')).toString(encoding)];
  });
  return Object.fromEntries(masked);
}

/** The certificates in a value that is nothing else, or whose key says that it is for certificates. */
function publicPart(key: string, bytes: Buffer): Buffer | undefined {
  if (!bytes.includes('-----BEGIN')) return undefined;
  const value = bytes.toString('utf8');
  const blocks = value.match(CERTIFICATE);
  if (blocks === null) return undefined;
  const nothingElse = value.replace(CERTIFICATE, '').trim() === '';
  if (nothingElse) return bytes;
  return CERTIFICATE_KEYS.has(key) ? Buffer.from(`${blocks.join('\n')}\n`) : undefined;
}
