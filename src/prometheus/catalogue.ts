/** What there is to ask about: metrics, labels, their values, series. */
import { ask, names, unexpected } from './api.ts';
import { formatLabels, plural, table } from './format.ts';
import type { Endpoint, Labels } from './types.ts';

const MAX_NAMES = 500;
const MAX_ROWS = 200;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `metrics [TEXT]`: names of metrics, those with the text in them. */
export async function metrics(endpoint: Endpoint, filter: string, signal: AbortSignal): Promise<string> {
  const all = await names(endpoint, 'label/__name__/values', {}, signal);
  const found = all.filter((name) => name.toLowerCase().includes(filter.toLowerCase()));
  if (found.length === 0) return `None of the ${all.length} metrics has "${filter}" in its name.`;
  return listed(`${found.length} of ${all.length} metrics`, found);
}

/** `metadata NAME`: type, unit and help of a metric. */
export async function metadata(endpoint: Endpoint, metric: string, signal: AbortSignal): Promise<string> {
  const { data } = await ask(
    endpoint,
    'metadata',
    { metric: metric === '' ? undefined : metric, limit: MAX_ROWS + 1 },
    signal,
  );
  if (!isRecord(data)) throw unexpected(endpoint.name);
  const rows = Object.entries(data).flatMap(([name, entries]) =>
    (Array.isArray(entries) ? entries : []).filter(isRecord).map((entry) => [
      name,
      String(entry.type ?? ''),
      String(entry.unit ?? ''),
      String(entry.help ?? '')
        .replace(/\s+/g, ' ')
        .slice(0, 300),
    ]),
  );
  if (rows.length === 0)
    return `There is no metadata of "${metric}"; look for names with: metrics ${metric.slice(0, 40)}`;
  const more = rows.length > MAX_ROWS ? [`More than ${MAX_ROWS}; give a metric's name.`] : [];
  return [...table(['metric', 'type', 'unit', 'help'], rows.slice(0, MAX_ROWS)), ...more].join('\n');
}

/** `labels [SELECTOR]`: names of labels; `labels NAME [SELECTOR]`: values of one. */
export async function labels(endpoint: Endpoint, rest: string, signal: AbortSignal): Promise<string> {
  const [, label, selector = ''] = /^([A-Za-z_]\w*)(?:\s+(\S[\s\S]*))?$/.exec(rest) ?? [];
  // Anything but a bare name at its beginning, such as up{job="x"}, is a selector of series.
  const whole = label === undefined ? rest : selector;
  const match = { 'match[]': whole === '' ? undefined : whole };
  if (label === undefined) {
    const found = await names(endpoint, 'labels', match, signal);
    return listed(`${plural(found.length, 'label')}${whole === '' ? '' : ` of ${whole}`}`, found);
  }
  const found = await names(endpoint, `label/${encodeURIComponent(label)}/values`, match, signal);
  return listed(`${plural(found.length, 'value')} of ${label}`, found);
}

/** `series SELECTOR`: the series that there are, without their values. */
export async function series(endpoint: Endpoint, selector: string, signal: AbortSignal): Promise<string> {
  const { data } = await ask(endpoint, 'series', { 'match[]': selector, limit: MAX_ROWS + 1 }, signal);
  if (!Array.isArray(data)) throw unexpected(endpoint.name);
  const found = data.filter(isRecord).map((labels) => formatLabels(labels as Labels));
  const more = found.length > MAX_ROWS ? [`More than ${MAX_ROWS}: these are some of them; add labels.`] : [];
  return [`${Math.min(found.length, MAX_ROWS)} series`, ...found.slice(0, MAX_ROWS).sort(), ...more].join('\n');
}

function listed(heading: string, all: readonly string[]): string {
  const more =
    all.length > MAX_NAMES ? [`… and ${all.length - MAX_NAMES} more; add a text or selector to narrow it.`] : [];
  return [heading, ...all.slice(0, MAX_NAMES), ...more].join('\n');
}
