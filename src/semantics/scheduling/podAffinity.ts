/** InterPodAffinity: required pod affinity and anti-affinity, of the pod and of the pods that already run. */
import type { Affinity, LabelSelector, Namespace, Node, Pod } from '../../cluster/objects.ts';
import { selectorMatches } from '../labelSelector.ts';
import { objectsIn, stringMap, stringsIn } from '../lenient.ts';
import { decided, fail } from '../verdict.ts';
import type { FilterFailure, IndexedWorld, NodeFilter } from './world.ts';

type PodAffinityTerm = NonNullable<
  NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']
>[number];

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const AFFINITY = `spec.affinity.podAffinity.${REQUIRED}`;
const ANTI = `spec.affinity.podAntiAffinity.${REQUIRED}`;

function affinityTerms(pod: Pod): PodAffinityTerm[] {
  return objectsIn(pod.spec?.affinity?.podAffinity?.[REQUIRED]);
}

function antiAffinityTerms(pod: Pod): PodAffinityTerm[] {
  return objectsIn(pod.spec?.affinity?.podAntiAffinity?.[REQUIRED]);
}

/** Whether a term of `owner` selects `pod`: namespace (its own where none is named) and labels. */
function termSelects(
  term: PodAffinityTerm,
  owner: Pod,
  pod: Pod,
  namespaces: readonly Namespace[] | undefined,
): boolean {
  const named = stringsIn(term.namespaces);
  const home = pod.metadata.namespace ?? 'default';
  const byName =
    named.includes(home) ||
    (named.length === 0 && !term.namespaceSelector && home === (owner.metadata.namespace ?? 'default'));
  if (!byName && !namespaceSelected(term.namespaceSelector, home, namespaces)) return false;
  return selectorMatches(withLabelKeys(term, owner), pod.metadata.labels);
}

function namespaceSelected(
  selector: LabelSelector | undefined,
  name: string,
  known: readonly Namespace[] | undefined,
): boolean {
  if (!selector) return false;
  const namespace = known?.find(({ metadata }) => metadata.name === name);
  return selectorMatches(selector, { 'kubernetes.io/metadata.name': name, ...stringMap(namespace?.metadata.labels) });
}

// The API server merges these keys into the selector when a pod is made; a template still has them beside it.
function withLabelKeys(term: PodAffinityTerm, owner: Pod): LabelSelector | undefined {
  if (!term.labelSelector) return undefined;
  const labels = stringMap(owner.metadata.labels);
  const demand = (keys: unknown, operator: string) =>
    stringsIn(keys)
      .filter((key) => labels[key] !== undefined)
      .map((key) => ({ key, operator, values: [labels[key] ?? ''] }));
  const extra = [...demand(term.matchLabelKeys, 'In'), ...demand(term.mismatchLabelKeys, 'NotIn')];
  if (extra.length === 0) return term.labelSelector;
  return { ...term.labelSelector, matchExpressions: [...objectsIn(term.labelSelector.matchExpressions), ...extra] };
}

/** Counts by `topologyKey` and the value that the node of a matching pod has for it. */
type Domains = Map<string, { count: number; example: Pod }>;

const domainKey = (key: string, value: string): string => `${key}\u0000${value}`;

function enter(domains: Domains, term: PodAffinityTerm, node: Node, pod: Pod): void {
  const value = node.metadata.labels?.[term.topologyKey];
  if (value === undefined) return;
  const key = domainKey(term.topologyKey, value);
  const known = domains.get(key);
  domains.set(key, { count: (known?.count ?? 0) + 1, example: known?.example ?? pod });
}

function domainsOf(world: IndexedWorld, visit: (pod: Pod, node: Node, domains: Domains) => void): Domains {
  const domains: Domains = new Map();
  for (const [name, pods] of world.podsByNode) {
    const node = world.nodesByName.get(name);
    if (node === undefined) continue;
    for (const pod of pods) visit(pod, node, domains);
  }
  return domains;
}

function failure(reason: string, message: string, ...rest: [string, ...ReturnType<typeof decided>[]]): FilterFailure {
  const [detail, ...by] = rest;
  return { ...fail(reason, detail, ...by), filter: 'InterPodAffinity', messages: [message], preemptible: true };
}

