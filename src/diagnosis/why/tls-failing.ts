/** Why a call fails in the TLS handshake: the certificate that the other side serves, or the authority that the caller trusts. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { certificateIn, issuedBy } from '../../semantics/certificate.ts';
import { recordIn, textIn } from '../../semantics/lenient.ts';
import { resolveTarget } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import { certificateNotReady } from '../facts/issued-certificates.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { callFailureIn } from '../log/calls.ts';
import { dependenciesOf } from '../objects/dependencies.ts';
import { workloadsBehind } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';
import {
  certificateFinding,
  type HeldCertificate,
  mountedSecrets,
  servedCertificates,
  trustedAuthorities,
} from '../walk/certificates.ts';
import { WORLD_KINDS, worldFor } from '../walk/host.ts';
import { nameOf } from '../words/fill.ts';

const NEEDS = [...WORLD_KINDS, 'secrets', 'certificates'] as const;
type TlsState = State<(typeof NEEDS)[number]>;

export default defineWhy({
  id: 'tls-failing',
  needs: NEEDS,
  explains: ['CallFailing', 'ApplicationFailing'],
  why(finding, state) {
    if (finding.code === 'ApplicationFailing') return ofDependencies(finding, state);
    if (finding.params?.failure !== 'tls') return [];
    const host = String(finding.params.host ?? '');
    const [from] = podsOf(finding.subject, state);
    if (host === '' || from === undefined) return [];
    const peers = peersOf(host, from, state);
    if (peers.length === 0) return [];
    const own = peers.flatMap((peer) => ofPeer(peer, host, finding, state));
    if (own.length > 0) return own;
    const issued = peers.flatMap((peer) => notIssued(peer, finding, state));
    return issued.length > 0 ? issued : [saidByLog(finding, host)];
  },
});

/** A handshake that failed with somebody whom the log does not name: what it is configured to call is looked at. */
function ofDependencies(finding: Finding, state: TlsState): Step[] {
  const [from] = podsOf(finding.subject, state);
  if (from === undefined || !finding.evidence.some(({ quote }) => callFailureIn(quote) === 'tls')) return [];
  return dependenciesOf(finding.subject, state).flatMap(({ service }) => {
    const { namespace, name } = service.metadata;
    const host = namespace === finding.subject.namespace ? name : `${name}.${namespace}`;
    const peers = peersOf(host, from, state);
    const bad = peers.flatMap((peer) => ofPeer(peer, host, finding, state));
    return bad.length > 0 ? bad : peers.flatMap((peer) => notIssued(peer, finding, state));
  });
}

/** Who serves the host with which certificate, and the way there. */
interface Peer {
  ref: ObjectRef;
  chain: Step['chain'];
  held: HeldCertificate[];
}

function peersOf(host: string, from: Pod, state: TlsState): Peer[] {
  const target = resolveTarget(host, from, worldFor(host, from, state));
  if (target.kind === 'service') {
    const service = refOf(target.service);
    return workloadsBehind(service.namespace, service.name, state).map((ref) => ({
      ref,
      chain: [{ from: service, relation: 'backedBy', to: ref }],
      held: servedCertificates(ref, state),
    }));
  }
  if (target.kind !== 'served') return [];
  return target.by.flatMap((by) => {
    const ingress = known(state.find('ingresses', by.metadata.namespace, by.metadata.name));
    const held = (ingress?.spec?.tls ?? []).flatMap(({ secretName }) => {
      const holder =
        secretName === undefined ? undefined : known(state.find('secrets', by.metadata.namespace, secretName));
      const certificate = holder && certificateIn(holder);
      return holder === undefined || certificate === undefined ? [] : [{ holder, certificate }];
    });
    return ingress === undefined ? [] : [{ ref: refOf(ingress), chain: [], held }];
  });
}

function ofPeer(peer: Peer, host: string, finding: Finding, state: TlsState): Step[] {
  const [first] = peer.chain;
  const start = { from: finding.subject, relation: 'calls', to: first?.from ?? peer.ref };
  const bad = peer.held.flatMap((held) => certificateFinding(held, host, peer.ref, state.now) ?? []);
  if (bad.length > 0)
    return bad.map((cause) => ({
      cause: { ...cause, evidence: [...cause.evidence, ...finding.evidence] },
      chain: [start, ...peer.chain, { from: peer.ref, relation: 'usesSecret', to: cause.subject }],
    }));
  return trustedAuthorities(finding.subject, state)
    .filter(({ bundle }) => peer.held.length > 0 && !peer.held.some(({ certificate }) => issuedBy(certificate, bundle)))
    .map(({ holder, key, bundle }) => ({
      cause: {
        code: 'AuthorityNotTrusted' as const,
        subject: refOf(holder),
        about: key,
        confidence: 'confirmed' as const,
        params: {
          key,
          issuer: peer.held[0]?.certificate.issuer,
          trusted: bundle.map(({ subject }) => subject).join('; '),
          server: nameOf(peer.ref),
          caller: nameOf(finding.subject),
        },
        evidence: [...finding.evidence, specEvidence(holder, `data[${key}]: subject`, bundle[0]?.subject)],
        affects: [{ ref: finding.subject, relation: 'readsConfig' as const }],
      },
      chain: [{ from: finding.subject, relation: 'readsConfig', to: refOf(holder) }],
    }));
}

/** Where the Secret cannot be read, its Certificate tells that it was not renewed. */
function notIssued({ ref, chain }: Peer, finding: Finding, state: TlsState): Step[] {
  const mounted = new Set(mountedSecrets(ref, state));
  return state
    .list('certificates', ref.namespace)
    .filter(({ spec }) => mounted.has(textIn(recordIn(spec).secretName) ?? ''))
    .flatMap((certificate) => certificateNotReady(certificate, state.now) ?? [])
    .map((cause) => ({
      cause: { ...cause, evidence: [...cause.evidence, ...finding.evidence] },
      chain: [
        { from: finding.subject, relation: 'calls', to: chain[0]?.from ?? ref },
        ...chain,
        { from: ref, relation: 'usesSecret', to: cause.subject },
      ],
    }));
}

/** No certificate can be looked at: the log's own words. */
function saidByLog(finding: Finding, host: string): Step {
  return {
    cause: {
      code: 'TlsVerificationFailed',
      subject: finding.subject,
      about: host,
      confidence: 'likely',
      params: {
        host,
        said: /(?:x509: |certificate|tls: |SSL|PKIX|ERR_TLS|self).{0,160}/i.exec(finding.evidence[0]?.quote ?? '')?.[0],
      },
      evidence: finding.evidence,
      since: finding.since,
    },
    chain: [],
  };
}
