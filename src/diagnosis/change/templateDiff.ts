/** What differs between two pod templates, field by field, as people name the fields. */
import type { Container, PodTemplate } from '../../cluster/objects.ts';

export interface FieldChange {
  /** Such as `spec.template.spec.containers[app].image`. */
  field: string;
  /** Absent: the field was not there. */
  from?: string;
  to?: string;
}

/** The fields of a container that change how it runs, the most telling first. */
const CONTAINER_FIELDS = [
  'image',
  'command',
  'args',
  'resources',
  'env',
  'envFrom',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'ports',
  'volumeMounts',
  'securityContext',
  'lifecycle',
  'workingDir',
  'imagePullPolicy',
] as const;
const POD_FIELDS = [
  'volumes',
  'nodeSelector',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'serviceAccountName',
  'securityContext',
  'imagePullSecrets',
  'priorityClassName',
  'hostNetwork',
  'dnsPolicy',
  'dnsConfig',
  'hostAliases',
  'runtimeClassName',
  'schedulerName',
  'terminationGracePeriodSeconds',
] as const;

/** The differences from the older to the newer template; empty where only labels or annotations differ. */
export function templateDiff(before: PodTemplate | undefined, after: PodTemplate | undefined): FieldChange[] {
  const prefix = 'spec.template.spec';
  const lists = (['containers', 'initContainers'] as const).flatMap((list) =>
    containerChanges(before?.spec?.[list] ?? [], after?.spec?.[list] ?? [], `${prefix}.${list}`),
  );
  const pod = POD_FIELDS.flatMap((field) =>
    leafChanges(before?.spec?.[field], after?.spec?.[field], `${prefix}.${field}`),
  );
  return [...lists, ...pod];
}

function containerChanges(before: readonly Container[], after: readonly Container[], path: string): FieldChange[] {
  const old = new Map(before.map((container) => [container.name, container]));
  const added = after
    .filter(({ name }) => !old.has(name))
    .map(({ name, image }): FieldChange => ({ field: `${path}[${name}]`, to: image ?? name }));
  const names = new Set(after.map(({ name }) => name));
  const removed = before
    .filter(({ name }) => !names.has(name))
    .map(({ name, image }): FieldChange => ({ field: `${path}[${name}]`, from: image ?? name }));
  const changed = after.flatMap((container) => {
    const was = old.get(container.name);
    if (was === undefined) return [];
    return CONTAINER_FIELDS.flatMap((field) =>
      leafChanges(was[field], container[field], `${path}[${container.name}].${field}`),
    );
  });
  return [...changed, ...added, ...removed];
}

/** Differences down to scalars; lists of named things are compared by name, other lists as a whole. */
function leafChanges(before: unknown, after: unknown, path: string): FieldChange[] {
  if (text(before) === text(after)) return [];
  const [a, b] = [asRecord(before), asRecord(after)];
  if (a === undefined || b === undefined) return [change(path, before, after)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  const named = Array.isArray(before ?? after);
  return keys.flatMap((key) => leafChanges(a[key], b[key], named ? `${path}[${key}]` : `${path}.${key}`));
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  if (value === undefined || value === null) return {};
  if (Array.isArray(value)) {
    const named = value.every((item) => typeof item === 'object' && item !== null && 'name' in item);
    return named ? Object.fromEntries(value.map((item) => [String(item.name), item])) : undefined;
  }
  return typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
}

/** A variable's change is named by its value; how it was written does not matter. */
function change(path: string, before: unknown, after: unknown): FieldChange {
  const from = before === undefined ? {} : { from: text(before) };
  return after === undefined ? { field: path, ...from } : { field: path, ...from, to: text(after) };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
