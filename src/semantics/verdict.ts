/**
 * What a rule of Kubernetes says about something, and which field decided. A caller can quote the field, and can change it
 * alone and ask again: where the verdict then passes, the field is the cause (a counterfactual).
 */
import type { KubeObject, ObjectRef } from '../cluster/objects.ts';

/** One field that decided. */
export interface Decided {
  object: ObjectRef;
  /** Such as `spec.selector.tier` or `spec.ports[http].targetPort`: list items by name where they have one, else by index. */
  path: string;
  /** The value as it stands in the object (JSON for a map or list); empty where the field is absent. */
  value: string;
}

export interface Failed {
  pass: false;
  /** Stable PascalCase id, such as `NoMatchingPods`. */
  reason: string;
  /** What decided, the most telling first. */
  by: Decided[];
  /** English, for logs and tests only. */
  detail: string;
}

export type Verdict = { pass: true } | Failed;

/** What the objects alone cannot decide, such as a port that no container declares; `by` is what speaks against it. */
export interface Undecided {
  pass: undefined;
  reason: string;
  by: Decided[];
  detail: string;
}

export const PASS: Verdict = { pass: true };

/** A verdict that fails. */
export function fail(reason: string, detail: string, ...by: Decided[]): Failed {
  return { pass: false, reason, by, detail };
}

/** A verdict that the objects alone cannot give. */
export function undecided(reason: string, detail: string, ...by: Decided[]): Undecided {
  return { pass: undefined, reason, by, detail };
}

/** Names a field of an object as what decided; a value that is no scalar is given as JSON. */
export function decided(object: KubeObject, path: string, value: unknown): Decided {
  return { object: referenceTo(object), path, value: textOf(value) };
}

/** A field's value as text: empty for an absent one. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

// The twin of refOf in cluster/objects.ts: semantics imports types only, so that no rule can reach I/O.
function referenceTo({ apiVersion, kind, metadata }: KubeObject): ObjectRef {
  return metadata.namespace === undefined
    ? { apiVersion, kind, name: metadata.name }
    : { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}
