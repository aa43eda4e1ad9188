/** Every fact, in the order in which they run (it does not change the result). */
import type { Fact } from '../finding.ts';
import autoscaler from './autoscaler.ts';
import cronJobs from './cron-jobs.ts';
import failingCalls from './failing-calls.ts';
import jobs from './jobs.ts';
import logComplaints from './log-complaints.ts';
import rollout from './rollout.ts';
import workloadUnavailable from './workload-unavailable.ts';

export const FACTS: readonly Fact[] = [
  workloadUnavailable,
  rollout,
  autoscaler,
  jobs,
  cronJobs,
  failingCalls,
  logComplaints,
];
