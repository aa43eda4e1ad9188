/**
 * One rule of a NetworkPolicy against one connection: do its peers and its ports fit, and if not, by which field.
 * https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors
 */
import type {
  LabelSelector,
  Namespace,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  Pod,
} from '../cluster/objects.ts';
import { cidrContains } from './ip.ts';
import { requirementsOf, selectorDifference, selectorMatches } from './labelSelector.ts';
import { objectsIn, stringMap, stringsIn, textIn } from './lenient.ts';
import { declaredPorts } from './servicePort.ts';
import { type Decided, decided } from './verdict.ts';

/** One end of a connection: a pod, or an address that is no pod's. */
export type Party = { pod: Pod } | { ip: string };

/** A connection as it arrives: for a Service, the pod and its own port, after the Service's address was translated. */
export interface Connection {
  from: Party;
  to: Party;
  port: number;
  protocol: 'TCP' | 'UDP' | 'SCTP';
}

export type Direction = 'egress' | 'ingress';

/** A rule with the policy that it stands in. No peers: everybody; no ports: all ports. */
export interface PolicyRule {
  policy: NetworkPolicy;
  peers: NetworkPolicyPeer[];
  ports: NetworkPolicyPort[];
  /** Such as `spec.ingress[0]`. */
  path: string;
  /** `from` or `to`. */
  side: 'from' | 'to';
}

/** The rules of a policy for one direction. */
export function rulesOf(policy: NetworkPolicy, direction: Direction): PolicyRule[] {
  const { spec } = policy;
  const rules =
    direction === 'ingress'
      ? objectsIn(spec?.ingress).map(({ from, ports }) => ({ peers: objectsIn(from), ports: objectsIn(ports) }))
      : objectsIn(spec?.egress).map(({ to, ports }) => ({ peers: objectsIn(to), ports: objectsIn(ports) }));
  const side = direction === 'ingress' ? 'from' : 'to';
  return rules.map((rule, index) => ({ ...rule, policy, path: `spec.${direction}[${index}]`, side }));
}

/** Whether a rule lets this party; undefined where that hangs on labels of a namespace that was not read. */
export function peersFit(rule: PolicyRule, party: Party, namespaces: readonly Namespace[]): boolean | undefined {
  if (rule.peers.length === 0) return true;
  const fits = rule.peers.map((peer) => peerFits(peer, rule.policy, party, namespaces));
  return fits.includes(true) ? true : fits.includes(undefined) ? undefined : false;
}

