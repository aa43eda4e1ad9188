/**
 * Label selectors.
 * https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
 */
import type { LabelSelector } from '../cluster/objects.ts';
import { objectsIn, stringMap, stringsIn } from './lenient.ts';

export type Labels = Readonly<Record<string, string>>;

/** One condition of a selector. */
export interface Requirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Invalid';
  values: readonly string[];
  /** Where it stands within the selector, such as `matchLabels.tier` or `matchExpressions[0]`. */
  path: string;
}

const OPERATORS = new Set(['In', 'NotIn', 'Exists', 'DoesNotExist']);

/** All conditions of a selector; they are and-ed. A malformed one has the operator `Invalid` and matches nothing. */
export function requirementsOf(selector: LabelSelector): Requirement[] {
  const expressions = objectsIn(selector.matchExpressions).map((expression, index): Requirement => {
    const operator = OPERATORS.has(expression.operator) ? expression.operator : 'Invalid';
    return {
      key: String(expression.key ?? ''),
      operator: operator as Requirement['operator'],
      values: stringsIn(expression.values),
      path: `matchExpressions[${index}]`,
    };
  });
  return [...mapRequirements(stringMap(selector.matchLabels), 'matchLabels.'), ...expressions];
}

/** The conditions of a plain map, as Services and ReplicationControllers have it. */
export function mapRequirements(map: Labels, prefix = ''): Requirement[] {
  return Object.entries(map).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
    path: `${prefix}${key}`,
  }));
}

/** Whether labels meet one condition. `NotIn` and `DoesNotExist` hold where the key is absent. */
export function meets(requirement: Requirement, labels: Labels): boolean {
  const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined;
  switch (requirement.operator) {
    case 'In':
      return value !== undefined && requirement.values.includes(value);
    case 'NotIn':
      return value === undefined || !requirement.values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** Whether a selector matches: an empty one matches everything, an absent one nothing. */
export function selectorMatches(selector: LabelSelector | null | undefined, labels: unknown): boolean {
  if (selector === null || selector === undefined) return false;
  const known = stringMap(labels);
  return requirementsOf(selector).every((requirement) => meets(requirement, known));
}

/** Whether a plain map matches. An empty or absent one matches nothing: a Service without selector has no pods of its own. */
export function matchesLabels(map: unknown, labels: unknown): boolean {
  const wanted = Object.entries(stringMap(map));
  const known = stringMap(labels);
  return wanted.length > 0 && wanted.every(([key, value]) => Object.hasOwn(known, key) && known[key] === value);
}

/** A condition that labels do not meet, and what they hold instead. */
export interface Mismatch {
  requirement: Requirement;
  /** The value that the labels have under the key; undefined where the key is absent. */
  actual: string | undefined;
}

/** The conditions that these labels fail, in the selector's order. */
export function selectorDifference(requirements: readonly Requirement[], labels: unknown): Mismatch[] {
  const known = stringMap(labels);
  return requirements
    .filter((requirement) => !meets(requirement, known))
    .map((requirement) => ({
      requirement,
      actual: Object.hasOwn(known, requirement.key) ? known[requirement.key] : undefined,
    }));
}

/** A candidate that does not match, and by how little. */
export interface NearMiss<T> {
  candidate: T;
  mismatches: Mismatch[];
  /** How many conditions it does meet. */
  met: number;
}

/**
 * The candidates that a selector misses, nearest first (fewest failed conditions; among equals, those that have the key
 * with another value before those that lack it; then in the order given). One that meets no condition is no near miss,
 * unless it has the only key with another value.
 */
export function nearMisses<T extends { metadata: { labels?: unknown } }>(
  requirements: readonly Requirement[],
  candidates: readonly T[],
): NearMiss<T>[] {
  return candidates
    .map((candidate) => {
      const mismatches = selectorDifference(requirements, candidate.metadata.labels);
      return { candidate, mismatches, met: requirements.length - mismatches.length };
    })
    .filter(({ mismatches, met }) => mismatches.length > 0 && (met > 0 || lacking(mismatches) === 0))
    .sort((a, b) => a.mismatches.length - b.mismatches.length || lacking(a.mismatches) - lacking(b.mismatches));
}

const lacking = (mismatches: readonly Mismatch[]): number =>
  mismatches.filter(({ actual }) => actual === undefined).length;
