/** Pods whose sandbox cannot be made: the network plug-in fails or has no addresses, or the runtime itself. */
import type { Event, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey } from '../../cluster/objects.ts';
import { eventEvidence, eventTime } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS, workloadOf } from '../objects/workloads.ts';
import type { State } from '../state.ts';
import type { Code } from '../words/codes.ts';

/** The runtime's and the plug-ins' sentences by what they mean; the first match wins. */
const MESSAGES: readonly (readonly [Code, RegExp])[] = [
  [
    'PodAddressesExhausted',
    /no (?:IP addresses|free IPs?|available IPs?|addresses) (?:available|in)|failed to (?:assign|allocate) an? IP|assign an IP address|insufficient (?:IPs?|addresses)|IPAM.*(?:exhaust|full)|No more IPs|range is full|could not allocate IP in range|assigned 0 out of \d+ requested IPv|IPAM allocated only \d+|no available (?:IP )?address|NoAvailableAddress/i,
  ],
  [
    'PodNetworkFailed',
    /setup network for sandbox|network for sandbox|networkPlugin cni failed|plugin type="[^"]+"|cni (?:config|plugin)|failed to set ?up pod/i,
  ],
  ['PodSandboxFailed', /[\s\S]+/],
];
const NEEDS = [...WORKLOAD_KINDS, 'events'] as const;
type SandboxState = State<(typeof NEEDS)[number]>;

const STARTS_WITHIN_MS = 60_000;
const LASTS_MS = 30 * 60_000;

export default defineFact({
  id: 'pod-sandbox',
  needs: NEEDS,
  find(state) {
    const hits = state
      .list('pods')
      .filter((pod) => isStuck(pod, state.now))
      .flatMap((pod) => lastFailure(pod, state));
    const groups = Map.groupBy(hits, ({ pod, code }) => `${code} ${refKey(whoseFault(pod, code, hits, state))}`);
    return [...groups.values()].flatMap((group): Finding[] => {
      const [first] = group;
      if (first === undefined) return [];
      const pods = group.map(({ pod }) => pod);
      const nodes = [...new Set(pods.flatMap(({ spec }) => spec?.nodeName ?? []))].sort();
      return [
        {
          code: first.code,
          subject: whoseFault(first.pod, first.code, hits, state),
          confidence: 'confirmed',
          params: {
            count: pods.length,
            nodes: nodes.join(', '),
            message: first.event.message?.replace(/\s+/g, ' ').slice(0, 400),
          },
          evidence: group.slice(0, 3).map(({ event }) => eventEvidence(event)),
          since: first.event.firstTimestamp ?? eventTime(first.event),
          affects: affectedBy(pods, 'runsOn', state),
        },
      ];
    });
  },
});

interface Hit {
  pod: Pod;
  event: Event;
  code: Code;
}

/** Where several workloads fail in one way on one node and nowhere else, it is the node's. */
function whoseFault(pod: Pod, code: Code, hits: readonly Hit[], state: SandboxState): ObjectRef {
  const own = workloadOf(pod, state);
  const alike = hits.filter((hit) => hit.code === code);
  const nodes = new Set(alike.map((hit) => hit.pod.spec?.nodeName));
  const several = alike.some((hit) => refKey(workloadOf(hit.pod, state)) !== refKey(own));
  const [name] = nodes;
  return several && nodes.size === 1 && name !== undefined ? { apiVersion: 'v1', kind: 'Node', name } : own;
}

const isStuck = ({ status, spec, metadata }: Pod, now: number): boolean =>
  status?.phase === 'Pending' &&
  Boolean(spec?.nodeName) &&
  metadata.deletionTimestamp === undefined &&
  now - Date.parse(metadata.creationTimestamp ?? '') > STARTS_WITHIN_MS;

function lastFailure(pod: Pod, state: State<'events'>): Hit[] {
  const event = state
    .events({ kind: 'Pod', ...pod.metadata })
    .findLast(
      ({ reason }) =>
        reason === 'FailedCreatePodSandBox' || reason === 'NetworkNotReady' || reason === 'FailedPodSandBoxStatus',
    );
  if (event === undefined || state.now - Date.parse(eventTime(event)) > LASTS_MS) return [];
  const code = MESSAGES.find(([, pattern]) => pattern.test(event.message ?? ''))?.[0] ?? 'PodSandboxFailed';
  return [{ pod, event, code }];
}
