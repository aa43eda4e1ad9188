/** Claims that are not bound, and pods that name a claim which does not exist. */

import { apiVersionOf } from '../../cluster/kinds.ts';
import type { PersistentVolumeClaim, Pod, StorageClass } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import type { Failed } from '../../semantics/verdict.ts';
import { claimVerdict } from '../../semantics/volumeBinding.ts';
import { claimUses } from '../../semantics/volumeClaim.ts';
import { eventEvidence, specEvidence, statusEvidence } from '../evidence.ts';
import { defineFact, type Finding, type Subject } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { ABSENT, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';

const NEEDS = [...WORKLOAD_KINDS, 'persistentvolumeclaims', 'persistentvolumes', 'storageclasses', 'events'] as const;
type ClaimState = State<(typeof NEEDS)[number]>;

/** Binding and provisioning take a moment. */
const SETTLES_WITHIN_MS = 60_000;

export default defineFact({
  id: 'volume-claims',
  needs: NEEDS,
  find: (state) => [
    ...state.list('persistentvolumeclaims').flatMap((claim) => unbound(claim, state)),
    ...missingClaims(state),
  ],
});

const CODE: Readonly<Record<string, Code>> = {
  StorageClassNotFound: 'StorageClassNotFound',
  NoDefaultStorageClass: 'NoDefaultStorageClass',
  ClaimLost: 'VolumeLost',
  VolumeNotFound: 'VolumeLost',
  VolumeClaimedByOther: 'VolumeClaimedByOther',
};

function unbound(claim: PersistentVolumeClaim, state: ClaimState): Finding[] {
  const { phase } = claim.status ?? {};
  const age = state.now - Date.parse(claim.metadata.creationTimestamp ?? '');
  if (claim.metadata.deletionTimestamp !== undefined) return terminating(claim, state);
  if (phase === 'Bound' || age < SETTLES_WITHIN_MS) return [];
  const classes = state.list('storageclasses');
  const volumes = state.list('persistentvolumes');
  const verdict = claimVerdict(claim, {
    storageclasses: state.complete('storageclasses') ? classes : undefined,
    persistentvolumes: state.complete('persistentvolumes') ? volumes : undefined,
  });
  const users = podsUsing(claim, state);
  const affects = affectedBy(users, 'claims', state);
  if (!verdict.pass) return [failed(claim, verdict, affects)];
  const begun = verdict.outcome === 'Provisions' || (verdict.outcome === 'WaitsForConsumer' && wasHandedOver(claim));
  return begun ? provisioning(claim, verdict.storageClass, affects, state) : [];
}

/** The controller wrote down which provisioner is to make the volume: from then on that one reports what is wrong. */
const wasHandedOver = ({ metadata }: PersistentVolumeClaim): boolean =>
  ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'].some(
    (name) => metadata.annotations?.[name] !== undefined,
  );

