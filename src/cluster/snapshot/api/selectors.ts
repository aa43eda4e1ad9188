/** Label selectors as a query string writes them, the set-based ones included. */
import { badRequest } from './status.ts';

type Matches = (labels: Record<string, unknown>) => boolean;

const KEY = `(?:[A-Za-z0-9](?:[-A-Za-z0-9.]*[A-Za-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?`;
const VALUE = `(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?`;
const SET = new RegExp(String.raw`^\s*(${KEY})\s+(in|notin)\s*\(([^()]*)\)\s*(?:,|$)`);
const NUMBER = new RegExp(String.raw`^\s*(${KEY})\s*([<>])\s*(-?\d+)\s*(?:,|$)`);
const EQUAL = new RegExp(String.raw`^\s*(${KEY})\s*(==|=|!=)\s*(${VALUE})\s*(?:,|$)`);
const EXISTS = new RegExp(String.raw`^\s*(!?)\s*(${KEY})\s*(?:,|$)`);

/**
 * Whether labels match `selector` (grammar: `k8s.io/apimachinery/pkg/labels`); an empty one matches all.
 * @throws ApiError 400 where it cannot be parsed.
 */
export function labelSelector(selector: string): Matches {
  const requirements: Matches[] = [];
  let rest = selector.trim();
  while (rest !== '') {
    const parsed = requirement(rest);
    if (parsed === undefined)
      throw badRequest(`unable to parse requirement: found '${rest}', expected: a label selector`);
    requirements.push(parsed.matches);
    rest = rest.slice(parsed.length).trim();
  }
  return (labels) => requirements.every((matches) => matches(labels));
}

function requirement(text: string): { matches: Matches; length: number } | undefined {
  const set = SET.exec(text);
  if (set !== null) {
    const values = new Set(set[3]?.split(',').map((value) => value.trim()));
    return { matches: membership(set[1] ?? '', values, set[2] === 'in'), length: set[0].length };
  }
  const equal = EQUAL.exec(text);
  if (equal !== null) {
    return {
      matches: membership(equal[1] ?? '', new Set([equal[3] ?? '']), equal[2] !== '!='),
      length: equal[0].length,
    };
  }
  const number = NUMBER.exec(text);
  if (number !== null)
    return { matches: comparison(number[1] ?? '', number[2] ?? '', Number(number[3])), length: number[0].length };
  const exists = EXISTS.exec(text);
  if (exists === null) return undefined;
  const [all, not, key = ''] = exists;
  return { matches: (labels) => Object.hasOwn(labels, key) === (not === ''), length: all.length };
}

function membership(key: string, values: ReadonlySet<string>, wanted: boolean): Matches {
  return (labels) => (Object.hasOwn(labels, key) ? values.has(String(labels[key])) === wanted : !wanted);
}

function comparison(key: string, operator: string, bound: number): Matches {
  return (labels) => {
    const value = labels[key];
    if (typeof value !== 'string' || !/^-?\d+$/.test(value)) return false;
    return operator === '>' ? Number(value) > bound : Number(value) < bound;
  };
}