function peerFits(
  { ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer,
  policy: NetworkPolicy,
  party: Party,
  namespaces: readonly Namespace[],
): boolean | undefined {
  if (ipBlock) return addressesOf(party).some((ip) => blockHolds(ipBlock, ip));
  // A pod in the host network has the node's identity, not its own.
  if (!('pod' in party) || party.pod.spec?.hostNetwork === true) return false;
  if (!namespaceSelector && !podSelector) return false;
  const { namespace, labels } = party.pod.metadata;
  if (podSelector && !selectorMatches(podSelector, labels)) return false;
  return namespaceSelector
    ? namespaceFits(namespaceSelector, namespace, namespaces)
    : namespace === policy.metadata.namespace;
}

function blockHolds({ cidr, except }: { cidr?: string; except?: string[] }, ip: string): boolean {
  return cidrContains(cidr, ip) && !stringsIn(except).some((hole) => cidrContains(hole, ip));
}

function namespaceFits(
  selector: LabelSelector,
  name: string | undefined,
  namespaces: readonly Namespace[],
): boolean | undefined {
  const labels = namespaceLabels(name, namespaces);
  const differences = selectorDifference(requirementsOf(selector), labels.known);
  if (labels.complete) return differences.length === 0;
  const others = requirementsOf(selector).filter(({ key }) => key !== NAME_LABEL);
  if (differences.some(({ requirement }) => requirement.key === NAME_LABEL)) return false;
  return others.length === 0 ? true : undefined;
}

const NAME_LABEL = 'kubernetes.io/metadata.name';

function namespaceLabels(name: string | undefined, namespaces: readonly Namespace[]) {
  const found = namespaces.find(({ metadata }) => metadata.name === name);
  const known = { ...stringMap(found?.metadata.labels), [NAME_LABEL]: name ?? '' };
  return { known, complete: found !== undefined };
}

/** All addresses of a party. */
export function addressesOf(party: Party): string[] {
  if ('ip' in party) return [party.ip];
  const { status } = party.pod;
  const all = [status?.podIP, ...objectsIn(status?.podIPs).map(({ ip }) => ip)];
  return [...new Set(all.flatMap((ip) => textIn(ip) ?? []))];
}

/** Whether a rule lets this port. A name means the port that the destination pod declares under it. */
export function portsFit({ ports }: PolicyRule, connection: Connection): boolean {
  return ports.length === 0 || ports.some((port) => portFits(port, connection));
}

function portFits({ port, endPort, protocol }: NetworkPolicyPort, connection: Connection): boolean {
  if ((protocol ?? 'TCP') !== connection.protocol) return false;
  if (port === undefined || port === null) return true;
  if (typeof port === 'number') return connection.port >= port && connection.port <= (endPort ?? port);
  if (/^\d+$/.test(port)) return connection.port === Number(port);
  if (!('pod' in connection.to)) return false;
  return declaredPorts(connection.to.pod).some(
    (declared) =>
      declared.name === port && declared.protocol === connection.protocol && declared.port === connection.port,
  );
}

/** The fields that keep a rule's peers from fitting, for the peer with the fewest of them; empty where a peer fits. */
export function peerFields(rule: PolicyRule, party: Party, namespaces: readonly Namespace[]): Decided[] {
  if (peersFit(rule, party, namespaces) === true) return [];
  const options = rule.peers.map((peer, index) => ({
    fields: fieldsOfPeer(rule, peer, `${rule.path}.${rule.side}[${index}]`, party, namespaces),
    // A peer that speaks of namespaces is meant for those of others.
    local: peer.namespaceSelector === undefined,
  }));
  const cost = ({ fields, local }: (typeof options)[number]): number =>
    Math.ceil(fields.length / 2) + (local ? 0.5 : 0);
  return options.sort((a, b) => cost(a) - cost(b))[0]?.fields ?? [];
}

function fieldsOfPeer(
  { policy }: PolicyRule,
  peer: NetworkPolicyPeer,
  path: string,
  party: Party,
  namespaces: readonly Namespace[],
): Decided[] {
  if (peer.ipBlock || !('pod' in party)) return [decided(policy, path, peer)];
  const { pod } = party;
  const { namespace } = pod.metadata;
  const fields = selectorFields(policy, peer.podSelector, `${path}.podSelector`, pod.metadata.labels).flatMap(
    ({ field, key }) => [field, decided(pod, `metadata.labels.${key}`, stringMap(pod.metadata.labels)[key])],
  );
  if (!peer.namespaceSelector) {
    const local = namespace === policy.metadata.namespace;
    return local ? fields : [decided(policy, `${path}.namespaceSelector`, undefined), ...fields];
  }
  const home = namespaces.find(({ metadata }) => metadata.name === namespace);
  const labels: Record<string, string> = namespaceLabels(namespace, namespaces).known;
  const outer = selectorFields(policy, peer.namespaceSelector, `${path}.namespaceSelector`, labels).flatMap(
    ({ field, key }) => (home ? [field, decided(home, `metadata.labels.${key}`, labels[key])] : [field]),
  );
  return [...outer, ...fields];
}

function selectorFields(
  policy: NetworkPolicy,
  selector: LabelSelector | undefined,
  path: string,
  labels: unknown,
): { field: Decided; key: string }[] {
  return selectorDifference(requirementsOf(selector ?? {}), labels).map(({ requirement }) => {
    const { path: within, values, operator, key } = requirement;
    const value = within.startsWith('matchLabels') ? values[0] : { key, operator, values };
    return { field: decided(policy, `${path}.${within}`, value), key };
  });
}
