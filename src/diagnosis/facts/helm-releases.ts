/** Helm releases whose newest revision failed, or hangs in a pending state and so blocks every further operation. */
import { refOf } from '../../cluster/objects.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { HELM_NEEDS, membersOf, type Release, releases } from '../gitops/helm.ts';

/** Helm waits five minutes by default; a pending release older than this belongs to nobody's running command. */
const PENDING_FOR_MS = 15 * 60_000;

export default defineFact({
  id: 'helm-releases',
  needs: HELM_NEEDS,
  find: (state) =>
    releases(state).flatMap(({ newest, deployed }): Finding[] => {
      const pending = newest.status.startsWith('pending-') || newest.status === 'uninstalling';
      const old = state.now - Date.parse(newest.at ?? '') > PENDING_FOR_MS;
      if (newest.status !== 'failed' && !(pending && old)) return [];
      return [findingOf(newest, deployed, pending, membersOf(newest, state))];
    }),
});

function findingOf(
  release: Release,
  deployed: Release | undefined,
  pending: boolean,
  members: ReturnType<typeof membersOf>,
): Finding {
  const { secret, name, revision, status, at } = release;
  return {
    code: pending ? 'HelmReleasePending' : 'HelmReleaseFailed',
    subject: refOf(secret),
    about: name,
    confidence: 'confirmed',
    params: { release: name, revision, status, deployed: deployed?.revision },
    evidence: [specEvidence(secret, 'metadata.labels.status', status, at)],
    since: at,
    affects: members.map((ref) => ({ ref, relation: 'releasedBy' as const })),
  };
}
