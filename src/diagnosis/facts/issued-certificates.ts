/** cert-manager's Certificates that are not issued or not renewed. Why is looked for along their requests. */
import type { CustomObject } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, stringsIn, textIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { conditionEvidence, conditionIs, conditionsOf, hasLasted, scoped } from '../objects/conditions.ts';

export default defineFact({
  id: 'issued-certificates',
  needs: ['certificates'],
  find: (state) => scoped('certificates', state).flatMap((one) => certificateNotReady(one, state.now) ?? []),
});

/** Ready is False for longer than issuing takes; a renewal that fails while the old certificate is good is no trouble yet. */
export function certificateNotReady(certificate: CustomObject, now: number): Finding | undefined {
  const ready = conditionIs(certificate, 'Ready', 'False');
  if (ready === undefined || !hasLasted(ready, now)) return undefined;
  const issuing = conditionsOf(certificate).find(({ type, message }) => type === 'Issuing' && message !== '');
  const spec = recordIn(certificate.spec);
  const secret = textIn(spec.secretName);
  const { kind, name } = recordIn(spec.issuerRef);
  const { namespace } = certificate.metadata;
  return {
    code: 'CertificateNotIssued',
    subject: refOf(certificate),
    confidence: 'confirmed',
    params: {
      secret,
      names: stringsIn(spec.dnsNames).join(', ') || undefined,
      issuer: textIn(name) && `${textIn(kind) ?? 'Issuer'} ${name}`,
      reason: ready.reason,
      message: issuing?.status === 'False' ? issuing.message : ready.message,
    },
    evidence: [
      conditionEvidence(certificate, ready),
      ...(issuing === undefined ? [] : [conditionEvidence(certificate, issuing)]),
      ...(textIn(name) === undefined ? [] : [specEvidence(certificate, 'spec.issuerRef.name', name)]),
    ],
    since: ready.at,
    affects:
      secret === undefined
        ? []
        : [{ ref: { apiVersion: 'v1', kind: 'Secret', namespace, name: secret }, relation: 'issuedBy' }],
  };
}
