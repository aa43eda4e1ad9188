/** A Job that does not end although its work is done: another container of its pod runs on, and a pod ends with its last container. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { containerViews } from '../objects/containers.ts';
import { controllerOf, podsOf, WORKLOAD_KINDS } from '../objects/workloads.ts';
import type { State } from '../state.ts';

/** Sidecars that are told to end take a moment. */
const GRACE_MS = 5 * 60_000;

export default defineFact({
  id: 'job-sidecar',
  needs: WORKLOAD_KINDS,
  find: (state) =>
    state
      .list('jobs')
      .filter(({ status }) => (status?.active ?? 0) > 0)
      .flatMap((job) => podsOf(refOf(job), state).flatMap((pod) => keptAlive(pod, state) ?? [])),
});

function keptAlive(pod: Pod, state: State<(typeof WORKLOAD_KINDS)[number]>): Finding | undefined {
  const views = containerViews(pod).filter(({ init }) => !init);
  const done = views.find(({ status }) => status.state?.terminated?.exitCode === 0);
  const running = views.find(({ status }) => status.state?.running !== undefined);
  const finishedAt = done?.status.state?.terminated?.finishedAt;
  if (done === undefined || running === undefined || !(state.now - Date.parse(finishedAt ?? '') > GRACE_MS))
    return undefined;
  const job = controllerOf(pod);
  if (job === undefined) return undefined;
  const owner = state.list('jobs', job.namespace).find(({ metadata }) => metadata.name === job.name);
  const cronJob = owner && controllerOf(owner);
  return {
    code: 'JobKeptBySidecar',
    subject: job,
    confidence: 'confirmed',
    params: { pod: pod.metadata.name, main: done.name, sidecar: running.name, finished: finishedAt },
    evidence: [
      statusEvidence(
        pod,
        `${done.path}.state.terminated.reason`,
        done.status.state?.terminated?.reason ?? 'Completed',
        finishedAt,
      ),
      statusEvidence(pod, `${running.path}.state.running.startedAt`, running.status.state?.running?.startedAt),
    ],
    since: finishedAt,
    affects: cronJob === undefined ? [] : [{ ref: cronJob, relation: 'owns' }],
  };
}
