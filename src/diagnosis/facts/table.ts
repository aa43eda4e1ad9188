/** Every fact, in the order in which they run (it does not change the result). */
import type { Fact } from '../finding.ts';
import failingCalls from './failing-calls.ts';
import logComplaints from './log-complaints.ts';
import workloadUnavailable from './workload-unavailable.ts';

export const FACTS: readonly Fact[] = [workloadUnavailable, failingCalls, logComplaints];
