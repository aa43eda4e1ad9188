/** Pods on a node whose volumes cannot be attached or mounted, as the attach controller and the kubelet report. */
import type { Event, Pod } from '../../cluster/objects.ts';
import { eventEvidence, eventTime } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import type { Code } from '../words/codes.ts';

/** Messages by what they mean; the first match wins. Missing ConfigMaps and Secrets belong to another fact. */
const MESSAGES: readonly (readonly [Code, RegExp])[] = [
  ['VolumeMultiAttach', /Multi-Attach error for volume "(?<volume>[^"]+)"(?<detail>.*)/],
  ['VolumeAttachFailed', /AttachVolume\.Attach failed for volume "(?<volume>[^"]+)"\s*:\s*(?<detail>[\s\S]*)/],
  [
    'VolumeMountFailed',
    // SetUp, MountDevice, WaitForAttach, NewMounter initialization, NodeAffinity check, …; MapVolume for raw block devices.
    /M(?:ount|ap)Volume\.[\w ]+ failed for volume "(?<volume>[^"]+)"\s*:\s*(?<detail>[\s\S]*)/,
  ],
  [
    'VolumeMountFailed',
    /Unable to attach or mount volumes?: unmounted volumes=\[(?<volume>[^\]]*)\](?<detail>[\s\S]*)/,
  ],
];
const NOT_OURS =
  /(?:configmap|secret) "[^"]+" not found|references non-existent (?:config|secret) key|couldn't propagate object cache|object "[^"]+" not registered/i;

/** Source: kubelet `events/event.go` and the attach-detach controller. */
const REASONS = new Set(['FailedAttachVolume', 'FailedMount', 'FailedMapVolume']);
const STARTS_WITHIN_MS = 60_000;

export default defineFact({
  id: 'volume-attach',
  needs: [...WORKLOAD_KINDS, 'events'],
  find: (state) =>
    state
      .list('pods')
      .filter((pod) => isStuck(pod, state.now))
      .flatMap((pod) => ofPod(pod, state)),
});

/** Placed on a node, and its containers are not created after the time that takes. */
function isStuck({ spec, status, metadata }: Pod, now: number): boolean {
  if (status?.phase !== 'Pending' || !spec?.nodeName || (spec.volumes ?? []).length === 0) return false;
  return (
    metadata.deletionTimestamp === undefined && now - Date.parse(metadata.creationTimestamp ?? '') > STARTS_WITHIN_MS
  );
}

function ofPod(pod: Pod, state: State<(typeof WORKLOAD_KINDS)[number] | 'events'>): Finding[] {
  const events = state.events({ kind: 'Pod', ...pod.metadata }).filter(({ reason }) => REASONS.has(reason ?? ''));
  const hits = events.flatMap((event) => matched(event));
  // The specific message says more than the kubelet's summary of unmounted volumes.
  const hit =
    hits.findLast(({ code }) => code !== 'VolumeMountFailed') ??
    hits.findLast(({ event }) => /^M(?:ount|ap)Volume/.test(event.message ?? '')) ??
    hits.at(-1);
  if (hit === undefined || events.some(({ message }) => NOT_OURS.test(message ?? ''))) return [];
  const { event, code, groups } = hit;
  const claim = pod.spec?.volumes?.find(({ persistentVolumeClaim }) => persistentVolumeClaim !== undefined)
    ?.persistentVolumeClaim?.claimName;
  return [
    {
      code,
      subject:
        claim === undefined || code === 'VolumeMountFailed'
          ? workloadOf(pod, state)
          : { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: pod.metadata.namespace, name: claim },
      confidence: 'confirmed',
      params: {
        volume: groups.volume,
        detail: groups.detail?.replace(/\s+/g, ' ').trim().slice(0, 300),
        pod: pod.metadata.name,
        claim,
        node: pod.spec?.nodeName,
      },
      evidence: [eventEvidence(event)],
      since: event.firstTimestamp ?? eventTime(event),
      affects: affectedBy([pod], 'mounts', state),
    },
  ];
}

function matched(event: Event): { event: Event; code: Code; groups: Record<string, string | undefined> }[] {
  for (const [code, pattern] of MESSAGES) {
    const groups = pattern.exec(event.message ?? '')?.groups;
    if (groups !== undefined) return [{ event, code, groups }];
  }
  return [];
}
