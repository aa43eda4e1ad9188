/** Why a controller fails, where its message quotes the API server's refusal: the role that lacks the verb. */
import { denialIn, denied, NEEDS } from '../facts/rbac-denied.ts';
import { defineWhy } from '../finding.ts';
import { linked } from '../objects/linked.ts';

export default defineWhy({
  id: 'denied-message',
  needs: NEEDS,
  explains: [
    'HelmReleaseNotReady',
    'KustomizationNotReady',
    'ArgoSyncFailed',
    'ExternalSecretFailing',
    'SecretStoreNotReady',
    'IssuerNotReady',
    'CertificateRequestFailed',
    'ClusterOperatorDegraded',
    'LoadBalancerPending',
    'ProvisioningFailed',
    'HpaNoMetrics',
    'LeaderElectionLost',
  ],
  why(finding, state) {
    const said = [finding.params?.message, ...finding.evidence.map(({ quote }) => quote)].join('\n');
    const match = denialIn(said);
    if (match === undefined) return [];
    const { subject, evidence, since } = finding;
    return [linked(subject, denied(match, { by: subject, evidence, since, count: 1 }, state))];
  },
});
