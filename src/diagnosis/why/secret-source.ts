/** Why a Secret is missing or stale: what would make it (a Certificate, an ExternalSecret, a SealedSecret) cannot. */
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { externalSecretFails } from '../facts/external-secrets.ts';
import { certificateNotReady } from '../facts/issued-certificates.ts';
import { notCarriedOut } from '../facts/reporting-resources.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';

export default defineWhy({
  id: 'secret-source',
  needs: ['certificates', 'externalsecrets', 'sealedsecrets'],
  explains: ['SecretMissing', 'IngressTlsBroken', 'CertificateExpired', 'CredentialsRejected', 'ConfigKeyMissing'],
  why(finding, state) {
    const { namespace } = finding.subject;
    const secret = finding.subject.kind === 'Secret' ? finding.subject.name : textIn(finding.params?.secret);
    if (namespace === undefined || secret === undefined) return [];
    const certificates = state
      .list('certificates', namespace)
      .filter(({ spec }) => recordIn(spec).secretName === secret)
      .flatMap((one) => certificateNotReady(one, state.now) ?? []);
    const externals = state
      .list('externalsecrets', namespace)
      .filter(({ spec, metadata }) => (textIn(recordIn(recordIn(spec).target).name) ?? metadata.name) === secret)
      .flatMap((one) => externalSecretFails(one, state.now) ?? []);
    const sealed = state
      .list('sealedsecrets', namespace)
      .flatMap((one) => notCarriedOut('sealedsecrets', one, state) ?? [])
      .filter(({ affects }) => affects?.some(({ ref }) => ref.name === secret));
    return [...certificates, ...externals, ...sealed].map((cause) => stepTo(cause, finding, secret));
  },
});

function stepTo(cause: Finding, { subject }: Finding, secret: string): Step {
  const made = { apiVersion: 'v1', kind: 'Secret', namespace: subject.namespace, name: secret };
  const relation = cause.code === 'CertificateNotIssued' ? 'issuedBy' : 'controlledBy';
  const first = subject.kind === 'Secret' ? [] : [{ from: plain(subject), relation: 'usesSecret', to: made }];
  return { cause, chain: [...first, { from: made, relation, to: cause.subject }] };
}

const plain = ({ apiVersion, kind, namespace, name }: Finding['subject']) => ({ apiVersion, kind, namespace, name });