/** A claim that was deleted and stays, as pods still use it: its finalizer waits for them. */
function terminating(claim: PersistentVolumeClaim, state: ClaimState): Finding[] {
  const { deletionTimestamp = '', finalizers = [] } = claim.metadata;
  const users = podsUsing(claim, state).filter(
    ({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed',
  );
  if (finalizers.length === 0 || state.now - Date.parse(deletionTimestamp) < SETTLES_WITHIN_MS) return [];
  return [
    {
      code: 'ClaimStuckTerminating',
      subject: refOf(claim),
      confidence: users.length > 0 ? 'confirmed' : 'likely',
      params: {
        finalizers: finalizers.join(', '),
        users: users.map(({ metadata }) => metadata.name).join(', ') || undefined,
      },
      evidence: [
        specEvidence(claim, 'metadata.deletionTimestamp', deletionTimestamp),
        ...finalizers.map((finalizer) => specEvidence(claim, `metadata.finalizers[${finalizer}]`, finalizer)),
        ...users.slice(0, 3).flatMap((pod) =>
          claimUses(pod)
            .filter((use) => use.claim === claim.metadata.name)
            .map(({ path }) => specEvidence(pod, path, claim.metadata.name)),
        ),
      ],
      since: deletionTimestamp,
    },
  ];
}

const podsUsing = ({ metadata }: PersistentVolumeClaim, state: ClaimState): Pod[] =>
  state.list('pods', metadata.namespace).filter((pod) => claimUses(pod).some(({ claim }) => claim === metadata.name));

function failed(claim: PersistentVolumeClaim, verdict: Failed, affects: Finding['affects']): Finding {
  const code = CODE[verdict.reason] ?? 'NoMatchingVolume';
  const named = claim.spec?.storageClassName ?? '';
  const subject: Subject =
    code === 'StorageClassNotFound'
      ? { apiVersion: apiVersionOf('storageclasses'), kind: 'StorageClass', name: named, missing: true }
      : refOf(claim);
  const relation = 'provisionedBy';
  return {
    code,
    subject,
    confidence: 'confirmed',
    params: {
      claim: `${claim.metadata.namespace}/${claim.metadata.name}`,
      class: named || undefined,
      volume: claim.spec?.volumeName,
      detail: verdict.detail,
    },
    evidence: [
      statusEvidence(claim, 'status.phase', claim.status?.phase ?? 'Pending'),
      ...verdict.by
        .filter(({ value }) => value !== '')
        .slice(0, 5)
        .map(({ object, path, value }) => specEvidence(object, path, value)),
    ],
    since: claim.metadata.creationTimestamp,
    affects:
      code === 'StorageClassNotFound'
        ? [{ ref: refOf(claim), relation }, ...throughClaim(claim, subject, affects)]
        : affects,
  };
}

/** Pods and workloads reach the class through their claim. */
function throughClaim(
  claim: PersistentVolumeClaim,
  to: Subject,
  users: Finding['affects'] = [],
): NonNullable<Finding['affects']> {
  const provisioned = { from: refOf(claim), relation: 'provisionedBy', to };
  return users.map((user) => ({
    ...user,
    chain: [{ from: user.ref, relation: 'claims', to: refOf(claim) }, provisioned],
  }));
}

/** A provisioner is to make the volume and has not: what it reports, or that it says nothing at all. */
function provisioning(
  claim: PersistentVolumeClaim,
  storageClass: StorageClass | undefined,
  affects: Finding['affects'],
  state: ClaimState,
): Finding[] {
  const events = state.events({ kind: 'PersistentVolumeClaim', ...claim.metadata });
  const failure = events.findLast(({ reason }) => reason === 'ProvisioningFailed');
  const waiting = events.findLast(({ reason }) => reason === 'ExternalProvisioning' || reason === 'Provisioning');
  const event = failure ?? waiting;
  if (event === undefined) return [];
  return [
    {
      code: failure === undefined ? 'ProvisionerSilent' : 'ProvisioningFailed',
      subject: refOf(claim),
      confidence: failure === undefined ? 'likely' : 'confirmed',
      params: { class: storageClass?.metadata.name, provisioner: storageClass?.provisioner, message: event.message },
      evidence: [eventEvidence(event), statusEvidence(claim, 'status.phase', claim.status?.phase ?? 'Pending')],
      since: claim.metadata.creationTimestamp,
      affects,
    },
  ];
}

/** Pods that wait for a claim of which the API server says that it does not exist. */
function missingClaims(state: ClaimState): Finding[] {
  return state
    .list('pods')
    .filter(({ status, metadata }) => status?.phase === 'Pending' && metadata.deletionTimestamp === undefined)
    .flatMap((pod) =>
      claimUses(pod)
        .filter(
          ({ claim, ephemeral }) =>
            !ephemeral && state.find('persistentvolumeclaims', pod.metadata.namespace, claim) === ABSENT,
        )
        .map(
          ({ claim, path }): Finding => ({
            code: 'ClaimMissing',
            subject: {
              apiVersion: 'v1',
              kind: 'PersistentVolumeClaim',
              namespace: pod.metadata.namespace,
              name: claim,
              missing: true,
            },
            confidence: 'confirmed',
            params: { pod: pod.metadata.name },
            evidence: [specEvidence(pod, path, claim)],
            affects: affectedBy([pod], 'claims', state),
          }),
        ),
    );
}
