/** Active alerts and the rules behind them. */
import { ask, unexpected } from './api.ts';
import { formatLabels, formatNumber, plural, table } from './format.ts';
import { formatDuration } from './times.ts';
import type { Endpoint, Labels } from './types.ts';

const MAX_ROWS = 100;
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const records = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);
const text = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '');

const labelsOf = (value: unknown): Labels =>
  Object.fromEntries(isRecord(value) ? Object.entries(value).map(([name, one]) => [name, text(one)]) : []);

/** Alerts that fire or are pending; with `filter`, those that have this text in a label or annotation. */
export async function alerts(endpoint: Endpoint, filter: string, signal: AbortSignal): Promise<string> {
  const { data } = await ask(endpoint, 'alerts', {}, signal);
  if (!isRecord(data)) throw unexpected(endpoint.name);
  const all = records(data.alerts);
  const found = all.filter((alert) => has(alert, filter)).sort(bySeverity);
  if (found.length === 0)
    return all.length === 0 ? 'No alert is active.' : `None of the active alerts (${all.length}) has "${filter}".`;
  const rows = found.slice(0, MAX_ROWS).map((alert) => {
    const { alertname = '', severity = '', ...labels } = labelsOf(alert.labels);
    const { summary, description, message } = labelsOf(alert.annotations);
    const said = (summary ?? description ?? message ?? '').replace(/\s+/g, ' ').slice(0, 300);
    return [
      text(alert.state),
      alertname,
      severity,
      text(alert.activeAt).replace(/\.\d+/, ''),
      formatNumber(text(alert.value)),
      formatLabels(labels),
      said,
    ];
  });
  const header = ['state', 'alert', 'severity', 'since', 'value', 'labels', 'summary'];
  return [
    `${plural(found.length, 'active alert')}${shownOf(rows.length, found.length)}`,
    '',
    ...table(header, rows),
  ].join('\n');
}

/** Alerting and recording rules; with `filter`, those whose name, query or group has this text. */
export async function rules(endpoint: Endpoint, filter: string, signal: AbortSignal): Promise<string> {
  const { data } = await ask(endpoint, 'rules', {}, signal);
  if (!isRecord(data)) throw unexpected(endpoint.name);
  const all = records(data.groups).flatMap((group) =>
    records(group.rules).map((rule) => ({ group: text(group.name), rule })),
  );
  const found = all.filter(({ group, rule }) => has([group, rule.name, rule.query, rule.labels], filter));
  if (found.length === 0)
    return all.length === 0 ? 'There are no rules.' : `None of the ${all.length} rules has "${filter}".`;
  const rows = found
    .slice(0, MAX_ROWS)
    .map(({ group, rule }) => [
      rule.type === 'alerting' ? text(rule.state) : text(rule.type),
      text(rule.name),
      text(rule.health) + (text(rule.lastError) === '' ? '' : ` (${text(rule.lastError).slice(0, 200)})`),
      typeof rule.duration === 'number' ? formatDuration(rule.duration) : '',
      group,
      text(rule.query).replace(/\s+/g, ' ').slice(0, 500),
    ]);
  const header = ['state', 'rule', 'health', 'for', 'group', 'query'];
  return [`${plural(found.length, 'rule')}${shownOf(rows.length, found.length)}`, '', ...table(header, rows)].join(
    '\n',
  );
}

const has = (value: unknown, filter: string): boolean =>
  filter === '' || JSON.stringify(value).toLowerCase().includes(filter.toLowerCase());

const shownOf = (shown: number, total: number) =>
  shown < total ? `; the first ${shown} are shown (add a text to filter)` : '';

const ORDER = ['critical', 'error', 'warning', 'info'];
const rank = (alert: Record<string, unknown>): number => {
  const at = ORDER.indexOf(labelsOf(alert.labels).severity ?? '');
  return (alert.state === 'firing' ? 0 : 10) + (at < 0 ? ORDER.length : at);
};
const bySeverity = (a: Record<string, unknown>, b: Record<string, unknown>) => rank(a) - rank(b);
