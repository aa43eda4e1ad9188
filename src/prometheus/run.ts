/** One call: what is asked for in the `query`, at a time or over a range, as text. */
import { alerts, rules } from './alerts.ts';
import { query } from './api.ts';
import { labels, metadata, metrics, series } from './catalogue.ts';
import { formatInstant, formatRange, MAX_INSTANT, MAX_RANGE } from './format.ts';
import { parseTime, type Range, rangeOf } from './times.ts';
import { type Endpoint, PrometheusError, type QueryResult } from './types.ts';

export interface PromqlRequest {
  query: string;
  time?: string;
  start?: string;
  end?: string;
  step?: string;
}

type Form = (endpoint: Endpoint, rest: string, signal: AbortSignal) => Promise<string>;

/** What is no PromQL; a metric of one of these names is asked for with braces: `alerts{}`. */
const FORMS: Readonly<Record<string, Form>> = { alerts, rules, metrics, metadata, labels, series };

/**
 * @param now seconds since 1970
 * @throws PrometheusError, TimeError
 */
export async function runPromql(
  endpoint: Endpoint,
  request: PromqlRequest,
  now: number,
  signal: AbortSignal,
): Promise<string> {
  const form = formOf(request.query);
  if (form !== undefined) return form.run(endpoint, form.rest, signal);
  const { time, start, end, step } = request;
  if (start === undefined && end === undefined && step === undefined)
    return instant(endpoint, request.query, time === undefined ? undefined : parseTime(time, now), signal);
  if (time !== undefined) throw new PrometheusError('refused', 'Give either time, or start, end and step.');
  return overRange(endpoint, request.query, rangeOf({ start, end, step }, now), signal);
}

function formOf(text: string): { run: Form; rest: string } | undefined {
  const [, word = '', rest = ''] = /^([a-z]+)(?:\s+([\s\S]*))?$/.exec(text.trim()) ?? [];
  const run = Object.hasOwn(FORMS, word) ? FORMS[word] : undefined;
  // `labels * 2` or `alerts offset 5m` is PromQL about a metric of that name.
  if (run === undefined || /^(?:[-+*/%^=!<>[@]|(?:offset|and|or|unless|bool|on|ignoring)\b)/.test(rest))
    return undefined;
  return { run, rest: rest.trim() };
}

async function instant(
  endpoint: Endpoint,
  text: string,
  time: number | undefined,
  signal: AbortSignal,
): Promise<string> {
  const { result, total } = await cappedQuery(text, MAX_INSTANT, (one) =>
    query(endpoint, { query: one, time }, 'query', signal),
  );
  return [formatInstant(result, total), ...result.remarks.map(remark)].join('\n');
}

async function overRange(endpoint: Endpoint, text: string, range: Range, signal: AbortSignal): Promise<string> {
  const { start, end, step, note } = range;
  const { result, total } = await cappedQuery(text, MAX_RANGE, (one) =>
    query(endpoint, { query: one, start, end, step }, 'query_range', signal),
  );
  const notes = note === undefined ? [] : [note];
  return [...notes, formatRange(result, range, total), ...result.remarks.map(remark)].join('\n');
}

const remark = (text: string) => `Prometheus remarks: ${text}`;

/** A result that is too large to be read is cut down by Prometheus itself, which also says how many series there are. */
async function cappedQuery(
  text: string,
  limit: number,
  run: (text: string) => Promise<QueryResult>,
): Promise<{ result: QueryResult; total?: number }> {
  try {
    return { result: await run(text) };
  } catch (error) {
    if (!(error instanceof PrometheusError) || error.kind !== 'too_large') throw error;
    const result = await run(`topk(${limit}, (${text}\n))`);
    const count = await run(`count((${text}\n))`);
    const total = count.series[0]?.samples.reduce((most, [, value]) => Math.max(most, Number(value)), 0);
    return { result, total: Math.max(total ?? 0, result.series.length) };
  }
}
