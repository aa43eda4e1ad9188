/** Why the last run of a CronJob does not end and keeps the later ones from starting. */

import { refOf } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { ADMISSION_KINDS, refused } from '../facts/admission.ts';
import jobSidecar from '../facts/job-sidecar.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';

const NEEDS = [...new Set([...WORKLOAD_KINDS, ...ADMISSION_KINDS])];

export default defineWhy({
  id: 'job-hangs',
  needs: NEEDS,
  explains: ['CronJobBlocked'],
  why: (finding, state) => [...notCreated(finding, state), ...keptAlive(finding, state), ...notStarted(finding, state)],
});

/** Its pods may not be created: it counts as running all the same. */
function notCreated({ subject, params }: Finding, state: State<(typeof NEEDS)[number]>): Step[] {
  const job = state.list('jobs', subject.namespace).find(({ metadata }) => metadata.name === params?.active);
  if (job === undefined || podsOf(refOf(job), state).length > 0) return [];
  return refused(job, state).map((cause) => ({
    cause,
    chain: [
      { from: subject, relation: 'owns', to: refOf(job) },
      { from: refOf(job), relation: cause.affects?.[0]?.relation ?? 'admittedBy', to: cause.subject },
    ],
  }));
}

/** Its pods do not come up: what the rules about containers find is found for the CronJob. */
function notStarted({ subject, params }: Finding, state: State<(typeof NEEDS)[number]>): Step[] {
  const job = state.list('jobs', subject.namespace).find(({ metadata }) => metadata.name === params?.active);
  const pods = job === undefined ? [] : podsOf(refOf(job), state);
  const [pending] = pods;
  if (pending === undefined || pods.some(({ status }) => status?.phase !== 'Pending')) return [];
  return [
    {
      cause: {
        code: 'WorkloadUnavailable',
        subject,
        confidence: 'possible',
        params: { ready: 0, desired: pods.length },
        evidence: [statusEvidence(pending, 'status.phase', 'Pending')],
      },
      chain: [],
    },
  ];
}

const keptAlive = (finding: Finding, state: State<(typeof NEEDS)[number]>): Step[] =>
  jobSidecar
    .find(state)
    .filter(({ subject }) => subject.namespace === finding.subject.namespace && subject.name === finding.params?.active)
    .map((cause) => ({ cause, chain: [{ from: finding.subject, relation: 'owns', to: cause.subject }] }));
