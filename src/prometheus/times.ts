/** Times as people write them, and steps that keep a range readable. */

/** A sentence for the caller. */
export class TimeError extends Error {
  override name = 'TimeError';
}

const UNITS: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};
/** Points of one series: what a person or a model can still read, and a chart shows. */
export const MAX_POINTS = 300;
/** Chosen steps, in seconds; nothing is scraped more often than the first. */
const STEPS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/**
 * Seconds since 1970 of `now`, `-1h`, `now-1h30m`, RFC 3339, `2026-11-25 14:00` (UTC), or seconds or milliseconds since 1970.
 * @param now seconds since 1970
 * @throws TimeError that names the forms
 */
export function parseTime(text: string, now: number): number {
  const plain = text.trim();
  const [, sign, duration] = /^(?:now)?\s*(?:([+-])\s*(\d.*))?$/i.exec(plain) ?? [];
  if (plain.toLowerCase() === 'now') return now;
  const seconds = duration === undefined ? undefined : parseDuration(duration);
  if (seconds !== undefined) return sign === '-' ? now - seconds : now + seconds;
  if (/^\d{9,}(?:\.\d+)?$/.test(plain)) return Number(plain) > 1e11 ? Number(plain) / 1000 : Number(plain);
  const ago = /^(\d.*?)\s*ago$/i.exec(plain)?.[1];
  const before = ago === undefined ? undefined : parseDuration(ago);
  if (before !== undefined) return now - before;
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i.exec(plain);
  const [, day, clock = '00:00:00', zone = 'Z'] = date ?? [];
  const parsed = day === undefined ? Number.NaN : Date.parse(`${day}T${clock}${zone.toUpperCase()}`);
  if (!Number.isNaN(parsed)) return parsed / 1000;
  throw new TimeError(
    `"${text.slice(0, 60)}" is no time; write now, -1h, -30m, RFC 3339 such as 2026-11-25T14:00:00Z, or seconds since 1970.`,
  );
}

/** Seconds of `90s`, `1h30m`, `1.5h` or a bare number; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  const plain = text.trim().toLowerCase();
  if (/^\d+(?:\.\d+)?$/.test(plain)) return Number(plain);
  if (!/^(?:\d+(?:\.\d+)?\s*(?:ms|[smhdwy])\s*)+$/.test(plain)) return undefined;
  const parts = [...plain.matchAll(/(\d+(?:\.\d+)?)\s*(ms|[smhdwy])/g)];
  return parts.reduce((sum, [, count, unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1), 0);
}

export interface Range {
  /** Seconds since 1970. */
  start: number;
  end: number;
  /** Seconds. */
  step: number;
  /** What was changed about what was asked for, as a sentence. */
  note?: string;
}

/** A range and its step; at most {@link MAX_POINTS} points. @throws TimeError */
export function rangeOf(asked: { start?: string; end?: string; step?: string }, now: number): Range {
  const end = asked.end === undefined ? now : parseTime(asked.end, now);
  const start = asked.start === undefined ? end - 3600 : parseTime(asked.start, now);
  if (start >= end) throw new TimeError('The start must be before the end of the range.');
  const least = (end - start) / (MAX_POINTS - 1);
  const fit = STEPS.find((step) => step >= least) ?? Math.ceil(least / 86_400) * 86_400;
  if (asked.step === undefined) return { start, end, step: fit };
  const step = parseDuration(asked.step);
  if (step === undefined || step <= 0)
    throw new TimeError(`"${asked.step.slice(0, 60)}" is no step; write a duration such as 30s or 5m.`);
  if (step >= least) return { start, end, step };
  const note = `A step of ${asked.step} would give more than ${MAX_POINTS} points a series; ${formatDuration(fit)} was used.`;
  return { start, end, step: fit, note };
}

/** Such as `90s`, `5m`, `2h`, `1d`. */
export function formatDuration(seconds: number): string {
  const unit = (['d', 'h', 'm'] as const).find(
    (one) => seconds % (UNITS[one] ?? 1) === 0 && seconds >= (UNITS[one] ?? 1),
  );
  return unit === undefined ? `${Number(seconds.toFixed(3))}s` : `${seconds / (UNITS[unit] ?? 1)}${unit}`;
}

/** RFC 3339 in whole seconds; the number itself where no date can hold it. */
export function formatTime(seconds: number): string {
  const date = new Date(Math.round(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('.000Z', 'Z');
}
