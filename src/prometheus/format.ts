/** Series as compact text: what all of them share is said once, and every value that was kept is there. */
import { formatDuration, formatTime, type Range } from './times.ts';
import type { Labels, QueryResult, Sample, Series } from './types.ts';

/** Series shown of one result: by the largest value, as topk would. */
export const MAX_INSTANT = 50;
export const MAX_RANGE = 20;
const MAX_LABEL = 200;

/** The result of a query at one time. `total`: how many series there are, where fewer are given. */
export function formatInstant(result: QueryResult, total = result.series.length): string {
  const [first] = result.series;
  if (first === undefined) return 'No series: the metric does not exist, or no series has these labels now.';
  if (result.type === 'scalar' || result.type === 'string') return `${first.samples[0]?.[1] ?? ''}`;
  // A range selector such as up[5m] gives several values a series.
  if (result.type === 'matrix') return formatValues(result.series, total);
  const shown = largest(result.series, MAX_INSTANT);
  const { common, varying } = splitLabels(shown);
  const rows = shown.map(({ labels, samples }) => [
    ...varying.map((name) => cell(labels[name] ?? '')),
    formatNumber(samples[0]?.[1] ?? ''),
  ]);
  const at = first.samples[0]?.[0];
  return [
    `${counted(shown.length, total)}${at === undefined ? '' : ` at ${formatTime(at)}`}${commonLine(common)}`,
    '',
    ...table([...varying.map(columnName), 'value'], rows),
  ].join('\n');
}

/** The result of a query over a range: a summary of each series, then all of its points. */
export function formatRange(result: QueryResult, range: Range, total = result.series.length): string {
  const span = `${formatTime(range.start)} to ${formatTime(range.end)}, step ${formatDuration(range.step)}`;
  if (result.series.length === 0) return `No series from ${span}.`;
  return `From ${span}.\n${formatValues(result.series, total)}`;
}

function formatValues(series: readonly Series[], total: number): string {
  const shown = largest(series, MAX_RANGE);
  const { common, varying } = splitLabels(shown);
  const header = ['#', ...varying.map(columnName), 'points', 'first', 'last', 'min', 'max', 'max at', 'avg'];
  const rows = shown.map(({ labels, samples }, at) => [
    String(at + 1),
    ...varying.map((name) => cell(labels[name] ?? '')),
    ...summary(samples),
  ]);
  return [
    `${counted(shown.length, total)}${commonLine(common)}`,
    '',
    ...table(header, rows),
    '',
    'Values by time (columns are the series above):',
    ...points(shown),
  ].join('\n');
}

function summary(samples: readonly Sample[]): string[] {
  const numbers = samples
    .map(([time, value]) => [time, Number(value)] as const)
    .filter(([, value]) => !Number.isNaN(value));
  const values = numbers.map(([, value]) => value);
  const max = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const min = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const average = values.reduce((a, b) => a + b, 0) / values.length;
  const top = numbers.find(([, value]) => value === max)?.[0];
  const shown = values.length === 0 ? ['', ''] : [formatNumber(String(min)), formatNumber(String(max))];
  return [
    String(samples.length),
    formatNumber(samples[0]?.[1] ?? ''),
    formatNumber(samples.at(-1)?.[1] ?? ''),
    ...shown,
    top === undefined ? '' : formatTime(top),
    values.length === 0 ? '' : formatNumber(String(average)),
  ];
}

/** One line a time, one column a series. */
function points(series: readonly Series[]): string[] {
  const byTime = new Map<number, string[]>();
  for (const [at, { samples }] of series.entries()) {
    for (const [time, value] of samples) {
      const row = byTime.get(time) ?? series.map(() => '');
      row[at] = formatNumber(value);
      byTime.set(time, row);
    }
  }
  const rows = [...byTime].sort(([a], [b]) => a - b).map(([time, row]) => [formatTime(time), ...row]);
  return table(['time', ...series.map((_, at) => String(at + 1))], rows);
}

/** The series with the largest values (at their largest), as many as are shown; in that order. */
export function largest(series: readonly Series[], count: number): readonly Series[] {
  if (series.length <= count) return series;
  const weighed = series.map((one) => ({ one, weight: weightOf(one) }));
  return weighed
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count)
    .map(({ one }) => one);
}

function weightOf({ samples }: Series): number {
  return samples.reduce((most, [, value]) => {
    const number = Number(value);
    return Number.isNaN(number) ? most : Math.max(most, number);
  }, Number.NEGATIVE_INFINITY);
}

function splitLabels(series: readonly Series[]): { common: Labels; varying: string[] } {
  const [first, ...rest] = series;
  const all = [...new Set(series.flatMap(({ labels }) => Object.keys(labels)))].sort();
  const isCommon = (name: string) =>
    first !== undefined && rest.every(({ labels }) => labels[name] === first.labels[name]);
  const common = all.filter(isCommon).map((name) => [name, first?.labels[name] ?? '']);
  return { common: Object.fromEntries(common), varying: all.filter((name) => !isCommon(name)) };
}

const columnName = (label: string) => (label === '__name__' ? 'metric' : label);

function commonLine(common: Labels): string {
  const text = formatLabels(common);
  return text === '' ? '' : `; all have ${text}`;
}

/** As a selector: `up{job="node"}`. */
export function formatLabels({ __name__: name = '', ...labels }: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(cell(value))}`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}

/** Such as `1 rule` or `2 rules`. */
export const plural = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

function counted(shown: number, total: number): string {
  if (shown < total)
    return `${total} series; the ${shown} with the largest values are shown (aggregate or add labels to see others)`;
  return total === 1 ? '1 series' : `${total} series`;
}

/** Six digits are more than a reader compares; whole numbers stay as they are. */
export function formatNumber(value: string): string {
  const number = Number(value);
  if (value === '' || !Number.isFinite(number)) return value.slice(0, 100);
  // Alerts carry theirs as 0e+00.
  if (Number.isInteger(number)) return /e/i.test(value) ? String(number) : value.slice(0, 100);
  const short = String(Number(number.toPrecision(6)));
  return short.length < value.length ? short : value;
}

const cell = (text: string): string => {
  const line = text.replace(/\s+/g, ' ');
  return line.length > MAX_LABEL ? `${line.slice(0, MAX_LABEL)}…` : line;
};

/** Columns parted by two spaces, as kubectl does. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((name, at) =>
    rows.reduce((most, row) => Math.max(most, row[at]?.length ?? 0), name.length),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, at) => (at === row.length - 1 ? text : text.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)];
}
