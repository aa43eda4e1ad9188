/** Core events as the group `events.k8s.io` names their fields. */
import type { KubeObject } from '../../objects.ts';
import type { JsonObject } from '../json.ts';

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
export function eventInGroup(event: KubeObject): JsonObject {
  const renamed: JsonObject = {};
  for (const [field, value] of Object.entries(event)) renamed[RENAMED.get(field) ?? field] = value;
  return { ...renamed, apiVersion: 'events.k8s.io/v1' };
}
