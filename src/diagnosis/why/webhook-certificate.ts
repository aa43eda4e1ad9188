/** Why the API server cannot speak TLS with a webhook or an aggregated API: the serving certificate, or the `caBundle`. */
import type { KubeObject, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { issuedBy, parseBundle } from '../../semantics/certificate.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { workloadsBehind } from '../objects/related.ts';
import type { State } from '../state.ts';
import { certificateFinding, servedCertificates } from '../walk/certificates.ts';
import { WORLD_KINDS } from '../walk/host.ts';

const NEEDS = [
  ...WORLD_KINDS,
  'secrets',
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
  'apiservices',
] as const;
type CertState = State<(typeof NEEDS)[number]>;

export default defineWhy({
  id: 'webhook-certificate',
  needs: NEEDS,
  explains: ['WebhookUnavailable', 'WebhookBroken', 'ApiServiceUnavailable'],
  why(finding, state) {
    const said = [finding.params?.why, finding.params?.message, ...finding.evidence.map(({ quote }) => quote)].join(
      ' ',
    );
    if (!/x509|certificate|tls:/i.test(said)) return [];
    return holdersOf(finding, state).flatMap((holder) => stepsOf(holder, finding, state));
  },
});

/** Who names the Service and the authority that its certificate is checked against. */
interface Holder {
  object: KubeObject;
  path: string;
  caBundle: string | undefined;
  service: { namespace?: string; name?: string } | undefined;
}

function holdersOf({ subject, params }: Finding, state: CertState): Holder[] {
  if (subject.kind === 'APIService') {
    return state
      .list('apiservices')
      .filter(({ metadata }) => metadata.name === subject.name)
      .map((object) => ({
        object,
        path: 'spec.caBundle',
        caBundle: object.spec?.caBundle,
        service: object.spec?.service,
      }));
  }
  const all = [...state.list('validatingwebhookconfigurations'), ...state.list('mutatingwebhookconfigurations')];
  return all.flatMap((object) =>
    objectsIn(object.webhooks)
      .filter(({ name }) => name === params?.webhook)
      .map(({ name, clientConfig }) => ({
        object,
        path: `webhooks[${name}].clientConfig.caBundle`,
        caBundle: clientConfig?.caBundle,
        service: clientConfig?.service,
      })),
  );
}

function stepsOf({ object, path, caBundle, service }: Holder, finding: Finding, state: CertState): Step[] {
  const { namespace, name } = service ?? {};
  if (namespace === undefined || name === undefined) return [];
  const host = `${name}.${namespace}.svc`;
  const holder = refOf(object);
  const ref: ObjectRef = { apiVersion: 'v1', kind: 'Service', namespace, name };
  const first = { from: finding.subject, relation: 'admittedBy', to: holder };
  const chain = [
    ...(finding.subject.kind === holder.kind ? [] : [first]),
    { from: holder, relation: 'servedBy', to: ref },
  ];
  const bundle = parseBundle(caBundle);
  return workloadsBehind(namespace, name, state).flatMap((workload) =>
    servedCertificates(workload, state).flatMap((held): Step[] => {
      const bad = certificateFinding(held, host, workload, state.now);
      const used = { from: ref, relation: 'usesSecret', to: refOf(held.holder) };
      if (bad !== undefined)
        return [{ cause: { ...bad, evidence: [...bad.evidence, ...finding.evidence] }, chain: [...chain, used] }];
      if (bundle.length === 0 || issuedBy(held.certificate, bundle)) return [];
      return [
        {
          cause: bundleStale(holder, object, path, held.certificate.issuer, bundle[0]?.subject, finding),
          chain: chain.slice(0, -1),
        },
      ];
    }),
  );
}

function bundleStale(
  subject: ObjectRef,
  object: KubeObject,
  path: string,
  issuer: string,
  trusted: string | undefined,
  finding: Finding,
): Finding {
  return {
    code: 'AuthorityNotTrusted',
    subject,
    about: path,
    confidence: 'confirmed',
    params: { key: path, issuer, trusted, server: String(finding.params?.service ?? ''), caller: 'kube-apiserver' },
    evidence: [...finding.evidence, specEvidence(object, `${path}: subject`, trusted)],
  };
}
