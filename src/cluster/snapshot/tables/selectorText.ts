/** Selectors and label sets as the API server prints them in a table. */
import { isObject } from '../json.ts';
import { entries, objects, text, texts } from './column.ts';

/** A map of labels, `<none>` where it is empty. */
export function labelsText(map: unknown): string {
  if (!isObject(map)) return '<none>';
  const pairs = Object.keys(map).map((key) => `${key}=${String(map[key])}`);
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',');
}

/** A LabelSelector, its requirements ordered by key; `<none>` where it is empty. */
export function labelSelectorText(selector: unknown): string {
  const terms: [key: string, term: string][] = [
    ...entries(selector, 'matchLabels').map(([key, value]): [string, string] => [key, `${key}=${String(value)}`]),
    ...objects(selector, 'matchExpressions').map((term): [string, string] => [text(term, 'key'), expressionText(term)]),
  ];
  if (terms.some(([, term]) => term === '')) return '<error>';
  // The sort is stable, as the one in Go is.
  terms.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return terms.length === 0 ? '<none>' : terms.map(([, term]) => term).join(',');
}

function expressionText(term: unknown): string {
  const key = text(term, 'key');
  const values = texts(term, 'values').sort().join(',');
  switch (text(term, 'operator')) {
    case 'In':
      return `${key} in (${values})`;
    case 'NotIn':
      return `${key} notin (${values})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return '';
  }
}
