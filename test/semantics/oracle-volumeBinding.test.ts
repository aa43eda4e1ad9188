/** Binding of claims against the real volume controller: each claim among volumes of a class of its own. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import type { Event, PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../src/cluster/objects.ts';
import { claimVerdict } from '../../src/semantics/volumeBinding.ts';
import { kubeboxMissing } from '../kubebox.ts';
import { namespace, type RealApi, startRealApi } from './realApi.ts';

const SCENARIOS = 120;
const NAMESPACE = 'shop';

const modes = fc.constantFrom<string[]>(
  ['ReadWriteOnce'],
  ['ReadWriteMany'],
  ['ReadWriteOnce', 'ReadOnlyMany'],
  ['ReadOnlyMany'],
);
const size = fc.constantFrom('500Mi', '1Gi', '1G', '2Gi', '5Gi');
const labels = fc.constantFrom<Record<string, string>>({}, { tier: 'fast' }, { tier: 'slow' });
const volumeMode = fc.constantFrom(undefined, undefined, undefined, 'Block');

const volume = fc.record({
  size,
  modes,
  labels,
  volumeMode,
  otherClass: fc.integer({ min: 0, max: 5 }).map((at) => at === 0),
  reserved: fc.constantFrom('no', 'no', 'no', 'no', 'mine', 'other'),
});

const scenario = fc.record({
  provisioner: fc.constantFrom('no class', 'missing', 'missing', 'kubernetes.io/no-provisioner', 'example.com/disk'),
  waits: fc.boolean(),
  size,
  modes,
  volumeMode,
  selector: fc.constantFrom(undefined, undefined, { matchLabels: { tier: 'fast' } }),
  volumes: fc.array(volume, { minLength: 0, maxLength: 3 }),
  named: fc.constantFrom<'no' | 'first' | 'absent'>('no', 'no', 'no', 'no', 'first', 'absent'),
});

interface Made {
  claim: PersistentVolumeClaim;
  volumes: PersistentVolume[];
  classes: StorageClass[];
}

function make(plan: typeof scenario extends fc.Arbitrary<infer T> ? T : never, index: number): Made {
  // One namespace of names a scenario: without a class, a label keeps the scenarios apart.
  const own = { scenario: String(index) };
  const className = plan.provisioner === 'no class' ? '' : `class-${index}`;
  const name = `claim-${index}`;
  const volumes = plan.volumes.map(
    (one, at): PersistentVolume => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `volume-${index}-${at}`, labels: { ...own, ...one.labels } },
      spec: {
        capacity: { storage: one.size },
        accessModes: one.modes,
        storageClassName: one.otherClass ? `other-${index}` : className,
        volumeMode: one.volumeMode,
        nfs: { server: 'nfs.example', path: `/${at}` },
        persistentVolumeReclaimPolicy: 'Retain',
        ...(one.reserved !== 'no' && {
          claimRef: { namespace: NAMESPACE, name: one.reserved === 'mine' ? name : 'someone' },
        }),
      },
      status: { phase: 'Available' },
    }),
  );
  const selector = { matchLabels: { ...own, ...plan.selector?.matchLabels } };
  const claim: PersistentVolumeClaim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace: NAMESPACE, uid: `uid-${name}` },
    spec: {
      accessModes: plan.modes,
      storageClassName: className,
      volumeMode: plan.volumeMode,
      resources: { requests: { storage: plan.size } },
      // A claim with a selector is never provisioned for by outside provisioners, but waits for one as any other.
      selector: className === '' || plan.selector ? selector : undefined,
      volumeName:
        plan.named === 'no'
          ? undefined
          : plan.named === 'first' && volumes[0]
            ? volumes[0].metadata.name
            : `absent-${index}`,
    },
    status: { phase: 'Pending' },
  };
  const known = plan.provisioner !== 'no class' && plan.provisioner !== 'missing';
  const storageClass: StorageClass = {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: className },
    provisioner: plan.provisioner,
    reclaimPolicy: 'Delete',
    volumeBindingMode: plan.waits ? 'WaitForFirstConsumer' : 'Immediate',
  };
  return { claim, volumes, classes: known ? [storageClass] : [] };
}

/** The events by which the controller says what my verdict should say. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  NoMatchingVolume: ['FailedBinding', 'ProvisioningFailed'],
  StorageClassNotFound: ['ProvisioningFailed'],
  WaitsForConsumer: ['WaitForFirstConsumer'],
  Provisions: ['ExternalProvisioning'],
  VolumeClaimedByOther: ['FailedBinding'],
  VolumeMismatch: ['VolumeMismatch'],
};

async function settled(api: RealApi, wanted: number): Promise<{ claims: PersistentVolumeClaim[]; events: Event[] }> {
  const list = async <T>(kind: string) =>
    (await api.send<{ items: T[] }>('GET', `/api/v1/namespaces/${NAMESPACE}/${kind}`)).body.items;
  for (const end = Date.now() + 40_000; ; ) {
    const [claims, events] = [await list<PersistentVolumeClaim>('persistentvolumeclaims'), await list<Event>('events')];
    const heard = new Set(events.map(({ involvedObject }) => involvedObject.name));
    const done = claims.filter(({ metadata, status }) => status?.phase !== 'Pending' || heard.has(metadata.name));
    if (done.length >= wanted || Date.now() > end) return { claims, events };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

describe.skipIf(kubeboxMissing !== undefined)(
  `claims, bound as the real controller binds ${kubeboxMissing ?? ''}`,
  () => {
    let api: RealApi | undefined;
    afterAll(async () => api?.stop());

    it('agrees on the volume, or on why there is none', async () => {
      const made = fc.sample(scenario, { seed: 99, numRuns: SCENARIOS }).map(make);
      const world = {
        persistentvolumes: made.flatMap(({ volumes }) => volumes),
        storageclasses: made.flatMap(({ classes }) => classes),
      };
      const verdicts = made.map(({ claim }) => ({ name: claim.metadata.name, verdict: claimVerdict(claim, world) }));
      const silent = verdicts.filter(({ verdict }) => !verdict.pass && verdict.reason === 'VolumeNotFound').length;
      const objects = [
        ...namespace(NAMESPACE),
        ...made.map(({ claim }) => claim),
        ...world.persistentvolumes,
        ...world.storageclasses,
      ];
      api = await startRealApi(objects, { controllers: 'persistentvolume-binder-controller' });
      const { claims, events } = await settled(api, SCENARIOS - silent);
      const differences: string[] = [];
      const seen = new Set<string>();
      for (const { name, verdict } of verdicts) {
        const claim = claims.find(({ metadata }) => metadata.name === name);
        const reasons = events
          .filter(({ involvedObject }) => involvedObject.name === name)
          .map(({ reason }) => reason ?? '');
        const bound = claim?.status?.phase === 'Bound' ? claim.spec?.volumeName : undefined;
        const outcome = verdict.pass ? verdict.outcome : verdict.reason;
        seen.add(outcome);
        const agrees =
          outcome === 'Binds'
            ? verdict.pass && bound === verdict.volume?.metadata.name
            : bound === undefined && (EVENTS[outcome] ?? []).length === 0
              ? reasons.length === 0
              : bound === undefined && reasons.some((reason) => EVENTS[outcome]?.includes(reason));
        if (agrees) continue;
        const shown = made.find((one) => one.claim.metadata.name === name);
        const messages = events
          .filter(({ involvedObject }) => involvedObject.name === name)
          .map(({ message }) => message);
        differences.push(
          JSON.stringify(
            {
              outcome,
              bound,
              reasons,
              messages,
              detail: verdict.pass ? verdict.volume?.metadata.name : verdict.detail,
              shown,
            },
            null,
            1,
          ),
        );
      }
      expect(differences).toEqual([]);
      expect([...seen].sort()).toEqual(['Binds', ...Object.keys(EVENTS), 'VolumeNotFound'].sort());
    });
  },
);
