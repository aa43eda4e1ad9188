/** Why a GitOps controller cannot use a host: a delivery says that its own source there cannot be read. */

import { recordIn, textIn } from '../../semantics/lenient.ts';
import { fluxFindings } from '../facts/gitops.ts';
import { defineWhy } from '../finding.ts';
import { argoFindings } from '../gitops/argo.ts';
import { deliveries, GITOPS_NEEDS } from '../gitops/deliveries.ts';

export default defineWhy({
  id: 'delivery-source',
  needs: GITOPS_NEEDS,
  explains: ['ExternalDependencyFailing'],
  why({ subject, params }, state) {
    const host = String(params?.host ?? '');
    return deliveries(state)
      .filter(({ spec }) => {
        const url = textIn(recordIn(spec).url) ?? textIn(recordIn(recordIn(spec).source).repoURL) ?? '';
        return host !== '' && url.includes(host);
      })
      .flatMap((object) => (object.kind === 'Application' ? argoFindings(object, state) : fluxFindings(object, state)))
      .map((cause) => ({ cause, chain: [{ from: subject, relation: 'delivers', to: cause.subject }] }));
  },
});
