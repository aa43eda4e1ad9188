/** A controller's log that complains on behalf of a resource: the resource says the same about itself, and is what to mend. */
import { fluxFindings } from '../facts/gitops.ts';
import { defineWhy } from '../finding.ts';
import { deliveries, GITOPS_NEEDS } from '../gitops/deliveries.ts';

export default defineWhy({
  id: 'reported-by-resource',
  needs: GITOPS_NEEDS,
  explains: ['ExternalDependencyFailing'],
  why({ subject, params }, state) {
    const host = String(params?.host ?? '');
    if (host === '') return [];
    return deliveries(state)
      .filter(({ kind }) => kind !== 'Application')
      .flatMap((object) => fluxFindings(object, state))
      .filter((cause) => String(cause.params?.message).includes(host))
      .map((cause) => ({ cause, chain: [{ from: subject, relation: 'controls', to: cause.subject }] }));
  },
});
