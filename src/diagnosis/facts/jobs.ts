/** Jobs that failed for good, or keep failing; a later success of the same CronJob makes a failure history. */
import type { Job, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { jobVerdict } from '../../semantics/jobBackoff.ts';
import type { Failed } from '../../semantics/verdict.ts';
import { decidedEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { controllerOf, podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import type { Code } from '../words/codes.ts';

/** A Job of nobody's that failed longer ago than this is history. */
const PRESENT_MS = 24 * 3_600_000;

export default defineFact({
  id: 'jobs',
  needs: WORKLOAD_KINDS,
  find(state) {
    const jobs = state.list('jobs');
    return jobs.flatMap((job) => failureOf(job, jobs, state) ?? []);
  },
});

/** That a Job failed, or keeps failing; `jobs` are those among which a later success may be. */
export function failureOf(
  job: Job,
  jobs: readonly Job[],
  state: State<(typeof WORKLOAD_KINDS)[number]>,
): Finding | undefined {
  const verdict = jobVerdict(job, podsOf(refOf(job), state), state.now);
  if (verdict.pass || verdict.reason === 'Suspended') return undefined;
  if (verdict.reason === 'Retrying' && (job.status?.failed ?? 0) < 2) return undefined;
  return findingOf(job, verdict, isHistory(job, jobs, state.now));
}

const finishedAt = (job: Job): number =>
  Date.parse(
    job.status?.conditions?.find(({ type, status }) => type === 'Failed' && status === 'True')?.lastTransitionTime ??
      '',
  );

/** A run of the same CronJob that started later and succeeded; without a CronJob: long ago. */
function isHistory(job: Job, jobs: readonly Job[], now: number): boolean {
  const owner = controllerOf(job);
  const started = Date.parse(job.metadata.creationTimestamp ?? '');
  if (owner === undefined) return now - finishedAt(job) > PRESENT_MS;
  return jobs.some((other) => {
    const same = controllerOf(other);
    return (
      same?.kind === owner.kind &&
      same.name === owner.name &&
      other.metadata.namespace === job.metadata.namespace &&
      (other.status?.succeeded ?? 0) > 0 &&
      Date.parse(other.metadata.creationTimestamp ?? '') > started
    );
  });
}

function findingOf(job: Job, verdict: Failed, over: boolean): Finding {
  const owner = controllerOf(job);
  const subject: ObjectRef = owner?.kind === 'CronJob' ? owner : refOf(job);
  const code: Code = over
    ? 'JobFailedBefore'
    : verdict.reason === 'DeadlineExceeded'
      ? 'JobDeadlineExceeded'
      : 'JobFailed';
  const at = finishedAt(job);
  return {
    code,
    subject,
    confidence: code === 'JobDeadlineExceeded' ? 'confirmed' : 'possible',
    params: {
      job: job.metadata.name,
      failed: job.status?.failed ?? 0,
      limit: job.spec?.backoffLimit ?? 6,
      seconds: job.spec?.activeDeadlineSeconds,
      reason: verdict.reason,
    },
    evidence: decidedEvidence(verdict.by.filter(({ value }) => value !== '')),
    since: Number.isNaN(at) ? job.status?.startTime : new Date(at).toISOString(),
    affects: owner?.kind === 'CronJob' ? [{ ref: refOf(job), relation: 'ownedBy' }] : [],
  };
}
