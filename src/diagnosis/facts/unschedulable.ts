/**
 * Pods that no node takes: the filter that turns away the nodes which could take them, by the scheduler's own message and by
 * its rules node by node; confirmed where lifting one constraint alone makes some node fit.
 */
import type { Event, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { parseFailedScheduling, type ReasonCount } from '../../semantics/scheduling/message.ts';
import type { Relaxation } from '../../semantics/scheduling/whatIf.ts';
import type { FilterFailure, FilterName } from '../../semantics/scheduling/world.ts';
import { eventEvidence, specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { isPlaceholder } from '../objects/onPurpose.ts';
import { affectedBy, WORKLOAD_KINDS, workloadObject, workloadOf } from '../objects/workloads.ts';
import type { Evidence } from '../result.ts';
import { details, notAdvertised } from '../scheduling/details.ts';
import { BY_DESIGN, concerns, deciding, JUDGE_KINDS, type Judged, judge } from '../scheduling/judge.ts';
import { nodeEdit } from '../scheduling/nodeEdit.ts';
import { notScheduled, refusedOtherwise } from '../scheduling/otherwise.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';

const NEEDS = [...WORKLOAD_KINDS, ...JUDGE_KINDS, 'events'] as const;
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

const SETTLES_WITHIN_MS = 30_000;

export default defineFact({
  id: 'unschedulable',
  needs: NEEDS,
  find(state) {
    const perWorkload = Map.groupBy(
      state.list('pods').filter((pod) => isWaiting(pod, state.now) && !isPlaceholder(pod)),
      (pod) => refKey(workloadOf(pod, state)),
    );
    return [...perWorkload.values()].flatMap((pods) => findingOf(pods, state));
  },
});

function isWaiting({ spec, status, metadata }: Pod, now: number): boolean {
  if (status?.phase !== 'Pending' || spec?.nodeName || metadata.deletionTimestamp !== undefined) return false;
  return now - Date.parse(metadata.creationTimestamp ?? '') > SETTLES_WITHIN_MS;
}

/** A claim that is missing or unbound has a finding of its own, with its reason. */
const CLAIM = /unbound immediate PersistentVolumeClaims|persistentvolumeclaim ".*" (?:not found|is being deleted)/i;

function findingOf(pods: readonly Pod[], state: SchedulingState): Finding[] {
  const [pod] = pods;
  if (pod === undefined) return [];
  const said = whatTheSchedulerSays(pod, state);
  if (CLAIM.test(said.message ?? '')) return [];
  const parsed = parseFailedScheduling(said.message);
  const judged = judge(pod, state);
  const filter =
    parsed.before?.filter ??
    (judged.troubled.length > 0
      ? 'TaintToleration'
      : (changedOnNode(pod, saidBy(parsed.reasons), judged, state) ?? deciding(saidBy(parsed.reasons), judged)));
  if (filter === undefined) {
    if (said.message === undefined) return notScheduled(pods, state);
    const isOther = parsed.reasons.length === 0 || parsed.reasons.some((one) => one.filter === undefined);
    return isOther ? [refusedOtherwise(pods, said.message, said.evidence, state)] : [];
  }
  const reasons = parsed.reasons.map(({ count, reason }) => `${count} ${reason}`).join(', ');
  return [
    finding(pods, filter, judged, { ...said, reasons: reasons || parsed.before?.reason, total: parsed.total }, state),
  ];
}

/** Of several reasons each of which would do, the one that came last: a node that took the pod was cordoned or tainted since. */
function changedOnNode(
  pod: Pod,
  said: readonly FilterName[],
  judged: Judged,
  state: SchedulingState,
): FilterName | undefined {
  return (['NodeUnschedulable', 'TaintToleration'] as const).find((filter) => {
    const relaxed = helping(filter, judged);
    if (!said.includes(filter) || relaxed.length === 0) return false;
    return (
      subjectOf(pod, filter, [], relaxed, state).change !== undefined || wasTaintedAway(pod, filter, relaxed, state)
    );
  });
}

/** The pod before this one ran there, and was evicted by a taint that came after it. */
function wasTaintedAway(
  { metadata }: Pod,
  filter: FilterName,
  relaxed: readonly Relaxation[],
  state: SchedulingState,
): boolean {
  const { namespace, generateName } = metadata;
  if (filter !== 'TaintToleration' || generateName === undefined) return false;
  if (!relaxed.some(({ constraint }) => constraint.value.endsWith('NoExecute'))) return false;
  return state
    .list('events', namespace)
    .some(
      ({ reason, involvedObject }) =>
        reason === 'TaintManagerEviction' && involvedObject?.name?.startsWith(generateName) === true,
    );
}

const helping = (filter: FilterName, { relaxations }: Judged): Relaxation[] =>
  relaxations.filter(({ constraint, fits }) => fits.length > 0 && concerns(filter, constraint.path));

const saidBy = (reasons: readonly ReasonCount[]): FilterName[] =>
  reasons.flatMap(({ reason, filter }) => (BY_DESIGN.test(reason) ? [] : (filter ?? [])));

interface Said {
  message: string | undefined;
  evidence: Evidence[];
  reasons: string | undefined;
  total: number | undefined;
}

function finding(
  pods: readonly Pod[],
  filter: FilterName,
  judged: Judged,
  said: Said,
  state: SchedulingState,
): Finding {
  const pod = pods[0] as Pod;
  const failures = judged.failures.filter((failure) => failure.filter === filter);
  const relaxed = helping(filter, judged);
  const [best] = judged.exact ? relaxed : [];
  const about = details(pod, filter, failures, saidWords(said.reasons), state);
  const reserved = filter === 'NodeResourcesFit' && notAdvertised(about) !== undefined;
  return {
    code: reserved ? 'ResourceNotAdvertised' : CODE[filter],
    ...subjectOf(pod, filter, failures, relaxed, state),
    confidence: said.message === undefined && best === undefined ? 'likely' : 'confirmed',
    params: {
      pod: pod.metadata.name,
      workload: workloadOf(pod, state).name,
      count: pods.length,
      nodes: said.total ?? (state.list('nodes').length || undefined),
      reasons: said.reasons ?? failures[0]?.detail,
      autoscaler: autoscalerSays(pod, filter, state)?.message,
      field: best && `${best.constraint.path} = ${best.constraint.value}`.slice(0, 200),
      fits: best?.fits.slice(0, 3).join(', '),
      troubled: judged.troubled.map(({ metadata }) => metadata.name).join(', ') || undefined,
      ...about,
    },
    evidence: [
      ...said.evidence,
      ...[autoscalerSays(pod, filter, state)].flatMap((event) => (event === undefined ? [] : [eventEvidence(event)])),
      ...proof(failures, relaxed),
    ],
    since:
      pod.status?.conditions?.find(({ type }) => type === 'PodScheduled')?.lastTransitionTime ??
      pod.metadata.creationTimestamp,
    affects: affectedBy(pods, 'scheduledBy', state),
  };
}

/** Where room is lacking, why the cluster autoscaler makes none. Source: its event `NotTriggerScaleUp` on the pod. */
function autoscalerSays(pod: Pod, filter: FilterName, state: SchedulingState): Event | undefined {
  if (filter !== 'NodeResourcesFit') return undefined;
  return state.events({ kind: 'Pod', ...pod.metadata }).findLast(({ reason }) => reason === 'NotTriggerScaleUp');
}

const saidWords = (reasons: string | undefined): string[] =>
  (reasons ?? '').split(/,\s+(?=\d+ )/).map((reason) => reason.replace(/^\d+ /, ''));

/** The workload; but the node, where somebody cordoned or tainted it once the workload was there. */
function subjectOf(
  pod: Pod,
  filter: FilterName,
  failures: readonly FilterFailure[],
  relaxed: readonly Relaxation[],
  state: SchedulingState,
): Pick<Finding, 'subject' | 'change'> {
  const workload = workloadOf(pod, state);
  if (filter === 'NodeUnschedulable' || filter === 'TaintToleration') {
    const name = relaxed[0]?.fits[0] ?? failures[0]?.by.find(({ object }) => object.kind === 'Node')?.object.name;
    const node = name === undefined ? undefined : known(state.find('nodes', undefined, name));
    const change = node && nodeEdit(node, filter, workloadObject(workload, state));
    if (node !== undefined && change !== undefined) return { subject: refOf(node), change };
  }
  return { subject: workload };
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

/** Only values as they stand in an object are quotes: no sums over containers, no maps, and of a taint its key. */
function proof(failures: readonly FilterFailure[], relaxed: readonly Relaxation[]): Evidence[] {
  const decided = [...relaxed.map(({ constraint }) => constraint), ...failures.flatMap(({ by }) => by)].filter(
    ({ value, path }) => value !== '' && value.length < 400 && !/^[[{]/.test(value) && !path.includes('[*]'),
  );
  return decided.slice(0, 5).map(({ object, path, value }) => {
    const taint = /^spec\.taints\[(.+)\]$/.exec(path)?.[1];
    if (taint !== undefined) return specEvidence(object, `${path}.key`, taint);
    return path.startsWith('status') ? statusEvidence(object, path, value) : specEvidence(object, path, value);
  });
}
