/**
 * When and by whom an object's fields were edited, taken from `metadata.managedFields`. These make up half of a
 * Pod, so objects are kept without them and what matters is held beside the objects.
 */
import { isRecord, list, text } from './lenient.ts';
import type { KubeObject } from './objects.ts';

/** One manager's last write. */
export interface FieldTime {
  /** Who wrote, such as `kubectl-edit`, `helm` or `kube-controller-manager`. */
  manager: string;
  operation: 'Apply' | 'Update';
  /** RFC 3339. */
  time: string;
  /** Such as `status` or `scale`; absent for the object itself. */
  subresource?: string;
  /** The fields that this manager owns, as `fieldsV1` writes them; kept only for kinds that people edit. */
  fields?: Record<string, unknown>;
}

/** Kinds of which there are many, or that only controllers write: their fields would cost much and tell nothing. */
const WITHOUT_FIELDS: ReadonlySet<string> = new Set([
  'Pod',
  'Event',
  'ReplicaSet',
  'ControllerRevision',
  'EndpointSlice',
  'Lease',
  'CSINode',
  'PodMetrics',
  'NodeMetrics',
  'CustomResourceDefinition',
]);

const TIMES = new WeakMap<object, readonly FieldTime[]>();

/** The writes to an object, oldest first as the API server orders them; empty where they are not known. */
export function fieldTimes(object: KubeObject): readonly FieldTime[] {
  return TIMES.get(object) ?? timesIn(object);
}

/** Moves `metadata.managedFields` out of an object, which is changed, to where {@link fieldTimes} finds it. */
export function takeFieldTimes(object: KubeObject): void {
  if (object.metadata.managedFields === undefined) return;
  const times = timesIn(object);
  const { managedFields: _, ...metadata } = object.metadata;
  object.metadata = metadata;
  // Events are never edited.
  if (times.length > 0 && object.kind !== 'Event') TIMES.set(object, times);
}

function timesIn({ kind, metadata }: KubeObject): readonly FieldTime[] {
  return list(metadata.managedFields).flatMap((entry) => fieldTime(entry, !WITHOUT_FIELDS.has(kind)));
}

function fieldTime(entry: unknown, withFields: boolean): FieldTime[] {
  if (!isRecord(entry)) return [];
  const [time, subresource] = [text(entry.time), text(entry.subresource)];
  if (time === undefined) return [];
  const result: FieldTime = {
    manager: text(entry.manager) ?? '',
    operation: entry.operation === 'Apply' ? 'Apply' : 'Update',
    time,
  };
  if (subresource !== undefined) result.subresource = subresource;
  if (withFields && isRecord(entry.fieldsV1)) result.fields = entry.fieldsV1;
  return [result];
}

/** What {@link takeFieldTimes} took, as `metadata.managedFields` has it; undefined where nothing was kept. */
export function managedFieldsOf(object: KubeObject): Record<string, unknown>[] | undefined {
  const times = fieldTimes(object);
  if (times.length === 0) return undefined;
  return times.map(({ manager, operation, time, subresource, fields }) => ({
    apiVersion: object.apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: fields ?? {},
    manager,
    operation,
    ...(subresource === undefined ? {} : { subresource }),
    time,
  }));
}
