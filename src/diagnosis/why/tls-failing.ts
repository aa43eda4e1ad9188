/** Why a call fails in the TLS handshake: the certificate that the other side serves, or the authority that the caller trusts. */
import type { ObjectRef, Pod, Service } from '../../cluster/objects.ts';
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
    if (issued.length > 0) return issued;
    const rejected = peers.flatMap((peer) => rejectedByLog(peer, finding, state));
    return rejected.length > 0 ? rejected : [saidByLog(finding, host)];
  },
});

/** A handshake that failed with somebody whom the log does not name: what it is configured to call is looked at. */
function ofDependencies(finding: Finding, state: TlsState): Step[] {
  const [from] = podsOf(finding.subject, state);
  if (from === undefined || !finding.evidence.some(({ quote }) => callFailureIn(quote) === 'tls')) return [];
  const named = dependenciesOf(finding.subject, state).map(({ service }) => service);
  // Addresses may stand in Secrets: then any Service of the namespace may be meant, and a bad certificate tells which.
  for (const services of [named, servicesBeside(finding.subject, state)]) {
    const steps = services.flatMap((service) => ofService(service, finding, from, state));
    if (steps.length > 0) return steps;
    const rejected = services
      .flatMap((service) => peersOf(hostOf(service, finding), from, state))
      .flatMap((peer) => rejectedByLog(peer, finding, state));
    if (rejected.length === 1) return rejected;
  }
  return [];
}

const hostOf = ({ metadata: { namespace, name } }: Service, { subject }: Finding): string =>
  namespace === subject.namespace ? name : `${name}.${namespace}`;

function ofService(service: Service, finding: Finding, from: Pod, state: TlsState): Step[] {
  const host = hostOf(service, finding);
  const peers = peersOf(host, from, state);
  const bad = peers.flatMap((peer) => ofPeer(peer, host, finding, state));
  return bad.length > 0 ? bad : peers.flatMap((peer) => notIssued(peer, finding, state));
}

const servicesBeside = ({ namespace, name }: ObjectRef, state: TlsState) =>
  state
    .list('services', namespace)
    .filter(({ metadata }) => metadata.namespace === namespace && metadata.name !== name)
    .slice(0, MAX_BESIDE);
const MAX_BESIDE = 20;

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

/** What is the server's to mend; a certificate that is not valid yet may be the fault of the caller's clock. */
const SERVERS_FAULT =
  /(?:has )?expired(?!.{0,120}is before)|is valid for .{0,80}, not |altnames|alternative name|Hostname mismatch/i;

/** Secrets often may not be read: the one that the server mounts, and what the caller says of the certificate in it. */
function rejectedByLog({ ref, chain }: Peer, finding: Finding, state: TlsState): Step[] {
  const said = finding.evidence.map(({ quote }) => SAID.exec(quote)?.[0]).find((one) => one && SERVERS_FAULT.test(one));
  const names = mountedSecrets(ref, state).filter((name) => /tls|cert|ssl|pki|x509/i.test(name));
  const [name] = names;
  if (said === undefined || name === undefined || names.length > 1) return [];
  const secret: ObjectRef = { apiVersion: 'v1', kind: 'Secret', namespace: ref.namespace, name };
  const held = known(state.find('secrets', ref.namespace, name));
  // One that can be read and is well is not the one.
  if (held !== undefined && certificateIn(held) !== undefined) return [];
  return [
    {
      cause: {
        code: 'CertificateRejected',
        subject: secret,
        confidence: 'likely',
        params: { server: nameOf(ref), caller: nameOf(finding.subject), said },
        evidence: finding.evidence,
        since: finding.since,
        affects: [{ ref, relation: 'usesSecret' }],
      },
      chain: [
        { from: finding.subject, relation: 'calls', to: chain[0]?.from ?? ref },
        ...chain,
        { from: ref, relation: 'usesSecret', to: secret },
      ],
    },
  ];
}

const SAID = /(?:x509: |certificate|tls: |SSL|PKIX|ERR_TLS|self).{0,160}/i;

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
        said: SAID.exec(finding.evidence[0]?.quote ?? '')?.[0],
      },
      evidence: finding.evidence,
      since: finding.since,
    },
    chain: [],
  };
}
