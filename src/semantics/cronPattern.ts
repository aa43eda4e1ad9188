/**
 * Cron patterns as Kubernetes reads them (the standard parser of robfig/cron v3): five fields, names of months and days,
 * `@daily` and the like, `@every`. No seconds, no `L`, `W` or `#`, and Sunday is 0, never 7.
 */

export type CronPattern =
  /** Allowed values by field: minute, hour, day of month, month, day of week; undefined is `*`, none at all never matches. */
  { type: 'fields'; fields: (number[] | undefined)[] } | { type: 'every'; seconds: number };

export type CronParse = { ok: true; pattern: CronPattern; timeZone?: string } | { ok: false; reason: string };

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

interface Bounds {
  min: number;
  max: number;
  names?: Readonly<Record<string, number>>;
}

const BOUNDS: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: Object.fromEntries(MONTHS.map((name, index) => [name, index + 1])) },
  { min: 0, max: 6, names: Object.fromEntries(DAYS.map((name, index) => [name, index])) },
];

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Stops the reading of one pattern; caught in `parseCron`. */
class PatternError extends Error {}

function integer(text: string, names: Bounds['names']): number {
  const lower = text.toLowerCase();
  if (names !== undefined && Object.hasOwn(names, lower)) return names[lower] ?? 0;
  if (/^-\d/.test(text)) throw new PatternError(`negative number (${text}) not allowed: ${text}`);
  if (!/^\+?\d{1,18}$/.test(text)) throw new PatternError(`failed to parse int from ${text}`);
  return Number(text);
}

// One range: a star, `5`, `1-5`, a star or range with a step (`10-30/5`), or `10/5`: from 10 to the end.
function range(expression: string, { min, max, names }: Bounds): number[] | undefined {
  const [head = '', step, ...more] = expression.split('/');
  const [low = '', high, ...rest] = head.split('-');
  const star = low === '*' || low === '?';
  if (more.length > 0) throw new PatternError(`too many slashes: ${expression}`);
  if (rest.length > 0) throw new PatternError(`too many hyphens: ${expression}`);
  const start = star ? min : integer(low, names);
  const end =
    star || (high === undefined && step !== undefined) ? max : high === undefined ? start : integer(high, names);
  const by = step === undefined ? 1 : integer(step, undefined);
  if (star && by === 1) return undefined;
  if (start < min) throw new PatternError(`beginning of range (${start}) below minimum (${min}): ${expression}`);
  if (end > max) throw new PatternError(`end of range (${end}) above maximum (${max}): ${expression}`);
  if (start > end) throw new PatternError(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
  if (by === 0) throw new PatternError(`step of range should be a positive number: ${expression}`);
  return Array.from({ length: Math.floor((end - start) / by) + 1 }, (_, index) => start + index * by);
}

function field(text: string, bounds: Bounds): number[] | undefined {
  const ranges = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => range(part, bounds));
  if (ranges.includes(undefined)) return undefined;
  return [...new Set(ranges.flatMap((values) => values ?? []))].sort((a, b) => a - b);
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A Go duration such as `1h30m`, in whole seconds, at least one (a negative one is read as that, too). */
function every(text: string): CronPattern {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const parts = [...body.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== body) {
    throw new PatternError(`failed to parse duration @every ${text}`);
  }
  if (sign === '-') return { type: 'every', seconds: 1 };
  const seconds = parts.reduce((sum, [, amount, unit = 's']) => sum + Number(amount) * (UNITS[unit] ?? 0), 0);
  return { type: 'every', seconds: Math.max(1, Math.floor(seconds)) };
}

function pattern(text: string): CronPattern {
  if (text.startsWith('@every ')) return every(text.slice('@every '.length));
  if (text.startsWith('@') && !Object.hasOwn(DESCRIPTORS, text))
    throw new PatternError(`unrecognized descriptor: ${text}`);
  const parts = (DESCRIPTORS[text] ?? text).split(/\s+/).filter((part) => part !== '');
  if (parts.length !== 5)
    throw new PatternError(`expected exactly 5 fields, found ${parts.length}: [${parts.join(' ')}]`);
  return { type: 'fields', fields: parts.map((part, index) => field(part, BOUNDS[index] ?? { min: 0, max: 0 })) };
}

/** Reads a pattern; never throws. A prefix `TZ=` or `CRON_TZ=`, which old objects may have, is given back apart. */
export function parseCron(text: unknown): CronParse {
  const written = typeof text === 'string' ? text.trim().slice(0, 1000) : '';
  const zoned = /^(?:CRON_)?TZ=(\S+)\s+(.*)$/s.exec(written);
  const body = zoned?.[2] ?? written;
  if (body === '') return { ok: false, reason: 'empty spec string' };
  try {
    return { ok: true, pattern: pattern(body), ...(zoned?.[1] && { timeZone: zoned[1] }) };
  } catch (error) {
    if (error instanceof PatternError) return { ok: false, reason: error.message };
    throw error;
  }
}
