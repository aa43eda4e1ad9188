/** Why a Certificate is not issued: its request, the order and challenges of that, its issuer; each in its own words. */
import type { CustomObject } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { recordIn, stringMap, textIn } from '../../semantics/lenient.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { conditionEvidence, conditionIs } from '../objects/conditions.ts';
import type { Link } from '../result.ts';
import { ABSENT, known, type State } from '../state.ts';

const NEEDS = ['certificates', 'certificaterequests', 'orders', 'challenges', 'issuers', 'clusterissuers'] as const;
type IssuingState = State<(typeof NEEDS)[number]>;

export default defineWhy({
  id: 'certificate-not-issued',
  needs: NEEDS,
  explains: ['CertificateNotIssued'],
  why({ subject }, state) {
    const certificate = known(state.find('certificates', subject.namespace, subject.name));
    if (certificate === undefined) return [];
    const request = newest(
      state
        .list('certificaterequests', subject.namespace)
        .filter(
          (one) =>
            stringMap(one.metadata.annotations)['cert-manager.io/certificate-name'] === subject.name ||
            ownedBy(one, certificate),
        ),
    );
    const from = request ?? certificate;
    const link: Link[] = request === undefined ? [] : [{ from: subject, relation: 'precededBy', to: refOf(request) }];
    const step = ofIssuer(from, state) ?? (request && ofOrder(request, state)) ?? (request && ofRequest(request));
    return step === undefined ? [] : [{ cause: step.cause, chain: [...link, ...step.chain] }];
  },
});

const newest = (objects: readonly CustomObject[]): CustomObject | undefined =>
  objects.toSorted((a, b) =>
    String(b.metadata.creationTimestamp).localeCompare(String(a.metadata.creationTimestamp)),
  )[0];

/** An issuer that does not exist, or is not ready itself. Issuers of other groups are not cert-manager's to judge. */
function ofIssuer(from: CustomObject, state: IssuingState): Step | undefined {
  const { name, kind = 'Issuer', group = 'cert-manager.io' } = recordIn(recordIn(from.spec).issuerRef);
  const { namespace } = from.metadata;
  if (textIn(name) === undefined || group !== 'cert-manager.io') return undefined;
  const wide = kind === 'ClusterIssuer';
  const found = wide
    ? state.find('clusterissuers', undefined, String(name))
    : state.find('issuers', namespace, String(name));
  const issuer = known(found);
  const ref = {
    apiVersion: 'cert-manager.io/v1',
    kind: String(kind),
    ...(wide ? {} : { namespace }),
    name: String(name),
  };
  const link: Link = { from: refOf(from), relation: 'issuedBy', to: ref };
  const proof = [specEvidence(from, 'spec.issuerRef.name', name)];
  const ready = conditionIs(from, 'Ready', 'False');
  const said = ready === undefined ? [] : [conditionEvidence(from, ready)];
  if (found === ABSENT || (issuer === undefined && /not found/i.test(ready?.message ?? ''))) {
    const others = wide ? state.list('clusterissuers') : state.list('issuers', namespace);
    return {
      cause: {
        code: 'IssuerMissing',
        subject: { ...ref, missing: true },
        confidence: 'confirmed',
        params: {
          user: `${from.kind} ${namespace}/${from.metadata.name}`,
          others: others.map(({ metadata }) => metadata.name).join(', '),
        },
        evidence: [...said, ...proof],
        since: ready?.at,
      },
      chain: [link],
    };
  }
  const bad = issuer && conditionIs(issuer, 'Ready', 'False');
  if (issuer === undefined || bad === undefined) return undefined;
  const cause: Finding = {
    code: 'IssuerNotReady',
    subject: refOf(issuer),
    confidence: 'confirmed',
    params: { reason: bad.reason, message: bad.message },
    evidence: [conditionEvidence(issuer, bad), ...proof],
    since: bad.at,
  };
  return { cause, chain: [link] };
}

/** ACME: the challenge that is not valid says what the authority could not see. */
function ofOrder(request: CustomObject, state: IssuingState): Step | undefined {
  const { namespace } = request.metadata;
  const order = state.list('orders', namespace).find((one) => ownedBy(one, request));
  if (order === undefined) return undefined;
  const link: Link = { from: refOf(request), relation: 'precededBy', to: refOf(order) };
  const challenge = state
    .list('challenges', namespace)
    .filter((one) => ownedBy(one, order))
    .find(({ status }) => textIn(recordIn(status).reason) !== undefined && recordIn(status).state !== 'valid');
  const bad =
    challenge ?? (/^(?:errored|invalid|expired)$/.test(String(recordIn(order.status).state)) ? order : undefined);
  if (bad === undefined) return undefined;
  const status = recordIn(bad.status);
  const cause: Finding = {
    code: 'AcmeChallengeFailing',
    subject: refOf(bad),
    confidence: 'confirmed',
    params: {
      domain: textIn(recordIn(bad.spec).dnsName) ?? textIn(recordIn(bad.spec).commonName),
      type: textIn(recordIn(bad.spec).type),
      state: textIn(status.state),
      message: textIn(status.reason),
    },
    evidence: [
      statusEvidence(
        bad,
        textIn(status.reason) === undefined ? 'status.state' : 'status.reason',
        status.reason ?? status.state,
      ),
    ],
  };
  return {
    cause,
    chain: bad === order ? [link] : [link, { from: refOf(order), relation: 'precededBy', to: refOf(bad) }],
  };
}

const ownedBy = (object: CustomObject, owner: CustomObject): boolean =>
  (object.metadata.ownerReferences ?? []).some(({ kind, name }) => kind === owner.kind && name === owner.metadata.name);

/** A request that was denied or failed for good says so itself. */
function ofRequest(request: CustomObject): Step | undefined {
  const bad =
    conditionIs(request, 'Denied', 'True') ??
    conditionIs(request, 'InvalidRequest', 'True') ??
    conditionIs(request, 'Ready', 'False');
  if (bad === undefined || bad.message === '' || (bad.type === 'Ready' && bad.reason === 'Pending')) return undefined;
  const cause: Finding = {
    code: 'CertificateRequestFailed',
    subject: refOf(request),
    confidence: 'confirmed',
    params: { reason: bad.reason, message: bad.message },
    evidence: [conditionEvidence(request, bad)],
    since: bad.at,
  };
  return { cause, chain: [] };
}
