/** Tables of what bounds and scales workloads. */
import { isObject, type JsonObject } from '../json.ts';
import { AGE, at, type Column, column, count, entries, NAME, objects, text } from './column.ts';
import { canonicalQuantity } from './quantity.ts';

export const HORIZONTALPODAUTOSCALERS: Column[] = [
  NAME,
  column(
    'Reference',
    (object) => `${text(object, 'spec.scaleTargetRef.kind')}/${text(object, 'spec.scaleTargetRef.name')}`,
  ),
  column('Targets', targets),
  column('MinPods', (object) => text(object, 'spec.minReplicas', '<unset>')),
  column('MaxPods', (object) => count(object, 'spec.maxReplicas')),
  column('Replicas', (object) => count(object, 'status.currentReplicas')),
  AGE,
];

const MAX_METRICS = 2;

function targets(object: JsonObject): string {
  const current = objects(object, 'status.currentMetrics');
  const metrics = objects(object, 'spec.metrics').map((metric, index) => metricText(metric, current[index]));
  if (metrics.length === 0) return '<none>';
  const more = metrics.length > MAX_METRICS ? ` + ${metrics.length - MAX_METRICS} more...` : '';
  return metrics.slice(0, MAX_METRICS).join(', ') + more;
}

/** The field of a metric that its type names: `ContainerResource` → `containerResource`. */
const fieldOf = (type: string) => type.charAt(0).toLowerCase() + type.slice(1);

function metricText(metric: JsonObject, status: JsonObject | undefined): string {
  const type = text(metric, 'type');
  const target = at(metric, `${fieldOf(type)}.target`);
  const current = at(status, `${fieldOf(type)}.current`);
  const average = () => `${quantity(current, 'averageValue')}/${quantity(target, 'averageValue')}`;
  const isAverage = isObject(target) && target.averageValue !== undefined;
  if (type === 'Pods') return average();
  if (type === 'External' || type === 'Object') {
    return isAverage ? `${average()} (avg)` : `${quantity(current, 'value')}/${quantity(target, 'value')}`;
  }
  if (type !== 'Resource' && type !== 'ContainerResource') return '<unknown type>';
  const name = text(metric, `${fieldOf(type)}.name`);
  return `${name}: ${isAverage ? average() : `${percent(current, '<unknown>')}/${percent(target, '<auto>')}`}`;
}

function quantity(value: unknown, field: string): string {
  const found = at(value, field);
  return found === undefined ? '<unknown>' : canonicalQuantity(found);
}

function percent(value: unknown, otherwise: string): string {
  const found = at(value, 'averageUtilization');
  return typeof found === 'number' ? `${found}%` : otherwise;
}

export const PODDISRUPTIONBUDGETS: Column[] = [
  NAME,
  column('Min Available', (object) => text(object, 'spec.minAvailable', 'N/A')),
  column('Max Unavailable', (object) => text(object, 'spec.maxUnavailable', 'N/A')),
  column('Allowed Disruptions', (object) => count(object, 'status.disruptionsAllowed'), { type: 'integer' }),
  AGE,
];

export const RESOURCEQUOTAS: Column[] = [
  NAME,
  column('Request', (quota) => quotaText(quota, false)),
  column('Limit', (quota) => quotaText(quota, true)),
  AGE,
];

function quotaText(quota: JsonObject, limits: boolean): string {
  const used = new Map(entries(quota, 'status.used'));
  return entries(quota, 'status.hard')
    .filter(([resource]) => resource.startsWith('limits.') === limits)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([resource, hard]) => `${resource}: ${canonicalQuantity(used.get(resource) ?? '0')}/${canonicalQuantity(hard)}`,
    )
    .join(', ');
}
