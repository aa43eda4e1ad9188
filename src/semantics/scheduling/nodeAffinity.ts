/** NodeName and NodeAffinity: `nodeName`, `nodeSelector` and required node affinity. */
import type { Node, Pod } from '../../cluster/objects.ts';
import { objectsIn, stringMap, stringsIn } from '../lenient.ts';
import { decided, fail } from '../verdict.ts';
import { isEmptyTerm, type NodeSelectorTerm, unmetRequirement } from './nodeSelector.ts';
import type { FilterFailure, NodeFilter } from './world.ts';

const AFFINITY = 'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms';

/** NodeName: a pod that names its node goes nowhere else. */
export function nodeName(pod: Pod): NodeFilter {
  const wanted = pod.spec?.nodeName;
  return (node) =>
    !wanted || wanted === node.metadata.name
      ? undefined
      : {
          ...fail('OtherNodeNamed', `the pod names node ${wanted}`, decided(pod, 'spec.nodeName', wanted)),
          filter: 'NodeName',
          messages: ["node(s) didn't match the requested node name"],
          preemptible: false,
        };
}

/** The required node affinity's terms; undefined where the pod has none. */
function termsOf(pod: Pod): NodeSelectorTerm[] | undefined {
  const required = pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  return required ? objectsIn(required.nodeSelectorTerms) : undefined;
}

/**
 * Pods that can only go to nodes that they name (as DaemonSet pods do): the scheduler leaves the other nodes out before it
 * asks any filter, and reports them in other words.
 */
export function namedNodesOnly(pod: Pod): NodeFilter {
  const terms = termsOf(pod);
  const named = terms === undefined ? undefined : namedNodes(terms);
  return (node) => (named === undefined || named.has(node.metadata.name) ? undefined : notNamed(pod, node, named));
}

/** Terms that name nodes and exclude each other, so that no node is left. */
export function affinityConflict(pod: Pod): FilterFailure | undefined {
  const terms = termsOf(pod);
  const named = terms === undefined ? undefined : namedNodes(terms);
  if (named === undefined || named.size > 0) return undefined;
  const detail = 'the terms of the required node affinity name no node together';
  return {
    ...failure('NodeAffinityConflict', detail, decided(pod, AFFINITY, terms)),
    messages: ['pod affinity terms conflict'],
  };
}

/** NodeAffinity: `nodeSelector` and required node affinity must both match. */
export function nodeAffinity(pod: Pod): NodeFilter {
  const selector = Object.entries(stringMap(pod.spec?.nodeSelector));
  const terms = termsOf(pod);
  return (node) => {
    const labels = stringMap(node.metadata.labels);
    const miss = selector.find(([key, value]) => labels[key] !== value);
    if (miss !== undefined) return selectorMiss(pod, node, miss[0], miss[1]);
    return terms === undefined ? undefined : termsMiss(pod, node, terms);
  };
}

/** Whether a pod meets the node's labels and name; what topology spread counts as an eligible node. */
export function matchesNodeAffinity(pod: Pod): (node: Node) => boolean {
  const filter = nodeAffinity(pod);
  return (node) => filter(node) === undefined;
}

/** Nodes that the terms name, where every term names some (as DaemonSet pods do); undefined where some term does not. */
function namedNodes(terms: readonly NodeSelectorTerm[]): Set<string> | undefined {
  const names = new Set<string>();
  for (const term of terms) {
    const lists = objectsIn(term.matchFields)
      .filter(({ key, operator }) => key === 'metadata.name' && operator === 'In')
      .map(({ values }) => stringsIn(values));
    const [first, ...others] = lists;
    if (first === undefined) return undefined;
    for (const name of first) if (others.every((list) => list.includes(name))) names.add(name);
  }
  return terms.length > 0 ? names : undefined;
}

function failure(...parts: Parameters<typeof fail>): FilterFailure {
  return {
    ...fail(...parts),
    filter: 'NodeAffinity',
    messages: ["node(s) didn't match Pod's node affinity/selector"],
    preemptible: false,
  };
}

function selectorMiss(pod: Pod, node: Node, key: string, value: string): FilterFailure {
  const actual = node.metadata.labels?.[key];
  const has = actual === undefined ? 'has no such label' : `has ${key}=${actual}`;
  return failure(
    'NodeSelectorMismatch',
    `the pod selects nodes with ${key}=${value}; node ${node.metadata.name} ${has}`,
    decided(pod, `spec.nodeSelector.${key}`, value),
    decided(node, `metadata.labels.${key}`, actual),
  );
}

function notNamed(pod: Pod, node: Node, named: ReadonlySet<string>): FilterFailure {
  const detail = `node ${node.metadata.name} is not among the nodes that the pod names`;
  return {
    ...failure('NodeAffinityMismatch', detail, decided(pod, AFFINITY, [...named])),
    messages: ["node(s) didn't satisfy plugin(s) [NodeAffinity]"],
  };
}

function termsMiss(pod: Pod, node: Node, terms: readonly NodeSelectorTerm[]): FilterFailure | undefined {
  const misses = terms.map((term) => (isEmptyTerm(term) ? 'empty' : unmetRequirement(term, node)));
  if (misses.includes(undefined)) return undefined;
  const index = misses.findIndex((miss) => miss !== 'empty');
  const miss = misses[index];
  if (miss === undefined || miss === 'empty') {
    return failure('NodeAffinityMismatch', 'the required node affinity selects nothing', decided(pod, AFFINITY, terms));
  }
  const { key, operator, values } = miss.requirement;
  const actual = miss.list === 'matchFields' ? node.metadata.name : node.metadata.labels?.[key];
  return failure(
    'NodeAffinityMismatch',
    `the pod requires ${key} ${operator} [${stringsIn(values).join(', ')}]; node ${node.metadata.name} has ${actual ?? 'no such label'}`,
    decided(pod, `${AFFINITY}[${index}].${miss.list}[${miss.index}]`, miss.requirement),
    decided(node, miss.list === 'matchFields' ? 'metadata.name' : `metadata.labels.${key}`, actual),
  );
}
