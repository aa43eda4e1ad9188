/** Jobs: retries, deadlines and failure policies. https://kubernetes.io/docs/concepts/workloads/controllers/job/ */
import type { Job, Pod } from '../cluster/objects.ts';
import { objectsIn } from './lenient.ts';
import { decided, fail, PASS, type Verdict } from './verdict.ts';

type FailureRule = NonNullable<NonNullable<Job['spec']>['podFailurePolicy']>['rules'][number];

const FIRST_DELAY = 10;
const LONGEST_DELAY = 600;

/** Seconds before the pod after `failures` failures in a row is made: 10, 20, 40, … at most 600. */
export function backoffSeconds(failures: number): number {
  return failures <= 0 ? 0 : Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.min(failures - 1, 10));
}

/** Failures that count against `backoffLimit`: failed pods, and restarts in pods that restart their containers. */
export function countedFailures(job: Job, pods: readonly Pod[]): number {
  const failed = job.status?.failed ?? 0;
  if (job.spec?.template?.spec?.restartPolicy !== 'OnFailure') return failed;
  const running = pods.filter(({ status }) => status?.phase === 'Running' || status?.phase === 'Pending');
  const restarts = running.flatMap(({ status }) => [
    ...objectsIn(status?.containerStatuses),
    ...objectsIn(status?.initContainerStatuses),
  ]);
  return failed + restarts.reduce((sum, { restartCount }) => sum + (restartCount ?? 0), 0);
}

/** Retries that are left; undefined where each index has a limit of its own (`backoffLimitPerIndex`). */
export function retriesLeft(job: Job, pods: readonly Pod[]): number | undefined {
  if (typeof job.spec?.backoffLimitPerIndex === 'number') return undefined;
  return Math.max(0, (job.spec?.backoffLimit ?? 6) - countedFailures(job, pods));
}

/** When the Job is stopped whatever it does, epoch ms; undefined without a deadline, or before it has started. */
export function activeDeadline(job: Job): number | undefined {
  const seconds = job.spec?.activeDeadlineSeconds;
  const start = Date.parse(job.status?.startTime ?? '');
  return typeof seconds === 'number' && Number.isFinite(start) ? start + seconds * 1000 : undefined;
}

/** What the failure policy does about a failed pod: the first rule that matches; undefined: it counts as any failure. */
export function failurePolicyAction(job: Job, pod: Pod): { action: string; rule: number } | undefined {
  const rules = objectsIn(job.spec?.podFailurePolicy?.rules);
  const rule = rules.findIndex((candidate) => ruleMatches(candidate, pod));
  const action = rules[rule]?.action;
  return action === undefined ? undefined : { action, rule };
}

function ruleMatches({ onExitCodes, onPodConditions }: FailureRule, pod: Pod): boolean {
  if (onExitCodes) {
    const { containerName, operator, values } = onExitCodes;
    const codes = [...objectsIn(pod.status?.containerStatuses), ...objectsIn(pod.status?.initContainerStatuses)]
      .filter(({ name }) => !containerName || name === containerName)
      .flatMap(({ state }) => state?.terminated?.exitCode ?? []);
    const listed = Array.isArray(values) ? values : [];
    return codes.some((code) => code !== 0 && listed.includes(code) === (operator === 'In'));
  }
  const conditions = objectsIn(pod.status?.conditions);
  return objectsIn(onPodConditions).some(({ type, status }) =>
    conditions.some((condition) => condition.type === type && condition.status === (status ?? 'True')),
  );
}

/** Whether a Job has done, or may still do, what it is for. */
export function jobVerdict(job: Job, pods: readonly Pod[], now: number): Verdict {
  const { spec, status } = job;
  const condition = (type: string) =>
    objectsIn(status?.conditions).find((candidate) => candidate.type === type && candidate.status === 'True');
  if (condition('Complete') || condition('SuccessCriteriaMet')) return PASS;
  const failed = condition('Failed') ?? condition('FailureTarget');
  if (failed !== undefined) {
    const path = `status.conditions[${failed.type}].message`;
    return fail(
      failed.reason || 'Failed',
      failed.message || 'the Job has failed',
      decided(job, path, failed.message),
      ...boundOf(job, failed.reason),
    );
  }
  if (spec?.suspend === true) return fail('Suspended', 'the Job is suspended', decided(job, 'spec.suspend', true));
  const deadline = activeDeadline(job);
  if (deadline !== undefined && now >= deadline) {
    return fail(
      'DeadlineExceeded',
      'the Job ran longer than it may',
      decided(job, 'spec.activeDeadlineSeconds', spec?.activeDeadlineSeconds),
    );
  }
  const failures = countedFailures(job, pods);
  if (failures === 0) return PASS;
  const left = retriesLeft(job, pods);
  const words =
    left === undefined ? `${failures} pods have failed` : `${failures} pods have failed, ${left} retries are left`;
  return fail(
    'Retrying',
    words,
    decided(job, 'status.failed', status?.failed),
    decided(job, 'spec.backoffLimit', spec?.backoffLimit),
  );
}

/** The field that set the limit which a failed Job has reached. */
const BOUNDS: Readonly<
  Record<
    string,
    'backoffLimit' | 'activeDeadlineSeconds' | 'podFailurePolicy' | 'maxFailedIndexes' | 'backoffLimitPerIndex'
  >
> = {
  BackoffLimitExceeded: 'backoffLimit',
  DeadlineExceeded: 'activeDeadlineSeconds',
  PodFailurePolicy: 'podFailurePolicy',
  MaxFailedIndexesExceeded: 'maxFailedIndexes',
  FailedIndexes: 'backoffLimitPerIndex',
};

function boundOf(job: Job, reason: string | undefined): ReturnType<typeof decided>[] {
  const field = reason !== undefined && Object.hasOwn(BOUNDS, reason) ? BOUNDS[reason] : undefined;
  return field === undefined ? [] : [decided(job, `spec.${field}`, job.spec?.[field])];
}
