/** Certificates of Ingresses that have expired or are not yet valid. */
import { refOf } from '../../cluster/objects.ts';
import { certificateIn } from '../../semantics/certificate.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { known } from '../state.ts';
import { CERTIFICATE_KINDS, certificateFinding } from '../walk/certificates.ts';

export default defineFact({
  id: 'certificates',
  needs: [...CERTIFICATE_KINDS, 'ingresses'],
  find: (state) =>
    state.list('ingresses').flatMap((ingress) =>
      (ingress.spec?.tls ?? []).flatMap(({ secretName }): Finding[] => {
        const holder =
          secretName === undefined ? undefined : known(state.find('secrets', ingress.metadata.namespace, secretName));
        const certificate = holder && certificateIn(holder);
        if (holder === undefined || certificate === undefined) return [];
        const finding = certificateFinding({ holder, certificate }, undefined, refOf(ingress), state.now);
        if (finding === undefined) return [];
        const used = specEvidence(ingress, `spec.tls[${secretName}].secretName`, secretName);
        return [{ ...finding, evidence: [used, ...finding.evidence] }];
      }),
    ),
});
