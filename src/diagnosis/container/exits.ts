/** Containers that end and should not: how, how often, and whether that is going on now or history. */
import type { ContainerState, Job, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { jobVerdict } from '../../semantics/jobBackoff.ts';
import { recordIn, recordsIn } from '../../semantics/lenient.ts';
import { type ContainerView, troubledContainers } from '../objects/containers.ts';
import { controllerOf, podsOf, type WORKLOAD_KINDS } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';

export type Terminated = NonNullable<ContainerState['terminated']>;
type ExitState = State<(typeof WORKLOAD_KINDS)[number]>;

export interface Exit {
  view: ContainerView;
  /** How it ended last; undefined where only the waiting reason tells. */
  terminated: Terminated | undefined;
  /** Where that stands, such as `status.containerStatuses[app].lastState.terminated`. */
  path: string;
  restarts: number;
  /** looping: down now, to be started again; failed: down for good; flapping: up now, and down a moment ago. */
  phase: 'looping' | 'failed' | 'flapping' | 'past';
}

const MINUTE = 60_000;
/** An end longer ago than this, in a container that runs since, is history unless it happens again and again. */
const RECENT_MS = 30 * MINUTE;
const REPEATING = { withinMs: 6 * 60 * MINUTE, restarts: 4, perHour: 0.25 } as const;
/** A pod of nobody's that failed longer ago than this is history. */
const FAILED_WITHIN_MS = 24 * 60 * MINUTE;
const LOOPING = new Set([
  'CrashLoopBackOff',
  'RunContainerError',
  'StartError',
  'ContainerCannotRun',
  'PostStartHookError',
]);

/** Every container that ended when it should not have. */
export function exits(state: ExitState): readonly Exit[] {
  return state.memo('container/exits', () => troubledContainers(state).flatMap((view) => exitOf(view, state) ?? []));
}

function exitOf(view: ContainerView, state: ExitState): Exit | undefined {
  const { status, pod } = view;
  const { waiting, terminated } = status.state ?? {};
  const restarts = status.restartCount ?? 0;
  const ended = terminated ?? status.lastState?.terminated;
  const path = `${view.path}.${terminated === undefined ? 'lastState' : 'state'}.terminated`;
  const exit = { view, terminated: ended, path, restarts };
  if (isIntended(view, ended) || isHistoryOfJob(pod, state)) return undefined;
  if (waiting !== undefined) return LOOPING.has(waiting.reason ?? '') ? { ...exit, phase: 'looping' } : undefined;
  if (terminated !== undefined) return ofTerminated(exit, terminated, state.now);
  if (ended === undefined || restarts === 0) return undefined;
  return { ...exit, phase: isGoingOn(exit, ended, state.now) ? 'flapping' : 'past' };
}

function ofTerminated(exit: Omit<Exit, 'phase'>, { exitCode, finishedAt }: Terminated, now: number): Exit | undefined {
  const { view, restarts } = exit;
  const policy = view.sidecar ? 'Always' : (view.pod.spec?.restartPolicy ?? 'Always');
  const age = now - Date.parse(finishedAt ?? '');
  if (view.init && exitCode === 0) return undefined;
  const restarted = policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
  if (restarted && view.pod.status?.phase !== 'Failed') {
    return exitCode === 0 && restarts < 2 ? undefined : { ...exit, phase: 'looping' };
  }
  if (exitCode === 0 || age > FAILED_WITHIN_MS) return undefined;
  return { ...exit, phase: 'failed' };
}

/** Lately, or often: an out-of-memory kill counts at once, another end from the second time on. */
function isGoingOn({ view, restarts }: Omit<Exit, 'phase'>, ended: Terminated, now: number): boolean {
  const age = now - Date.parse(ended.finishedAt ?? '');
  const hours = (now - Date.parse(view.pod.metadata.creationTimestamp ?? '')) / 3_600_000;
  const repeats = restarts >= REPEATING.restarts && restarts / hours >= REPEATING.perHour && age <= REPEATING.withinMs;
  if (repeats) return true;
  if (age > RECENT_MS) return false;
  return restarts >= 2 || isOom(ended) || view.status.ready !== true;
}

export const isOom = (terminated: Terminated | undefined): boolean =>
  terminated?.reason === 'OOMKilled' || /OOM-killed|memory limit too low/i.test(terminated?.message ?? '');

/** Restart rules (1.34) that take this exit code for a reason to start again. */
function isIntended({ spec }: ContainerView, terminated: Terminated | undefined): boolean {
  return recordsIn((spec as { restartPolicyRules?: unknown } | undefined)?.restartPolicyRules).some((rule) => {
    const { operator, values } = recordIn(rule.exitCodes);
    const listed = Array.isArray(values) && values.includes(terminated?.exitCode);
    return rule.action === 'Restart' && (operator === 'NotIn' ? !listed : listed);
  });
}

/** A failed try of a Job that goes on or succeeded, or of an older run of a CronJob. */
function isHistoryOfJob(pod: Pod, state: ExitState): boolean {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'Job') return false;
  const job = known(state.find('jobs', owner.namespace, owner.name));
  if (job === undefined) return false;
  const verdict = jobVerdict(job, podsOf(refOf(job), state), state.now);
  if (verdict.pass) return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
  return (
    (verdict.reason === 'Retrying' && (job.status?.failed ?? 0) < 2 && pod.status?.phase === 'Failed') ||
    hasLaterSuccess(job, state)
  );
}

function hasLaterSuccess(job: Job, state: ExitState): boolean {
  const owner = controllerOf(job);
  if (owner === undefined) return false;
  const started = Date.parse(job.metadata.creationTimestamp ?? '');
  return state.list('jobs', job.metadata.namespace).some((other) => {
    const same = controllerOf(other);
    const later = Date.parse(other.metadata.creationTimestamp ?? '') > started;
    return same?.kind === owner.kind && same.name === owner.name && later && (other.status?.succeeded ?? 0) > 0;
  });
}

/** When a crashing container's pod stopped being ready (or was made, if it never was): the onset, however often it ended since. */
export function onsetOf(pod: Pod, lastEnd: string | undefined): string | undefined {
  const ready = pod.status?.conditions?.find(
    ({ type, status }) => type === 'Ready' && status === 'False',
  )?.lastTransitionTime;
  return [ready, lastEnd].filter((time) => time !== undefined).sort()[0];
}
