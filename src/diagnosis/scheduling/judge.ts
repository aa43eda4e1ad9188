/** The scheduler's rules over the nodes that were read: what turns the pod away, and which constraint lifted alone would help. */
import type { Node, Pod } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { allFailures, filterFor } from '../../semantics/scheduling/verdict.ts';
import { type Relaxation, whatIf } from '../../semantics/scheduling/whatIf.ts';
import {
  type FilterFailure,
  type FilterName,
  type IndexedWorld,
  indexWorld,
} from '../../semantics/scheduling/world.ts';
import { claimUses } from '../../semantics/volumeClaim.ts';
import type { State } from '../state.ts';

export const JUDGE_KINDS = [
  'pods',
  'nodes',
  'namespaces',
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses',
] as const;
type JudgeState = State<(typeof JUDGE_KINDS)[number]>;

export interface Judged {
  /** Every refusal of every node that ordinary pods may use. */
  failures: FilterFailure[];
  relaxations: Relaxation[];
  /** Nodes that would take the pod but for the trouble that they themselves are in. */
  troubled: Node[];
  /** All pods of the cluster were read, so that what a node has left is known. */
  exact: boolean;
}

/** Taints that the control plane sets on a node in trouble. Source: `node_lifecycle_controller.go`, cloud node controller. */
export const TROUBLE =
  /^node\.(?:kubernetes\.io\/(?:not-ready|unreachable|(?:disk|memory|pid)-pressure|network-unavailable|out-of-service)|cloudprovider\.kubernetes\.io\/(?:uninitialized|shutdown))$/;
/** Taints that keep ordinary pods off a node by design. */
export const BY_DESIGN =
  /node-role\.kubernetes\.io\/(?:control-plane|master)|node\.kubernetes\.io\/(?:not-ready|unreachable)/;

/** Asking what would help costs a verdict for every constraint and node. */
const MAX_WHAT_IF = 200;

/** Nothing where the nodes were not read. */
export function judge(pod: Pod, state: JudgeState): Judged {
  const nodes = state.list('nodes');
  const exact = state.complete('pods');
  if (nodes.length === 0 || !state.complete('nodes')) return { failures: [], relaxations: [], troubled: [], exact };
  const world = worldOf(pod, state);
  const refusals = allFailures(pod, world);
  const taken = filterFor(toleratingTrouble(pod), world);
  return {
    failures: nodes.filter((node) => !isReserved(node)).flatMap(refusals),
    relaxations: nodes.length > MAX_WHAT_IF ? [] : whatIf(pod, world),
    troubled: nodes.filter((node) => troublesOf(node).length > 0 && taken(node) === undefined),
    exact,
  };
}

/** One index for all pods that wait: those are placed nowhere, so none of them is in its own way. */
function worldOf(pod: Pod, state: JudgeState): IndexedWorld {
  const claims = claimUses(pod).length > 0;
  if (claims) state.list('persistentvolumeclaims', pod.metadata.namespace);
  return state.memo(`judge:world:${claims}`, () =>
    indexWorld({
      nodes: state.list('nodes'),
      pods: state.list('pods'),
      namespaces: state.list('namespaces'),
      persistentvolumeclaims: state.list('persistentvolumeclaims'),
      ...(claims
        ? { persistentvolumes: state.list('persistentvolumes'), storageclasses: state.list('storageclasses') }
        : {}),
    }),
  );
}

/** The taints of a node that say that it is in trouble and keep new pods off it. */
export const troublesOf = (node: Node) =>
  objectsIn(node.spec?.taints).filter(({ key, effect }) => effect !== 'PreferNoSchedule' && TROUBLE.test(key));

const isReserved = (node: Node): boolean =>
  objectsIn(node.spec?.taints).some(({ key, effect }) => effect !== 'PreferNoSchedule' && BY_DESIGN.test(key));

const TROUBLE_KEYS = [
  ...['not-ready', 'unreachable', 'disk-pressure', 'memory-pressure', 'pid-pressure', 'network-unavailable'].map(
    (name) => `node.kubernetes.io/${name}`,
  ),
  'node.kubernetes.io/out-of-service',
  'node.cloudprovider.kubernetes.io/uninitialized',
  'node.cloudprovider.kubernetes.io/shutdown',
];

function toleratingTrouble(pod: Pod): Pod {
  const tolerations = TROUBLE_KEYS.map((key) => ({ key, operator: 'Exists' as const }));
  return {
    ...pod,
    spec: { containers: [], ...pod.spec, tolerations: [...objectsIn(pod.spec?.tolerations), ...tolerations] },
  };
}

/** Which filter decides where several turn nodes away: what somebody wrote about this pod before what the cluster lacks. */
const ORDER: readonly FilterName[] = [
  'SchedulingGates',
  'VolumeZone',
  'VolumeBinding',
  'NodeVolumeLimits',
  'VolumeRestrictions',
  'NodePorts',
  'PodTopologySpread',
  'InterPodAffinity',
  'NodeAffinity',
  'NodeResourcesFit',
  'TaintToleration',
  'NodeUnschedulable',
  'NodeName',
];

/** Of the filters in the message, or failing that of the verdicts, the one that decides. */
export function deciding(said: readonly FilterName[], { failures, relaxations }: Judged): FilterName | undefined {
  const named = said.length > 0 ? said : failures.map(({ filter }) => filter);
  const helping = ORDER.filter(
    (filter) =>
      named.includes(filter) &&
      relaxations.some(({ constraint, fits }) => fits.length > 0 && concerns(filter, constraint.path)),
  );
  return helping[0] ?? ORDER.find((filter) => named.includes(filter));
}

const FIELDS: Readonly<Partial<Record<FilterName, RegExp>>> = {
  SchedulingGates: /schedulingGates/,
  NodeUnschedulable: /spec\.unschedulable/,
  TaintToleration: /spec\.taints/,
  NodeAffinity: /nodeSelector|nodeAffinity/,
  NodePorts: /hostPort/,
  NodeResourcesFit: /resources|requests/,
  PodTopologySpread: /topologySpread/,
  InterPodAffinity: /podAffinity|podAntiAffinity/,
  VolumeBinding: /volumes/,
  VolumeZone: /volumes/,
};

/** Whether lifting this field is lifting what the filter looks at. */
export const concerns = (filter: FilterName, path: string): boolean => FIELDS[filter]?.test(path) ?? false;
