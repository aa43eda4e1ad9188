/** Secrets as they may be shown: keys and lengths, no values, and no copies of values in annotations. */
import { isRecord, list, record } from '../lenient.ts';
import { formsOf, maskCopies, maskOf } from '../secretCopies.ts';
import { isCertificate } from '../snapshot/secrets.ts';

/**
 * `text`: a value becomes `*** (12 bytes)`. `bytes`: it becomes as many asterisks in base64, for clients that decode it.
 */
export type MaskForm = 'text' | 'bytes';

/** Masks one Secret, a list of them, a server-side table, or what stands for one of these; in place. */
export function maskSecrets(document: unknown, form: MaskForm): void {
  const root = record(document);
  if (Array.isArray(root.items)) for (const item of root.items) maskObject(item, form);
  else if (Array.isArray(root.rows)) for (const row of list(root.rows)) maskObject(record(row).object, form);
  else maskObject(document, form);
}

function maskObject(object: unknown, form: MaskForm): void {
  if (!isRecord(object)) return;
  const values = [...maskValues(object, 'data', form), ...maskValues(object, 'stringData', form)];
  maskCopies(object.metadata, values);
}

/** @returns the values that were there, as they were written and as what they stand for. */
function maskValues(object: Record<string, unknown>, field: 'data' | 'stringData', form: MaskForm): string[] {
  const values = object[field];
  if (values === undefined || values === null) return [];
  if (!isRecord(values)) {
    delete object[field];
    return [];
  }
  return Object.entries(values).flatMap(([key, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const bytes = Buffer.from(text, field === 'data' ? 'base64' : 'utf8');
    if (bytes.length === 0 && text === '') return [];
    if (isCertificate(bytes.toString('utf8'))) return [];
    values[key] = masked(bytes.length, form, field);
    return field === 'data' ? formsOf(text) : [text, text.trim()];
  });
}

function masked(length: number, form: MaskForm, field: 'data' | 'stringData'): string {
  if (form === 'text') return maskOf(length);
  const stars = '*'.repeat(length);
  return field === 'data' ? Buffer.from(stars).toString('base64') : stars;
}
