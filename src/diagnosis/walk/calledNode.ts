/** A node that is called by its name or address: what is wrong with it, or with the certificate that its kubelet serves with. */
import type { CertificateSigningRequest, Node } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { specEvidence } from '../evidence.ts';
import { nodeTroubles } from '../facts/node-not-ready.ts';
import type { Finding, Step } from '../finding.ts';
import type { WorldState } from './host.ts';

/** Who signs what a kubelet serves with. Only somebody who checks the addresses in it may approve, so no controller of Kubernetes does. */
const SERVING = 'kubernetes.io/kubelet-serving';

export function calledNodeSteps(node: Node, call: Finding, state: WorldState): Step[] {
  const chain = [{ from: call.subject, relation: 'calls', to: refOf(node) }];
  const pending = call.params?.failure === 'tls' ? servingRequest(node, state) : undefined;
  if (pending === undefined) return nodeTroubles(node, state).map((cause) => ({ cause, chain }));
  const cause: Finding = {
    code: 'KubeletCertificatePending',
    subject: refOf(pending),
    confidence: 'likely',
    params: { node: node.metadata.name, since: pending.metadata.creationTimestamp },
    evidence: [
      specEvidence(pending, 'spec.signerName', SERVING),
      specEvidence(pending, 'spec.username', pending.spec?.username),
    ],
    since: pending.metadata.creationTimestamp,
    affects: [{ ref: refOf(node), relation: 'issuedBy' }],
  };
  return [{ cause, chain: [...chain, { from: refOf(node), relation: 'issuedBy', to: cause.subject }] }];
}

/** The newest request of the node's kubelet that nobody has decided on; none where a later one was granted. */
function servingRequest({ metadata }: Node, state: WorldState): CertificateSigningRequest | undefined {
  const newest = state
    .list('certificatesigningrequests')
    .filter(({ spec }) => spec?.signerName === SERVING && spec.username === `system:node:${metadata.name}`)
    .sort((a, b) => String(a.metadata.creationTimestamp).localeCompare(String(b.metadata.creationTimestamp)))
    .at(-1);
  return (newest?.status?.conditions ?? []).length > 0 ? undefined : newest;
}
