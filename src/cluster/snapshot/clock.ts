/** The instant of a capture that does not say when it was made: the newest time that an object or event records. */
import type { KubeObject } from '../objects.ts';
import { isObject } from './json.ts';

/** Fields that record what has happened; expiry dates and deadlines lie in the future and say nothing. */
const PAST = new Set([
  ...['creationTimestamp', 'time', 'timestamp', 'startTime', 'completionTime', 'startedAt', 'finishedAt'],
  ...['lastTransitionTime', 'lastHeartbeatTime', 'lastUpdateTime', 'lastProbeTime', 'lastPhaseTransitionTime'],
  ...['firstTimestamp', 'lastTimestamp', 'eventTime', 'lastObservedTime', 'acquireTime', 'renewTime'],
  ...['lastScheduleTime', 'lastSuccessfulTime', 'lastScaleTime'],
]);

/** The newest time in the objects; undefined where they have none. */
export function newestTime(objects: readonly KubeObject[]): Date | undefined {
  let newest = Number.NEGATIVE_INFINITY;
  const waiting: unknown[] = [...objects];
  for (let value = waiting.pop(); value !== undefined || waiting.length > 0; value = waiting.pop()) {
    if (Array.isArray(value)) for (const entry of value) waiting.push(entry);
    if (!isObject(value)) continue;
    for (const [key, entry] of Object.entries(value)) {
      if (typeof entry === 'string') {
        if (PAST.has(key)) newest = Math.max(newest, timeOf(entry)?.getTime() ?? newest);
      } else if (key !== 'fieldsV1' && entry !== null) waiting.push(entry);
    }
  }
  return Number.isFinite(newest) ? new Date(newest) : undefined;
}

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/** An RFC 3339 instant; undefined for any other text. */
export function timeOf(text: string): Date | undefined {
  if (!RFC3339.test(text)) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
