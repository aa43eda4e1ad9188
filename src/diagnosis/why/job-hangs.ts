/** Why the last run of a CronJob does not end and keeps the later ones from starting. */
import jobSidecar from '../facts/job-sidecar.ts';
import { defineWhy } from '../finding.ts';
import { WORKLOAD_KINDS } from '../objects/workloads.ts';

export default defineWhy({
  id: 'job-hangs',
  needs: WORKLOAD_KINDS,
  explains: ['CronJobBlocked'],
  why: (finding, state) =>
    jobSidecar
      .find(state)
      .filter(
        ({ subject }) => subject.namespace === finding.subject.namespace && subject.name === finding.params?.active,
      )
      .map((cause) => ({ cause, chain: [{ from: finding.subject, relation: 'owns', to: cause.subject }] })),
});
