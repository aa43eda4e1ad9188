/** Who edited an object, when, and which fields, from its managedFields. */
import { type FieldTime, fieldTimes } from '../../cluster/fieldTimes.ts';
import type { KubeObject } from '../../cluster/objects.ts';

export interface Edit {
  /** RFC 3339. */
  at: string;
  /** The field manager, such as `kubectl-edit`. */
  by: string;
  /** The fields that this manager owns, such as `data.REDIS_URL`, at most a few. */
  fields: string[];
}

/** Edits of an object after it was made, newest first; writes of status and of controllers are left out. */
export function editsOf(object: KubeObject): Edit[] {
  const created = Date.parse(object.metadata.creationTimestamp ?? '');
  return timesOf(object)
    .filter(
      ({ subresource, time, manager }) =>
        (subresource ?? '') !== 'status' && !CONTROLLERS.test(manager) && !(Date.parse(time) - created < 60_000),
    )
    .map(({ time, manager, fields }) => ({
      at: time,
      by: manager,
      fields: fields === undefined ? [] : fieldPaths(fields).slice(0, 6),
    }))
    .sort((a, b) => b.at.localeCompare(a.at));
}

const CONTROLLERS =
  /^(?:kube-controller-manager|kube-scheduler|kubelet|cloud-controller-manager|coredns|metrics-server)$/;

function timesOf(object: KubeObject): readonly FieldTime[] {
  const kept = fieldTimes(object);
  if (kept.length > 0) return kept;
  return (object.metadata.managedFields ?? []).flatMap(({ manager = '', operation, time, subresource, fieldsV1 }) =>
    time === undefined
      ? []
      : [
          {
            manager,
            operation: operation === 'Apply' ? 'Apply' : 'Update',
            time,
            subresource,
            fields: fieldsV1 as Record<string, unknown>,
          },
        ],
  );
}

/** `{"f:data": {"f:URL": {}}}` → `data.URL`; list items by their key. */
function fieldPaths(fields: Record<string, unknown>, prefix = ''): string[] {
  return Object.entries(fields).flatMap(([key, below]) => {
    if (key === '.') return [];
    const path = key.startsWith('f:')
      ? `${prefix}${prefix === '' ? '' : '.'}${key.slice(2)}`
      : `${prefix}${itemName(key)}`;
    const next = typeof below === 'object' && below !== null ? (below as Record<string, unknown>) : {};
    const children = fieldPaths(next, path);
    return children.length > 0 ? children : [path];
  });
}

function itemName(key: string): string {
  const name = /"(?:name|containerPort|port|type|mountPath|ip)":"?([^",}]+)/.exec(key)?.[1];
  return name === undefined ? '[…]' : `[${name}]`;
}
