/** Tables of custom resources: the printer columns of their definitions. */
import type { JsonObject } from '../json.ts';
import { AGE, type Cell, type Column, column, NAME, text } from './column.ts';
import { jsonPath } from './jsonPath.ts';
import { since } from './time.ts';

/** The columns of a definition; name and age where it names none. */
export function customColumns(definitions: readonly JsonObject[] | undefined): Column[] {
  if (definitions === undefined) return [NAME, { ...AGE, type: 'date' }];
  return [NAME, ...definitions.map(customColumn)];
}

const TYPES = ['string', 'integer', 'number', 'boolean', 'date'] as const;

function customColumn(definition: JsonObject): Column {
  const type = TYPES.find((name) => name === definition.type) ?? 'string';
  const path = text(definition, 'jsonPath');
  const priority = typeof definition.priority === 'number' ? definition.priority : 0;
  return column(text(definition, 'name'), (object, now) => cell(type, jsonPath(path, object), now), { type, priority });
}

/** `k8s.io/apiextensions-apiserver/pkg/registry/customresource/tableconvertor`: a value of another type prints nothing. */
function cell(type: Column['type'], values: unknown[], now: Date): Cell {
  const value = values[0];
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'integer':
      return typeof value === 'number' ? Math.trunc(value) : null;
    case 'number':
      return typeof value === 'number' ? value : null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'date':
      return typeof value === 'string' ? since(value, now) : null;
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
}
