/** What the words about an unschedulable pod name: the claim, the port, the taint, the selector, the resource. */
import type { Node, Pod } from '../../cluster/objects.ts';
import { objectsIn, stringMap, stringsIn } from '../../semantics/lenient.ts';
import { podRequests, resourceList } from '../../semantics/podResources.ts';
import { compareQuantities, formatQuantity, type Quantity } from '../../semantics/quantity.ts';
import type { FilterFailure, FilterName } from '../../semantics/scheduling/world.ts';
import { claimUses } from '../../semantics/volumeClaim.ts';
import type { Params } from '../finding.ts';
import { similarName } from '../objects/similar.ts';
import { known, type State } from '../state.ts';

type DetailState = State<'nodes' | 'persistentvolumeclaims'>;

/** Params for the words; only those that the deciding filter is about. */
export function details(
  pod: Pod,
  filter: FilterName,
  failures: readonly FilterFailure[],
  reasons: readonly string[],
  state: DetailState,
): Params {
  const by = failures[0]?.by[0];
  return {
    decided: by && `${by.object.kind} ${by.object.name} ${by.path} = ${by.value}`.slice(0, 200),
    ...(filter.startsWith('Volume') ? volume(pod, state) : {}),
    ...(filter === 'NodeAffinity' ? selector(pod, state.list('nodes')) : {}),
    ...(filter === 'NodePorts' ? { port: hostPorts(pod).join(', '), holder: holderOf(failures) } : {}),
    ...(filter === 'NodeResourcesFit' ? resource(pod, reasons, state.list('nodes')) : {}),
  };
}

function volume(pod: Pod, state: DetailState): Params {
  const claim = claimUses(pod)[0]?.claim;
  if (claim === undefined) return {};
  const found = known(state.find('persistentvolumeclaims', pod.metadata.namespace, claim));
  return { claim, volume: found?.spec?.volumeName };
}

const hostPorts = (pod: Pod): number[] =>
  objectsIn(pod.spec?.containers).flatMap(({ ports }) => objectsIn(ports).flatMap(({ hostPort }) => hostPort ?? []));

/** The pods that hold the port, each on its node. */
function holderOf(failures: readonly FilterFailure[]): string | undefined {
  const holders = failures.flatMap(({ by }) => by.slice(1)).filter(({ object }) => object.kind === 'Pod');
  const names = new Set(holders.map(({ object }) => `${object.namespace}/${object.name}`));
  return [...names].slice(0, 3).join(', ') || undefined;
}

/** The labels that are asked for, and what nodes have that could have been meant. */
export function selector(pod: Pod, nodes: readonly Node[]): Params {
  const wanted = wantedLabels(pod);
  const labels = nodes.map((node) => stringMap(node.metadata.labels));
  const missing = wanted.find(([key, value]) => !labels.some((one) => one[key] === value));
  const text = wanted.map(([key, value]) => `${key}=${value}`).join(', ');
  return { selector: text || 'nodeAffinity', near: missing && nearest(missing, labels) };
}

function wantedLabels(pod: Pod): [string, string][] {
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  const expressions = objectsIn(required?.nodeSelectorTerms).flatMap(({ matchExpressions }) =>
    objectsIn(matchExpressions)
      .filter(({ operator }) => operator === 'In')
      .flatMap(({ key, values }) => stringsIn(values).map((value): [string, string] => [key, value])),
  );
  return [...Object.entries(stringMap(pod.spec?.nodeSelector)), ...expressions].slice(0, 8);
}

/** The label of a node most like the one that none has: another value of its key, or a key spelt otherwise. */
function nearest([key, value]: [string, string], labels: readonly Record<string, string>[]): string | undefined {
  const values = [...new Set(labels.flatMap((one) => one[key] ?? []))].sort();
  if (values.length > 0) return `${key}=${similarName(value, values) ?? values.slice(0, 3).join('|')}`;
  const keys = [...new Set(labels.flatMap((one) => Object.keys(one)))].sort();
  const other = similarName(key, keys);
  const found = other && labels.find((one) => one[other] !== undefined)?.[other];
  return found === undefined ? undefined : `${other}=${found}`;
}

/** The resource that is lacking: how much is asked for, and the most that a node has at all where that is less. */
function resource(pod: Pod, reasons: readonly string[], nodes: readonly Node[]): Params {
  if (reasons.some((reason) => /^Too many pods/.test(reason))) return { resource: 'pods' };
  const named = reasons.flatMap((reason) => /^Insufficient (\S+)/.exec(reason)?.[1] ?? []);
  const requests = podRequests(pod);
  const lacking = [...requests].filter(([name]) => named.length === 0 || named.includes(name));
  const tooLarge = lacking.flatMap(([name, requested]) => {
    const most = largest(name, nodes);
    return nodes.length > 0 && compareQuantities(requested, most) > 0 ? [{ name, requested, most }] : [];
  });
  const [worst] = tooLarge;
  if (worst === undefined) return { resource: named[0], requested: amount(requests.get(named[0] ?? '')) };
  return { resource: worst.name, requested: amount(worst.requested), largest: amount(worst.most) };
}

const NONE: Quantity = { nano: 0n, format: 'DecimalSI' };
const amount = (quantity: Quantity | undefined): string | undefined => quantity && formatQuantity(quantity);

function largest(name: string, nodes: readonly Node[]): Quantity {
  return nodes
    .map((node) => resourceList(node.status?.allocatable).get(name) ?? NONE)
    .reduce((most, one) => (compareQuantities(one, most) > 0 ? one : most), NONE);
}

/** The extended resource (`vendor.com/name`) that no node has any of, where that is what is lacking. */
export function notAdvertised({ resource: name, largest: most }: Params): string | undefined {
  return typeof name === 'string' && name.includes('/') && most === '0' ? name : undefined;
}
