/** Why a Helm release failed: a hook Job or a workload of it that is in trouble. */
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { fluxFindings } from '../facts/gitops.ts';
import { defineWhy, type Step } from '../finding.ts';
import { GITOPS_NEEDS } from '../gitops/deliveries.ts';
import { HELM_NEEDS, membersOf } from '../gitops/helm.ts';
import { memberTrouble } from '../gitops/members.ts';

export default defineWhy({
  id: 'helm-release-failed',
  needs: [...HELM_NEEDS, ...GITOPS_NEEDS],
  explains: ['HelmReleaseFailed', 'HelmReleasePending'],
  why({ subject, about = '' }, state) {
    const owner = state
      .list('helmreleases', subject.namespace)
      .filter(({ metadata, spec }) => (textIn(recordIn(spec).releaseName) ?? metadata.name) === about)
      .flatMap((release) => fluxFindings(release, state))
      .map((cause): Step => ({ cause, chain: [{ from: subject, relation: 'deliveredBy', to: cause.subject }] }));
    // Flux says why in its own words; a Secret of Helm's only that.
    if (owner.length > 0) return owner;
    return membersOf({ name: about, namespace: subject.namespace ?? 'default' }, state).flatMap((ref): Step[] => {
      const cause = memberTrouble(ref, state);
      return cause === undefined ? [] : [{ cause, chain: [{ from: subject, relation: 'delivers', to: ref }] }];
    });
  },
});
