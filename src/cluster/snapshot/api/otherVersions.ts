/** Objects in the other versions that the API serves them in. */
import { type JsonObject, objectOf, objectsOf } from '../json.ts';

const RENAMED = new Map([
  ['message', 'note'],
  ['involvedObject', 'regarding'],
  ['reportingComponent', 'reportingController'],
  ['source', 'deprecatedSource'],
  ['count', 'deprecatedCount'],
  ['firstTimestamp', 'deprecatedFirstTimestamp'],
  ['lastTimestamp', 'deprecatedLastTimestamp'],
]);

/** An event of the core group in the shape of `events.k8s.io/v1`. */
export function eventInGroup(event: JsonObject): JsonObject {
  const renamed: JsonObject = {};
  for (const [field, value] of Object.entries(event)) {
    // The group leaves out what is empty; the core group writes it.
    if (value !== '') renamed[RENAMED.get(field) ?? field] = value;
  }
  return renamed;
}

/** An autoscaler of `autoscaling/v2` in the shape of v1, which knows the CPU target only. */
export function autoscalerV1(object: JsonObject): JsonObject {
  const { spec, status, ...rest } = object;
  const { metrics, behavior: _, ...kept } = objectOf(spec);
  const { currentMetrics, conditions: __, ...known } = objectOf(status);
  return {
    ...rest,
    spec: { ...kept, targetCPUUtilizationPercentage: cpuPercent(metrics, 'target') },
    status: { ...known, currentCPUUtilizationPercentage: cpuPercent(currentMetrics, 'current') },
  };
}

function cpuPercent(metrics: unknown, side: 'target' | 'current'): unknown {
  const cpu = objectsOf(metrics).find((metric) => objectOf(metric.resource).name === 'cpu');
  return objectOf(objectOf(cpu?.resource)[side]).averageUtilization;
}
