/** Columns of the tables that the API server prints for `kubectl get`: one value a column. */
import { isObject, type JsonObject, listOf } from '../json.ts';
import { since } from './time.ts';

/** What a cell may hold; null prints as nothing. */
export type Cell = string | number | boolean | null;

/** One column of a kind's table. */
export interface Column {
  name: string;
  /** OpenAPI type, as clients read it. */
  type: 'string' | 'integer' | 'number' | 'boolean' | 'date';
  format: '' | 'name';
  /** 0: always printed, 1: with `-o wide`. */
  priority: number;
  cell(object: JsonObject, now: Date): Cell;
}

/** A column of text, shown always. */
export function column(name: string, cell: Column['cell'], more: Partial<Column> = {}): Column {
  return { name, type: 'string', format: '', priority: 0, cell, ...more };
}

/** The same, shown with `-o wide` only. */
export function wide(name: string, cell: Column['cell'], more: Partial<Column> = {}): Column {
  return column(name, cell, { priority: 1, ...more });
}

export const NAME = column('Name', (object) => text(object, 'metadata.name'), { format: 'name' });
export const AGE = column('Age', (object, now) => since(at(object, 'metadata.creationTimestamp'), now));
/** The API server prints this for kinds without columns of their own. */
export const CREATED_AT = column('Created At', (object) => text(object, 'metadata.creationTimestamp'), {
  type: 'date',
});

/** The value at a path of plain names such as `status.phase`; undefined where there is none. */
export function at(object: unknown, path: string): unknown {
  let value: unknown = object;
  for (const part of path.split('.')) value = isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  return value;
}

/** The text at a path; `otherwise` where there is none or it is empty. */
export function text(object: unknown, path: string, otherwise = ''): string {
  const value = at(object, path);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

/** The number at a path; 0 where there is none. */
export function count(object: unknown, path: string): number {
  const value = at(object, path);
  return typeof value === 'number' ? value : 0;
}

/** The objects of the list at a path. */
export function objects(object: unknown, path: string): JsonObject[] {
  return listOf(at(object, path)).filter(isObject);
}

/** The texts of the list at a path. */
export function texts(object: unknown, path: string): string[] {
  return listOf(at(object, path)).filter((entry) => typeof entry === 'string');
}

/** The entries of the map at a path. */
export function entries(object: unknown, path: string): [string, unknown][] {
  const value = at(object, path);
  return isObject(value) ? Object.entries(value) : [];
}
