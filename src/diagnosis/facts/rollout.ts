/** Deployments whose rollout does not end: no progress in time, paused half-way, or not seen by the controller. */
import { fieldTimes } from '../../cluster/fieldTimes.ts';
import type { Deployment } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { deploymentVerdict } from '../../semantics/rollout.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import type { Code } from '../words/codes.ts';

/** What each verdict stands for; the others are seen by their pods. */
const CODE: Readonly<Record<string, Code>> = {
  ProgressDeadlineExceeded: 'RolloutStuck',
  Paused: 'RolloutPaused',
  NotObserved: 'ControllerNotActing',
};

/** The controller sees a change within seconds; a generation unseen for longer means that it does not run. */
const OBSERVED_WITHIN_MS = 5 * 60_000;

export default defineFact({
  id: 'rollout',
  needs: ['deployments'],
  find: (state) => state.list('deployments').flatMap((deployment) => stuck(deployment, state.now)),
});

function stuck(deployment: Deployment, now: number): Finding[] {
  const verdict = deploymentVerdict(deployment, now);
  const code = verdict.pass ? undefined : CODE[verdict.reason];
  if (verdict.pass || code === undefined) return [];
  if (code === 'ControllerNotActing' && now - newestWrite(deployment) < OBSERVED_WITHIN_MS) return [];
  const progressing = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  return [
    {
      code,
      subject: refOf(deployment),
      confidence: 'confirmed',
      params: {
        updated: deployment.status?.updatedReplicas ?? 0,
        desired: deployment.spec?.replicas ?? 1,
        seconds: deployment.spec?.progressDeadlineSeconds ?? 600,
      },
      evidence: verdict.by.map(({ object, path, value }) =>
        path.startsWith('spec') ? specEvidence(object, path, value) : statusEvidence(object, path, value),
      ),
      since: code === 'RolloutStuck' ? progressing?.lastTransitionTime : undefined,
    },
  ];
}

const newestWrite = (deployment: Deployment): number =>
  Math.max(
    ...[deployment.metadata.creationTimestamp, ...fieldTimes(deployment).map(({ time }) => time)].map(
      (time) => Date.parse(time ?? '') || 0,
    ),
  );
