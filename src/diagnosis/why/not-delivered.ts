/** Why something is not there: the delivery (a HelmRelease, a Kustomization, an Application) that is to bring it has not done so. */
import type { CustomObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { fluxFindings } from '../facts/gitops.ts';
import { defineWhy, type Step } from '../finding.ts';
import { argoFindings } from '../gitops/argo.ts';
import { destinationOf, resourcesOf } from '../gitops/delivered.ts';
import { GITOPS_NEEDS } from '../gitops/deliveries.ts';
import { EVERYWHERE } from '../state.ts';
import { missingOf } from '../walk/missing.ts';

export default defineWhy({
  id: 'not-delivered',
  needs: GITOPS_NEEDS,
  explains: ['HostNotFound', 'SecretMissing', 'ConfigMapMissing', 'ServiceAccountMissing', 'ClaimMissing'],
  why(finding, state) {
    const missing = missingOf(finding);
    if (missing === undefined) return [];
    const flux = (['helmreleases', 'kustomizations'] as const)
      .flatMap((kind) => state.list(kind, EVERYWHERE))
      .filter((one) => brings(one, missing))
      .flatMap((one) => fluxFindings(one, state));
    const argo = state
      .list('applications', EVERYWHERE)
      .filter((one) => brings(one, missing))
      .flatMap((one) => argoFindings(one, state));
    return [...flux, ...argo].map(
      (cause): Step => ({
        cause,
        chain: [{ from: missing, relation: 'deliveredBy', to: cause.subject }],
      }),
    );
  },
});

/** By what it lists, else by its destination and a name that charts and folders give to what they bring. */
function brings(delivery: CustomObject, missing: ObjectRef): boolean {
  const listed = resourcesOf(delivery).some((ref) => ref.kind === missing.kind && ref.name === missing.name);
  const release = textIn(recordIn(delivery.spec).releaseName) ?? delivery.metadata.name;
  const named = missing.name === release || missing.name.startsWith(`${release}-`);
  return listed || (named && (destinationOf(delivery) ?? refOf(delivery).namespace) === missing.namespace);
}
