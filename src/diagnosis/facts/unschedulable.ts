/**
 * Pods that no node takes: the filter that turns away the nodes which could take them, by the scheduler's own message and by
 * its rules node by node; confirmed where lifting one constraint alone makes some node fit.
 */
import type { Node, Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { parseFailedScheduling } from '../../semantics/scheduling/message.ts';
import { allFailures } from '../../semantics/scheduling/verdict.ts';
import { type Relaxation, whatIf } from '../../semantics/scheduling/whatIf.ts';
import { type FilterFailure, type FilterName, indexWorld } from '../../semantics/scheduling/world.ts';
import { claimUses } from '../../semantics/volumeClaim.ts';
import { eventEvidence, specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';

const NEEDS = [
  ...WORKLOAD_KINDS,
  'nodes',
  'events',
  'namespaces',
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses',
] as const;
type SchedulingState = State<(typeof NEEDS)[number]>;

const CODE: Readonly<Record<FilterName, Code>> = {
  SchedulingGates: 'SchedulingGated',
  NodeUnschedulable: 'NodesCordoned',
  NodeName: 'NodeSelectorUnmatched',
  TaintToleration: 'TaintNotTolerated',
  NodeAffinity: 'NodeSelectorUnmatched',
  NodePorts: 'HostPortConflict',
  NodeResourcesFit: 'InsufficientResources',
  VolumeRestrictions: 'VolumeNodeConflict',
  NodeVolumeLimits: 'VolumeNodeConflict',
  VolumeBinding: 'VolumeNodeConflict',
  VolumeZone: 'VolumeNodeConflict',
  PodTopologySpread: 'SpreadUnsatisfiable',
  InterPodAffinity: 'PodAffinityUnsatisfiable',
};

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
/** Taints that keep ordinary pods off a node by design. */
const BY_DESIGN = /node-role\.kubernetes\.io\/(?:control-plane|master)|node\.kubernetes\.io\/(?:not-ready|unreachable)/;
const SETTLES_WITHIN_MS = 30_000;

export default defineFact({
  id: 'unschedulable',
  needs: NEEDS,
  find(state) {
    const perWorkload = Map.groupBy(
      state.list('pods').filter((pod) => isWaiting(pod, state.now)),
      (pod) => refKey(workloadOf(pod, state)),
    );
    return [...perWorkload.values()].flatMap((pods) => findingOf(pods, state));
  },
});

function isWaiting({ spec, status, metadata }: Pod, now: number): boolean {
  if (status?.phase !== 'Pending' || spec?.nodeName || metadata.deletionTimestamp !== undefined) return false;
  return now - Date.parse(metadata.creationTimestamp ?? '') > SETTLES_WITHIN_MS;
}

function findingOf(pods: readonly Pod[], state: SchedulingState): Finding[] {
  const [pod] = pods;
  if (pod === undefined) return [];
  const said = whatTheSchedulerSays(pod, state);
  const parsed = parseFailedScheduling(said.message);
  // A claim that is missing or unbound has a finding of its own, with its reason.
  if (/unbound immediate PersistentVolumeClaims|persistentvolumeclaim ".*" not found/i.test(said.message ?? ''))
    return [];
  const judged = judge(pod, state);
  const filter =
    parsed.before?.filter ??
    deciding(
      parsed.reasons.flatMap((reason) => (BY_DESIGN.test(reason.reason) ? [] : (reason.filter ?? []))),
      judged,
    );
  if (filter === undefined) return said.message === undefined ? notScheduled(pods, state) : [];
  const failures = judged.failures.filter((failure) => failure.filter === filter);
  const relaxed = judged.relaxations.filter(
    ({ constraint, fits }) => fits.length > 0 && concerns(filter, constraint.path),
  );
  return [
    {
      code: CODE[filter],
      subject: workloadOf(pod, state),
      confidence: said.message === undefined && relaxed.length === 0 ? 'likely' : 'confirmed',
      params: {
        pod: pod.metadata.name,
        count: pods.length,
        nodes: parsed.total ?? (state.list('nodes').length || undefined),
        reasons:
          parsed.reasons.map(({ count, reason }) => `${count} ${reason}`).join(', ') ||
          parsed.before?.reason ||
          failures[0]?.detail,
        field: relaxed[0] && `${relaxed[0].constraint.path} = ${relaxed[0].constraint.value}`.slice(0, 200),
        fits: relaxed[0]?.fits.slice(0, 3).join(', '),
        ...details(pod, filter, failures, state),
      },
      evidence: [...said.evidence, ...proof(failures, relaxed)],
      since:
        pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.lastTransitionTime ??
        pod.metadata.creationTimestamp,
      affects: affectedBy(pods, 'scheduledBy', state),
    },
  ];
}

function whatTheSchedulerSays(pod: Pod, state: SchedulingState): { message: string | undefined; evidence: Evidence[] } {
  const condition = pod.status?.conditions?.find(({ type, status }) => type === 'PodScheduled' && status === 'False');
  if (condition?.message !== undefined) {
    return {
      message: condition.message,
      evidence: [
        statusEvidence(pod, 'status.conditions[PodScheduled].message', condition.message, condition.lastTransitionTime),
      ],
    };
  }
  const event = state.events({ kind: 'Pod', ...pod.metadata }).findLast(({ reason }) => reason === 'FailedScheduling');
  return { message: event?.message, evidence: event === undefined ? [] : [eventEvidence(event)] };
}

interface Judged {
  failures: FilterFailure[];
  relaxations: Relaxation[];
}

/** The scheduler's rules over the nodes that were read; nothing where they were not. */
function judge(pod: Pod, state: SchedulingState): Judged {
  const nodes = state.list('nodes');
  if (nodes.length === 0 || !state.complete('nodes')) return { failures: [], relaxations: [] };
  const world = indexWorld({
    nodes,
    pods: state.list('pods').filter((other) => other !== pod),
    namespaces: state.list('namespaces'),
    persistentvolumeclaims: state.list('persistentvolumeclaims', pod.metadata.namespace),
    ...(claimUses(pod).length === 0
      ? {}
      : { persistentvolumes: state.list('persistentvolumes'), storageclasses: state.list('storageclasses') }),
  });
  const candidates = nodes.filter((node) => !isReserved(node));
  return {
    failures: candidates.flatMap((node) => allFailures(pod, world, node)),
    relaxations: nodes.length > MAX_WHAT_IF ? [] : whatIf(pod, world),
  };
}

/** Asking what would help costs a verdict for every constraint and node. */
const MAX_WHAT_IF = 200;

const isReserved = (node: Node): boolean =>
  (node.spec?.taints ?? []).some(({ key, effect }) => effect !== 'PreferNoSchedule' && BY_DESIGN.test(key));

/** Of the filters in the message, or failing that of the verdicts, the one that decides. */
function deciding(said: readonly FilterName[], { failures, relaxations }: Judged): FilterName | undefined {
  const named = said.length > 0 ? said : failures.map(({ filter }) => filter);
  const helping = ORDER.filter(
    (filter) =>
      named.includes(filter) &&
      relaxations.some(({ constraint, fits }) => fits.length > 0 && concerns(filter, constraint.path)),
  );
  return helping[0] ?? ORDER.find((filter) => named.includes(filter));
}

/** Whether lifting this field is lifting what the filter looks at. */
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
const concerns = (filter: FilterName, path: string): boolean => FIELDS[filter]?.test(path) ?? false;

/** What the words of a code need besides: the claim, the port, the taint, the selector. */
function details(
  pod: Pod,
  filter: FilterName,
  failures: readonly FilterFailure[],
  state: SchedulingState,
): Record<string, string | undefined> {
  const by = failures[0]?.by[0];
  const claim = claimUses(pod)[0]?.claim;
  const volume =
    claim === undefined
      ? undefined
      : known(state.find('persistentvolumeclaims', pod.metadata.namespace, claim))?.spec?.volumeName;
  const selector = Object.entries(pod.spec?.nodeSelector ?? {})
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
  const ports = (pod.spec?.containers ?? []).flatMap((container) =>
    (container.ports ?? []).flatMap(({ hostPort }) => hostPort ?? []),
  );
  return {
    decided: by && `${by.object.kind} ${by.object.name} ${by.path} = ${by.value}`.slice(0, 200),
    ...(filter.startsWith('Volume') ? { claim, volume } : {}),
    ...(filter === 'NodeAffinity' ? { selector: selector || 'nodeAffinity' } : {}),
    ...(filter === 'NodePorts' ? { port: ports.join(', ') } : {}),
  };
}

function proof(failures: readonly FilterFailure[], relaxed: readonly Relaxation[]): Evidence[] {
  const decided = [...relaxed.map(({ constraint }) => constraint), ...failures.flatMap(({ by }) => by)].filter(
    ({ value }) => value !== '' && value.length < 400,
  );
  return decided
    .slice(0, 5)
    .map(({ object, path, value }) =>
      path.startsWith('status') ? statusEvidence(object, path, value) : specEvidence(object, path, value),
    );
}

/** Long enough for any scheduler that runs to have said something. */
const SILENT_MS = 5 * 60_000;

/** No condition and no event: nobody schedules it. */
function notScheduled(pods: readonly Pod[], state: SchedulingState): Finding[] {
  const [pod] = pods;
  if (pod === undefined || state.now - Date.parse(pod.metadata.creationTimestamp ?? '') < SILENT_MS) return [];
  const scheduler = pod.spec?.schedulerName ?? 'default-scheduler';
  return [
    {
      code: 'NotScheduled',
      subject: workloadOf(pod, state),
      confidence: 'likely',
      params: { scheduler, pod: pod.metadata.name },
      evidence: [statusEvidence(pod, 'status.phase', 'Pending'), specEvidence(pod, 'spec.schedulerName', scheduler)],
      since: pod.metadata.creationTimestamp,
      affects: affectedBy(pods, 'scheduledBy', state),
    },
  ];
}