/** The pod's own affinity: every term needs a matching pod in the node's domain; the first of a group may start alone. */
function requiredAffinity(pod: Pod, world: IndexedWorld): NodeFilter {
  const terms = affinityTerms(pod);
  if (terms.length === 0) return () => undefined;
  const matchesAll = (candidate: Pod): boolean =>
    terms.every((term) => termSelects(term, pod, candidate, world.namespaces));
  const domains = domainsOf(world, (other, node, into) => {
    if (matchesAll(other)) for (const term of terms) enter(into, term, node, other);
  });
  const firstOfGroup = domains.size === 0 && matchesAll(pod);
  return (node) => {
    const labels = stringMap(node.metadata.labels);
    const index = terms.findIndex(({ topologyKey }) => {
      const value = labels[topologyKey];
      return value === undefined || (!firstOfGroup && !domains.has(domainKey(topologyKey, value)));
    });
    const term = terms[index];
    if (term === undefined) return undefined;
    const lacksLabel = labels[term.topologyKey] === undefined;
    return {
      ...failure(
        lacksLabel ? 'TopologyLabelMissing' : 'PodAffinityUnmet',
        "node(s) didn't match pod affinity rules",
        lacksLabel
          ? `node ${node.metadata.name} has no label ${term.topologyKey}`
          : `no pod that the affinity selects runs where ${term.topologyKey}=${labels[term.topologyKey]}`,
        decided(pod, `${AFFINITY}[${index}].labelSelector`, term.labelSelector),
        decided(node, `metadata.labels.${term.topologyKey}`, labels[term.topologyKey]),
      ),
      preemptible: false,
    };
  };
}

/** The pod's own anti-affinity: no term may match a pod in the node's domain. */
function requiredAntiAffinity(pod: Pod, world: IndexedWorld): NodeFilter {
  const terms = antiAffinityTerms(pod);
  if (terms.length === 0) return () => undefined;
  const perTerm = terms.map((term) =>
    domainsOf(world, (other, node, into) => {
      if (termSelects(term, pod, other, world.namespaces)) enter(into, term, node, other);
    }),
  );
  return (node) => {
    for (const [index, term] of terms.entries()) {
      const value = node.metadata.labels?.[term.topologyKey];
      const found = value === undefined ? undefined : perTerm[index]?.get(domainKey(term.topologyKey, value));
      if (found === undefined) continue;
      return failure(
        'PodAntiAffinity',
        "node(s) didn't match pod anti-affinity rules",
        `pod ${found.example.metadata.name}, which the anti-affinity selects, already runs where ${term.topologyKey}=${value}`,
        decided(pod, `${ANTI}[${index}].labelSelector`, term.labelSelector),
        decided(found.example, 'metadata.labels', found.example.metadata.labels),
      );
    }
    return undefined;
  };
}

/** Anti-affinity of pods that run: it keeps the new pod away from their domains. */
function existingAntiAffinity(pod: Pod, world: IndexedWorld): NodeFilter {
  const domains: Domains = new Map();
  for (const other of world.antiAffine) {
    const node = world.nodesByName.get(other.spec?.nodeName ?? '');
    if (node === undefined) continue;
    const terms = antiAffinityTerms(other).filter((term) => termSelects(term, other, pod, world.namespaces));
    for (const term of terms) enter(domains, term, node, other);
  }
  if (domains.size === 0) return () => undefined;
  return (node) => {
    for (const [key, value] of Object.entries(stringMap(node.metadata.labels))) {
      const found = domains.get(domainKey(key, value));
      if (found === undefined) continue;
      return failure(
        'ExistingPodAntiAffinity',
        "node(s) didn't satisfy existing pods anti-affinity rules",
        `pod ${found.example.metadata.name} runs where ${key}=${value} and its anti-affinity selects this pod`,
        decided(found.example, ANTI, antiAffinityTerms(found.example)),
        decided(pod, 'metadata.labels', pod.metadata.labels),
      );
    }
    return undefined;
  };
}

/** InterPodAffinity: affinity, then anti-affinity, then that of running pods, as the scheduler asks. */
export function interPodAffinity(pod: Pod, world: IndexedWorld): NodeFilter {
  const filters = [requiredAffinity(pod, world), requiredAntiAffinity(pod, world), existingAntiAffinity(pod, world)];
  return (node) => {
    for (const filter of filters) {
      const found = filter(node);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
