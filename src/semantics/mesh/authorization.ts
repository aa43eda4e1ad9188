/**
 * Whether AuthorizationPolicies let a call through. DENY policies count first; where any ALLOW policy selects the pod, one
 * of their rules must match. https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
import type { CustomObject, Pod } from '../../cluster/objects.ts';
import { recordIn, recordsIn, stringsIn } from '../lenient.ts';
import { type Decided, decided } from '../verdict.ts';
import { isInMesh } from './membership.ts';
import { reachOf } from './scope.ts';

export interface MeshCall {
  from: Pod;
  to: Pod;
  /** The container's port. */
  port: number | undefined;
}

export interface Denied {
  policy: CustomObject;
  by: Decided;
}

/** Undefined: let through, or it depends on what the objects do not tell (methods, paths, tokens). */
export function deniedBy(call: MeshCall, policies: readonly CustomObject[]): Denied | undefined {
  const selecting = policies.filter((policy) => reachOf(policy, call.to) !== undefined);
  for (const policy of selecting.filter((one) => actionOf(one) === 'DENY')) {
    const index = rulesOf(policy).findIndex((rule) => matches(rule, call) === true);
    if (index >= 0) return { policy, by: decided(policy, 'spec.action', 'DENY') };
  }
  const allowing = selecting.filter((one) => actionOf(one) === 'ALLOW');
  const [first] = allowing;
  const none = allowing.every((policy) => rulesOf(policy).every((rule) => matches(rule, call) === false));
  if (first === undefined || !none) return undefined;
  return { policy: first, by: decided(first, 'spec.rules', rulesOf(first)) };
}

const actionOf = ({ spec }: CustomObject): unknown => recordIn(spec).action ?? 'ALLOW';
const rulesOf = ({ spec }: CustomObject) => recordsIn(recordIn(spec).rules);

/** Undefined: not decidable from the objects. Every part of a rule must match; of the items of a part one. */
function matches(rule: Record<string, unknown>, call: MeshCall): boolean | undefined {
  const sources = recordsIn(rule.from).map(({ source }) => sourceMatches(recordIn(source), call));
  const operations = recordsIn(rule.to).map(({ operation }) => operationMatches(recordIn(operation), call));
  const when = recordsIn(rule.when).length > 0 ? undefined : true;
  return all([any(sources), any(operations), when]);
}

function sourceMatches(source: Record<string, unknown>, { from }: MeshCall): boolean | undefined {
  const namespace = from.metadata.namespace ?? '';
  const account = from.spec?.serviceAccountName ?? 'default';
  const isKnown = isInMesh(from);
  return all(
    Object.entries(source).map(([field, value]) => {
      const values = stringsIn(value);
      if (field === 'principals')
        return isKnown && values.some((one) => isCovered(one, `cluster.local/ns/${namespace}/sa/${account}`));
      if (field === 'namespaces') return isKnown && values.some((one) => isCovered(one, namespace));
      if (field === 'serviceAccounts')
        return isKnown && values.some((one) => one === account || one === `${namespace}/${account}`);
      return undefined;
    }),
  );
}

function operationMatches(operation: Record<string, unknown>, { port }: MeshCall): boolean | undefined {
  return all(
    Object.entries(operation).map(([field, value]) =>
      field === 'ports' && port !== undefined ? stringsIn(value).includes(String(port)) : undefined,
    ),
  );
}

/** Exact, `*`, `prefix*` or `*suffix`. */
function isCovered(pattern: string, value: string): boolean {
  if (pattern === '*') return value !== '';
  if (pattern.endsWith('*')) return value.startsWith(pattern.slice(0, -1));
  return pattern.startsWith('*') ? value.endsWith(pattern.slice(1)) : pattern === value;
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.includes(false)) return false;
  return parts.includes(undefined) ? undefined : true;
}

function any(parts: readonly (boolean | undefined)[]): boolean | undefined {
  if (parts.length === 0 || parts.includes(true)) return true;
  return parts.includes(undefined) ? undefined : false;
}
