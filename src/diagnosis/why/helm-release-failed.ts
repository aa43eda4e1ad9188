/** Why a Helm release failed: a hook Job or a workload of it that is in trouble. */
import { defineWhy, type Step } from '../finding.ts';
import { HELM_NEEDS, membersOf } from '../gitops/helm.ts';
import { memberTrouble } from '../gitops/members.ts';

export default defineWhy({
  id: 'helm-release-failed',
  needs: HELM_NEEDS,
  explains: ['HelmReleaseFailed', 'HelmReleasePending'],
  why({ subject, about = '' }, state) {
    return membersOf({ name: about, namespace: subject.namespace ?? 'default' }, state).flatMap((ref): Step[] => {
      const cause = memberTrouble(ref, state);
      return cause === undefined ? [] : [{ cause, chain: [{ from: subject, relation: 'delivers', to: ref }] }];
    });
  },
});
