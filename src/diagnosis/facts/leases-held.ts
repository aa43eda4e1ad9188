/** A Lease that somebody holds who is no longer there: its successors wait, ready and idle, until it runs out. */
import type { Lease, ObjectRef } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { specEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { podsOf, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import { ABSENT, type State } from '../state.ts';

const NEEDS = [...WORKLOAD_KINDS, 'leases'] as const;
type LeaseState = State<(typeof NEEDS)[number]>;

/** Pods are replaced, and leases handed on, within this. */
const SETTLES_WITHIN_MS = 3 * 60_000;

export default defineFact({
  id: 'leases-held',
  needs: NEEDS,
  find(state) {
    // A handful of objects a namespace, and of interest only where a question is about one.
    const namespaces = state.focus.text === '' ? [] : (state.focus.namespaces ?? []);
    return namespaces.flatMap((namespace) =>
      state.list('leases', namespace).flatMap((lease) => heldByGone(lease, state) ?? []),
    );
  },
});

/** The holder's identity is its pod's name, alone or with a unique part behind it. Source: client-go `leaderelection`. */
function heldByGone(lease: Lease, state: LeaseState): Finding | undefined {
  const { namespace } = lease.metadata;
  const { holderIdentity = '', leaseDurationSeconds = 0, renewTime } = lease.spec ?? {};
  const holder = holderIdentity.split('_')[0] ?? '';
  const renewed = Date.parse(String(renewTime ?? ''));
  const stillValid = renewed + leaseDurationSeconds * 1000 > state.now;
  if (holder === '' || !stillValid || !(state.now - renewed > SETTLES_WITHIN_MS)) return undefined;
  if (state.find('pods', namespace, holder) !== ABSENT) return undefined;
  const waiting = successorOf(holder, namespace, state);
  if (waiting === undefined) return undefined;
  return {
    code: 'LeaseHeldByGone',
    subject: refOf(lease),
    confidence: 'likely',
    params: {
      holder,
      renewed: new Date(renewed).toISOString(),
      seconds: leaseDurationSeconds,
      until: new Date(renewed + leaseDurationSeconds * 1000).toISOString(),
      waiting: `${waiting.kind} ${waiting.name}`,
    },
    evidence: [
      specEvidence(lease, 'spec.holderIdentity', holderIdentity),
      specEvidence(lease, 'spec.renewTime', String(renewTime)),
      specEvidence(lease, 'spec.leaseDurationSeconds', leaseDurationSeconds),
    ],
    since: new Date(renewed).toISOString(),
    affects: [{ ref: waiting, relation: 'uses' }],
  };
}

/** The workload whose pods bear the holder's name but for the part that each pod has of its own. */
function successorOf(holder: string, namespace: string | undefined, state: LeaseState): ObjectRef | undefined {
  const stem = holder.replace(/-[^-]+$/, '');
  const older = stem.replace(/-[^-]+$/, '');
  const pod = state
    .list('pods', namespace)
    .find(
      ({ metadata }) => metadata.name.startsWith(`${stem}-`) || (older !== '' && metadata.name.startsWith(`${older}-`)),
    );
  const workload = pod && workloadOf(pod, state);
  return workload !== undefined && podsOf(workload, state).length > 0 ? workload : undefined;
}
