/** Certificates in use that have expired or are not yet valid: those of Ingresses, and cert-manager's that failed. */
import { refOf } from '../../cluster/objects.ts';
import { certificateIn, certificateVerdict } from '../../semantics/certificate.ts';
import { decided } from '../../semantics/verdict.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { known, type State } from '../state.ts';

const NEEDS = ['ingresses', 'secrets'] as const;

export default defineFact({
  id: 'certificates',
  needs: NEEDS,
  find: (state) => expired(state),
});

function expired(state: State<(typeof NEEDS)[number]>): Finding[] {
  return state.list('ingresses').flatMap((ingress) =>
    (ingress.spec?.tls ?? []).flatMap(({ secretName }): Finding[] => {
      const secret =
        secretName === undefined ? undefined : known(state.find('secrets', ingress.metadata.namespace, secretName));
      const certificate = secret && certificateIn(secret);
      if (secret === undefined || certificate === undefined) return [];
      const verdict = certificateVerdict(certificate, new Date(state.now), decided(secret, 'data[tls.crt]', ''));
      if (verdict.pass) return [];
      const [validTo, validFrom] = [certificate.notAfter, certificate.notBefore].map((time) =>
        new Date(time).toISOString(),
      );
      return [
        {
          code: 'CertificateExpired',
          subject: refOf(secret),
          confidence: 'confirmed',
          params: {
            validTo,
            validFrom,
            names: certificate.names.join(', ') || certificate.subject,
            usedBy: `Ingress ${ingress.metadata.namespace}/${ingress.metadata.name}`,
            reason: verdict.reason,
          },
          evidence: [
            specEvidence(ingress, `spec.tls[${secretName}].secretName`, secretName),
            statusEvidence(secret, 'data[tls.crt]: notAfter', validTo),
          ],
          since: validTo,
          affects: [{ ref: refOf(ingress), relation: 'usesSecret' }],
        },
      ];
    }),
  );
}
