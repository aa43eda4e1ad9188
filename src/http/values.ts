/** Single fields of a request, checked. */
import { badRequest } from './errors.ts';
import type { Fields } from './fields.ts';

/** Non-empty text; an empty field counts as not given. */
export function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw badRequest(`"${name}" must be text.`);
  return value.trim() === '' ? undefined : value;
}

export function choiceField<T extends string>(fields: Fields, name: string, choices: readonly T[]): T | undefined {
  const value = textField(fields, name);
  const found = choices.find((choice) => choice === value);
  if (value !== undefined && found === undefined) throw badRequest(`"${name}" must be one of ${choices.join(', ')}.`);
  return found;
}

export function languageField(fields: Fields): 'en' | 'zh' | undefined {
  return choiceField(fields, 'lang', ['en', 'zh']);
}

export function booleanField(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (typeof value === 'boolean' || value === undefined || value === '') return value === '' ? undefined : value;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw badRequest(`"${name}" must be true or false.`);
}

export function integerField(fields: Fields, name: string, min: number, max: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === '') return undefined;
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) return number;
  throw badRequest(`"${name}" must be a whole number from ${min} to ${max}.`);
}
