/** Why a call fails in the TLS handshake: the certificate that the other side serves, or the authority that the caller trusts. */
import type { ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { certificateIn, issuedBy } from '../../semantics/certificate.ts';
import { resolveTarget } from '../../semantics/target.ts';
import { specEvidence } from '../evidence.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { workloadsBehind } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';
import {
  certificateFinding,
  type HeldCertificate,
  servedCertificates,
  trustedAuthorities,
} from '../walk/certificates.ts';
import { WORLD_KINDS, worldFor } from '../walk/host.ts';
import { nameOf } from '../words/fill.ts';

const NEEDS = [...WORLD_KINDS, 'secrets'] as const;
type TlsState = State<(typeof NEEDS)[number]>;

export default defineWhy({
  id: 'tls-failing',
  needs: NEEDS,
  explains: ['CallFailing'],
  why(finding, state) {
    if (finding.params?.failure !== 'tls') return [];
    const host = String(finding.params.host ?? '');
    const [from] = podsOf(finding.subject, state);
    if (host === '' || from === undefined) return [];
    const peers = peersOf(host, from, state);
    if (peers.length === 0) return [];
    const own = peers.flatMap((peer) => ofPeer(peer, host, finding, state));
    return own.length > 0 ? own : [saidByLog(finding, host)];
  },
});

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
