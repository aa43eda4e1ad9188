/** The arguments of a call, held to the rules of the configuration and of what is known of the server. */
import type { ArgumentRule, ArgumentRules } from './settings.ts';

export type Checked = { arguments: Record<string, unknown>; asks: boolean } | { invalid: string };

/**
 * Applies every rule; an argument that the tool does not have is not fixed either. `known`: the tool's own arguments.
 * A name that differs from one of them, or from one of a rule, in case alone is refused: some servers would take it for that one.
 */
export function applyRules(given: unknown, rules: ArgumentRules, known: readonly string[]): Checked {
  if (given !== undefined && given !== null && !isRecord(given)) return { invalid: 'the arguments must be an object' };
  const result: Record<string, unknown> = { ...(given ?? {}) };
  const twin = twinOf(Object.keys(result), [...known, ...Object.keys(rules)]);
  if (twin !== undefined) return { invalid: twin };
  const asks = Object.entries(rules).some(([name, rule]) => isGiven(result[name]) && asksFor(result[name], rule));
  for (const [name, rule] of Object.entries(rules)) {
    const broken = brokenBy(name, result[name], rule, name in result);
    if (broken !== undefined) return { invalid: broken };
    if ('fix' in rule && (known.includes(name) || name in result)) result[name] = rule.fix;
  }
  return { arguments: result, asks };
}

function twinOf(given: readonly string[], names: readonly string[]): string | undefined {
  const exact = new Set(names);
  const folded = new Map(names.map((name) => [name.toLowerCase(), name]));
  const wrong = given.find((name) => !exact.has(name) && folded.has(name.toLowerCase()));
  return wrong === undefined ? undefined : `${wrong}: write it ${folded.get(wrong.toLowerCase())}`;
}

function brokenBy(name: string, value: unknown, rule: ArgumentRule, present: boolean): string | undefined {
  if (!present) return undefined;
  if (rule.forbid === true) return `${name}: it is set by the operator and must be left out`;
  if ('fix' in rule && !same(value, rule.fix)) return `${name}: it is fixed by the operator: leave it out`;
  if (rule.values !== undefined && !rule.values.some((one) => same(one, value)))
    return `${name}: it must be one of ${rule.values.map((one) => JSON.stringify(one)).join(', ')}`;
  return numberBroken(name, value, rule) ?? patternBroken(name, value, rule);
}

function numberBroken(name: string, value: unknown, { min, max }: ArgumentRule): string | undefined {
  if (min === undefined && max === undefined) return undefined;
  if (typeof value !== 'number' || Number.isNaN(value)) return `${name}: it must be a number`;
  if (min !== undefined && value < min) return `${name}: it must be at least ${min}`;
  return max !== undefined && value > max ? `${name}: it must be at most ${max}` : undefined;
}

function patternBroken(name: string, value: unknown, { pattern }: ArgumentRule): string | undefined {
  if (pattern === undefined) return undefined;
  return matchesWhole(value, pattern) ? undefined : `${name}: it must be a text that matches ${pattern}`;
}

/** What is given in order to say nothing asks for nothing. */
const isGiven = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);

const asksFor = (value: unknown, { ask, ask_unless }: ArgumentRule): boolean =>
  ask === true || (ask_unless !== undefined && !matchesWhole(value, ask_unless));

const matchesWhole = (value: unknown, pattern: string): boolean =>
  typeof value === 'string' && new RegExp(`^(?:${pattern})$`, 'u').test(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
