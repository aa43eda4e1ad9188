/** One shape for events: those of `events.k8s.io` are the same objects as the core group's, with other field names. */
import { isObject, type JsonObject } from './json.ts';

const RENAMED = new Map(
  Object.entries({
    note: 'message',
    regarding: 'involvedObject',
    reportingController: 'reportingComponent',
    deprecatedSource: 'source',
    deprecatedCount: 'count',
    deprecatedFirstTimestamp: 'firstTimestamp',
    deprecatedLastTimestamp: 'lastTimestamp',
  }),
);

/** An event of the group `events.k8s.io` in the shape of the core group (API reference, Event v1 events.k8s.io). */
export function coreEvent(event: JsonObject): JsonObject {
  const core: JsonObject = {};
  for (const [field, value] of Object.entries(event)) core[RENAMED.get(field) ?? field] = value;
  core.apiVersion = 'v1';
  if (!isObject(core.involvedObject)) core.involvedObject = {};
  return core;
}
