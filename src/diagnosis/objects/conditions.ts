/** Conditions of custom resources, and lists of them within the scope. */
import type { KindName, KindTypes } from '../../cluster/kinds.ts';
import type { CustomObject, KubeObject } from '../../cluster/objects.ts';
import { recordIn, recordsIn, textIn } from '../../semantics/lenient.ts';
import { statusEvidence } from '../evidence.ts';
import type { Evidence } from '../result.ts';
import { EVERYWHERE, type State } from '../state.ts';

export interface Condition {
  type: string;
  status: string;
  reason: string;
  message: string;
  /** RFC 3339, where it is known. */
  at: string | undefined;
}

/** The conditions of a resource of any shape; absent texts are empty. */
export function conditionsOf(object: KubeObject): Condition[] {
  const status = recordIn((object as CustomObject).status);
  return recordsIn(status.conditions).map((one) => ({
    type: textIn(one.type) ?? '',
    status: String(one.status ?? ''),
    reason: textIn(one.reason) ?? '',
    message: textIn(one.message) ?? '',
    at: textIn(one.lastTransitionTime),
  }));
}

/** The condition of that type where it has that status. */
export const conditionIs = (object: KubeObject, type: string, status: string): Condition | undefined =>
  conditionsOf(object).find((one) => one.type === type && one.status === status);

/** A condition as proof: its message, else its reason, else its status. */
export function conditionEvidence(object: KubeObject, { type, message, reason, status, at }: Condition): Evidence {
  const [field, value] =
    message !== '' ? ['message', message] : reason !== '' ? ['reason', reason] : ['status', status];
  return statusEvidence(object, `status.conditions[${type}].${field}`, value, at);
}

/** Objects of a kind that is few: of the namespaces asked about, else of all. */
export function scoped<K extends KindName>(kind: K, state: State<K>): readonly KindTypes[K][] {
  const { namespaces } = state.focus;
  return namespaces === undefined
    ? state.list(kind, EVERYWHERE)
    : namespaces.flatMap((namespace) => state.list(kind, namespace));
}

/** How long a controller may take before "not yet" is a problem. */
const SETTLES_MS = 5 * 60_000;

/** Whether a condition has been so for longer than a controller takes in its normal course. */
export const hasLasted = ({ at }: Pick<Condition, 'at'>, now: number): boolean =>
  at === undefined || now - Date.parse(at) > SETTLES_MS;
