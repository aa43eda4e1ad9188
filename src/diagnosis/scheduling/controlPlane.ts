/** Components of the control plane that no longer renew their leader's lease: nobody does their work. */
import type { Lease, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { specEvidence, statusEvidence } from '../evidence.ts';
import type { Finding } from '../finding.ts';
import { known, type State } from '../state.ts';

export const CONTROL_PLANE_KINDS = ['pods', 'leases'] as const;
type ControlPlaneState = State<(typeof CONTROL_PLANE_KINDS)[number]>;

/** A leader renews every few seconds and gives up after `leaseDurationSeconds`; so long after that nobody took over. */
const STALE_MS = 60_000;

/** undefined where a leader is there, or where it is not known (managed clusters hide it). */
export function componentDown(component: string, state: ControlPlaneState): Finding | undefined {
  const lease = known(state.find('leases', 'kube-system', component));
  if (lease === undefined || !isStale(lease, state.now)) return undefined;
  const pods = state
    .list('pods', 'kube-system')
    .filter(({ metadata }) => metadata.labels?.component === component || metadata.name.startsWith(`${component}-`));
  const down = pods.find((pod) => !isReady(pod));
  const renewed = String(lease.spec?.renewTime ?? '');
  return {
    code: 'ControlPlaneComponentDown',
    subject: down === undefined ? refOf(lease) : podRef(down),
    about: component,
    confidence: 'confirmed',
    params: { component, renewed, holder: lease.spec?.holderIdentity || undefined },
    evidence: [specEvidence(lease, 'spec.renewTime', renewed), ...(down === undefined ? [] : phase(down))],
    since: renewed || undefined,
  };
}

const podRef = (pod: Pod): ObjectRef => refOf(pod);
const phase = (pod: Pod) =>
  pod.status?.phase === undefined ? [] : [statusEvidence(pod, 'status.phase', pod.status.phase)];

function isStale({ spec }: Lease, now: number): boolean {
  const { holderIdentity, renewTime, leaseDurationSeconds = 15 } = spec ?? {};
  // A leader that stops in order gives its lease back.
  if (renewTime === undefined || renewTime === null) return false;
  const age = now - Date.parse(String(renewTime));
  return age > STALE_MS + (holderIdentity ? leaseDurationSeconds * 1000 : 0);
}
