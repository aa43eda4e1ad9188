/**
 * Whether NetworkPolicies let a connection through.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
import type { Namespace, NetworkPolicy, Pod } from '../cluster/objects.ts';
import { sameIp } from './ip.ts';
import { selectorMatches } from './labelSelector.ts';
import { objectsIn, stringsIn } from './lenient.ts';
import {
  type Connection,
  type Direction,
  type Party,
  type PolicyRule,
  peerFields,
  peersFit,
  portsFit,
  rulesOf,
} from './policyRule.ts';
import { type Decided, decided, type Failed, fail, type Undecided, undecided } from './verdict.ts';

export type { Connection, Direction, Party } from './policyRule.ts';

export interface PolicyWorld {
  policies: readonly NetworkPolicy[];
  /** For `namespaceSelector`; a pod's namespace that is not here is known by its name label alone. */
  namespaces: readonly Namespace[];
}

/** The rule that fits best, and which half of it fits. */
export interface NearestRule {
  policy: NetworkPolicy;
  /** Such as `spec.ingress[0]`. */
  path: string;
  peer: boolean;
  port: boolean;
}

/** A denied connection: the first direction that denies it, and every policy that isolates the pod in that direction. */
export interface Denied {
  direction: Direction;
  isolating: NetworkPolicy[];
  /** Undefined where the isolating policies have no rule at all. */
  nearest: NearestRule | undefined;
}

/** `isolating` of a pass: the policies that had a say and allowed it. */
export type PolicyVerdict = { pass: true; isolating: NetworkPolicy[] } | (Failed & Denied) | (Undecided & Denied);

/**
 * The verdict for one connection: the source's egress, then the destination's ingress. A pod in the host network is
 * outside policies (it has the node's address); a pod always reaches itself and its own node. Reasons: `EgressDenied`,
 * `IngressDenied`; undecided where a `namespaceSelector` asks for labels of a namespace that was not read.
 */
export function connectionVerdict(connection: Connection, world: PolicyWorld): PolicyVerdict {
  const { from, to } = connection;
  if (neverFiltered(from, to)) return { pass: true, isolating: [] };
  const egress = directionVerdict('egress', connection, world);
  if (egress.pass !== true) return egress;
  const ingress = directionVerdict('ingress', connection, world);
  return ingress.pass === true ? { pass: true, isolating: [...egress.isolating, ...ingress.isolating] } : ingress;
}

function neverFiltered(from: Party, to: Party): boolean {
  if ('pod' in from && 'pod' in to) {
    const [a, b] = [from.pod.metadata, to.pod.metadata];
    if (a.namespace === b.namespace && a.name === b.name) return true;
  }
  return isNodeOf(from, to) || isNodeOf(to, from);
}

/** Whether one party is the node, or in the host network of the node, that the other, a pod, runs on. */
function isNodeOf(node: Party, other: Party): boolean {
  if (!('pod' in other)) return false;
  const { hostIP } = other.pod.status ?? {};
  if ('ip' in node) return sameIp(node.ip, hostIP);
  const { hostNetwork, nodeName } = node.pod.spec ?? {};
  return hostNetwork === true && nodeName !== undefined && nodeName === other.pod.spec?.nodeName;
}

/** The policies that isolate a pod in one direction; without any, all is allowed. */
export function isolatingPolicies(direction: Direction, pod: Pod, policies: readonly NetworkPolicy[]): NetworkPolicy[] {
  if (pod.spec?.hostNetwork === true) return [];
  return policies.filter(
    (policy) =>
      policy.metadata.namespace === pod.metadata.namespace &&
      directionsOf(policy).includes(direction) &&
      selectorMatches(policy.spec?.podSelector ?? {}, pod.metadata.labels),
  );
}

/** `policyTypes`, or what the API server fills in: always Ingress, and Egress where there are egress rules. */
export function directionsOf({ spec }: NetworkPolicy): Direction[] {
  const types = stringsIn(spec?.policyTypes);
  const egress = types.length > 0 ? types.includes('Egress') : objectsIn(spec?.egress).length > 0;
  const ingress = types.length === 0 || types.includes('Ingress');
  return [...(ingress ? (['ingress'] as const) : []), ...(egress ? (['egress'] as const) : [])];
}

function directionVerdict(direction: Direction, connection: Connection, world: PolicyWorld): PolicyVerdict {
  const subject = direction === 'egress' ? connection.from : connection.to;
  const other = direction === 'egress' ? connection.to : connection.from;
  if (!('pod' in subject)) return { pass: true, isolating: [] };
  const isolating = isolatingPolicies(direction, subject.pod, world.policies);
  if (isolating.length === 0) return { pass: true, isolating };
  const fits = isolating
    .flatMap((policy) => rulesOf(policy, direction))
    .map((rule): Fit => ({ rule, peer: peersFit(rule, other, world.namespaces), port: portsFit(rule, connection) }));
  if (fits.some(({ peer, port }) => peer === true && port)) return { pass: true, isolating };
  const missing = (rule: PolicyRule): Decided[] => peerFields(rule, other, world.namespaces);
  return denied(direction, subject.pod, isolating, nearestFit(fits, missing), missing);
}

interface Fit {
  rule: PolicyRule;
  peer: boolean | undefined;
  port: boolean;
}

/**
 * A rule that may fit comes first, then one that fits but for the port, then those that lack the fewest labels: of equals one
 * that names the port is meant for it, or is of a policy for fewer pods.
 */
function nearestFit(fits: readonly Fit[], missing: (rule: PolicyRule) => Decided[]): Fit | undefined {
  const rank = ({ rule, peer, port }: Fit): number => {
    if (peer === undefined && port) return 0;
    if (peer === true) return 1;
    // A label is told by two fields, the selector's and the pod's.
    const lacks = Math.ceil(missing(rule).length / 2);
    return (port ? 2 : 1000) + lacks - (objectsIn(rule.ports).length > 0 ? 0.5 : 0) - selectivity(rule);
  };
  return [...fits].sort((a, b) => rank(a) - rank(b))[0];
}

const selectivity = ({ policy }: PolicyRule): number =>
  Object.keys(policy.spec?.podSelector?.matchLabels ?? {}).length > 0 ? 0.25 : 0;

function denied(
  direction: Direction,
  pod: Pod,
  isolating: NetworkPolicy[],
  best: Fit | undefined,
  missing: (rule: PolicyRule) => Decided[],
): PolicyVerdict {
  const reason = direction === 'egress' ? 'EgressDenied' : 'IngressDenied';
  const detail = `no rule allows this ${direction} of ${pod.metadata.namespace ?? ''}/${pod.metadata.name}`;
  if (best === undefined) {
    const by = isolating.map((policy) => decided(policy, `spec.${direction}`, policy.spec?.[direction]));
    return { ...fail(reason, detail, ...by), direction, isolating, nearest: undefined };
  }
  const { rule, peer, port } = best;
  const ports = port ? [] : [decided(rule.policy, `${rule.path}.ports`, rule.ports)];
  const by = [...ports, ...missing(rule)];
  const nearest = { policy: rule.policy, path: rule.path, peer: peer === true, port };
  const verdict = peer === undefined && port ? undecided(reason, detail, ...by) : fail(reason, detail, ...by);
  return { ...verdict, direction, isolating, nearest };
}
