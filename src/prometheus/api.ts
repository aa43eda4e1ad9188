/** The parts of Prometheus's HTTP API (v1) that are used; whatever answers may answer anything. */
import {
  type Endpoint,
  type HttpAnswer,
  type Labels,
  PrometheusError,
  type QueryResult,
  type Sample,
  type Series,
} from './types.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export interface Envelope {
  data: unknown;
  remarks: readonly string[];
}

export type Parameters = Readonly<Record<string, string | number | undefined>>;

/** Asks one path. @throws PrometheusError */
export async function ask(
  endpoint: Endpoint,
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<Envelope> {
  const given = Object.entries(parameters).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const query = new URLSearchParams(given).toString();
  const answer = await endpoint.get(`/api/v1/${path}${query === '' ? '' : `?${query}`}`, signal);
  const body = parseJson(answer.body);
  if (body?.status === 'success') return { data: body.data, remarks: remarksOf(body) };
  if (body?.status === 'error')
    throw new PrometheusError('refused', refusal(String(body.errorType), String(body.error), parameters.query));
  throw new PrometheusError('unreachable', notPrometheus(endpoint.name, answer, body));
}

/** A query at one time or over a range. */
export async function query(
  endpoint: Endpoint,
  parameters: Parameters,
  kind: 'query' | 'query_range',
  signal: AbortSignal,
): Promise<QueryResult> {
  const { data, remarks } = await ask(endpoint, kind, { ...parameters, timeout: '25s' }, signal);
  const type = isRecord(data) ? data.resultType : undefined;
  if (!isRecord(data) || (type !== 'vector' && type !== 'matrix' && type !== 'scalar' && type !== 'string'))
    throw unexpected(endpoint.name);
  const single = type === 'scalar' || type === 'string';
  const rows = single ? [{ metric: {}, value: data.result }] : list(data.result);
  return { type, series: rows.flatMap((row) => seriesOf(row)), remarks };
}

/** The names of a list of texts, such as label values. */
export async function names(
  endpoint: Endpoint,
  path: string,
  parameters: Parameters,
  signal: AbortSignal,
): Promise<string[]> {
  const { data } = await ask(endpoint, path, parameters, signal);
  if (!Array.isArray(data)) throw unexpected(endpoint.name);
  return data.filter((name) => typeof name === 'string');
}

export const unexpected = (name: string) =>
  new PrometheusError('unreachable', `What answers at ${name} does not answer as Prometheus does; check the address.`);

function parseJson(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function remarksOf({ warnings, infos }: Record<string, unknown>): string[] {
  return [...list(warnings), ...list(infos)].slice(0, 5).map((one) => String(one).slice(0, 300));
}

function seriesOf(row: unknown): Series[] {
  if (!isRecord(row)) return [];
  const labels: Labels = Object.fromEntries(
    Object.entries(isRecord(row.metric) ? row.metric : {}).map(([name, value]) => [name, String(value)]),
  );
  const histograms = [...list(row.histograms), ...(row.histogram === undefined ? [] : [row.histogram])];
  const values = row.value === undefined ? list(row.values) : [row.value];
  return [{ labels, samples: [...values.flatMap(sampleOf), ...histograms.flatMap(histogramOf)] }];
}

function sampleOf(value: unknown): Sample[] {
  const [time, text] = list(value);
  return typeof time === 'number' && (typeof text === 'string' || typeof text === 'number')
    ? [[time, String(text)]]
    : [];
}

/** A native histogram as its count and sum. */
function histogramOf(value: unknown): Sample[] {
  const [time, histogram] = list(value);
  if (typeof time !== 'number' || !isRecord(histogram)) return [];
  return [[time, `count=${String(histogram.count)} sum=${String(histogram.sum)}`]];
}

/** Such as `invalid parameter "query": 1:8: parse error: unexpected end of input`. */
function refusal(type: string, error: string, query: string | number | undefined): string {
  const [, line, column, what] = /(?:^|: )(\d+):(\d+): (?:parse error: )?([\s\S]*)$/.exec(error) ?? [];
  const said = (what ?? error).trim().replace(/\s+/g, ' ').slice(0, 600);
  if (line === undefined || column === undefined) return `Prometheus refused (${type.slice(0, 40)}): ${said}.`;
  return `Prometheus cannot parse the query at line ${line}, column ${column}: ${said}.${pointer(String(query ?? ''), Number(line), Number(column))}`;
}

/** The line of the query and a mark under the column. Columns of Prometheus count bytes. */
function pointer(query: string, line: number, column: number): string {
  const at = query.split('\n')[line - 1];
  if (at === undefined || at.length > 500) return '';
  const before = Buffer.from(at)
    .subarray(0, column - 1)
    .toString('utf8').length;
  return `\n${at}\n${' '.repeat(before)}^`;
}

function notPrometheus(
  name: string,
  { status, body }: HttpAnswer,
  parsed: Record<string, unknown> | undefined,
): string {
  // The API server's own refusals are Status objects.
  const message = typeof parsed?.message === 'string' ? parsed.message.replace(/\s+/g, ' ').slice(0, 300) : undefined;
  if (status === 401 || status === 403)
    return `Prometheus at ${name} does not let this program in (${status}${message === undefined ? '' : `: ${message}`}).`;
  if (status >= 300 && status < 400)
    return `What answers at ${name} leads elsewhere (${status}); give the address of Prometheus itself, with its path prefix.`;
  if (message !== undefined) return `Prometheus at ${name} was not reached (${status}: ${message}).`;
  const what = body.trimStart().startsWith('<') ? 'a web page' : 'something else';
  return `What answers at ${name} is not Prometheus: it sent ${what} (${status}); check the address and its path prefix.`;
}
