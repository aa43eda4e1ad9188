/** Nodes that are down or in trouble, with the pods that they take along. */
import type { Node, Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { statusEvidence } from '../evidence.ts';
import { defineFact, type Finding } from '../finding.ts';
import { affectedBy, WORKLOAD_KINDS } from '../objects/workloads.ts';
import { known, type State } from '../state.ts';
import type { Code } from '../words/codes.ts';

export const NODE_KINDS = [...WORKLOAD_KINDS, 'nodes'] as const;
type NodeState = State<(typeof NODE_KINDS)[number]>;

/** Conditions that mean trouble when they are True: an allow-list, as vendors add their own in either sense. */
const PRESSURES: Readonly<Record<string, Code>> = {
  DiskPressure: 'NodeDiskPressure',
  MemoryPressure: 'NodeUnderPressure',
  PIDPressure: 'NodeUnderPressure',
  NetworkUnavailable: 'NodeNetworkUnavailable',
  KernelDeadlock: 'NodeProblem',
  ReadonlyFilesystem: 'NodeProblem',
  CorruptDockerOverlay2: 'NodeProblem',
  FrequentKubeletRestart: 'NodeProblem',
  FrequentContainerdRestart: 'NodeProblem',
  FrequentUnregisterNetDevice: 'NodeProblem',
  KubeletUnhealthy: 'NodeProblem',
  ContainerRuntimeUnhealthy: 'NodeProblem',
  NTPProblem: 'NodeProblem',
};
/** A node may miss a heartbeat or two. */
const GRACE_MS = 40_000;

export default defineFact({
  id: 'node-not-ready',
  needs: NODE_KINDS,
  find: (state) => nodesThatMatter(state).flatMap((node) => nodeTroubles(node, state)),
});

/** What is wrong with a node by its own conditions. */
export const nodeTroubles = (node: Node, state: NodeState): Finding[] => [
  ...down(node, state),
  ...pressed(node, state),
  ...skewed(node, state),
];

/** The API server's clock and the kubelet's differ by little where both are kept in time. */
const SKEW_MS = 2 * 60_000;

/** A heartbeat from the future: the clock of the node is ahead. One that is behind looks like a late heartbeat. */
function skewed(node: Node, state: NodeState): Finding[] {
  const heartbeat = node.status?.conditions?.find(({ type }) => type === 'Ready')?.lastHeartbeatTime;
  if (!(Date.parse(heartbeat ?? '') - state.now > SKEW_MS)) return [];
  const victims = podsOn(node, state).filter(inTrouble);
  return [
    {
      code: 'NodeClockSkewed',
      subject: refOf(node),
      confidence: 'likely',
      params: { heartbeat, now: new Date(state.now).toISOString() },
      evidence: [statusEvidence(node, 'status.conditions[Ready].lastHeartbeatTime', heartbeat, heartbeat)],
      affects: affectedBy(victims, 'runsOn', state),
    },
  ];
}

/** All nodes in a sweep of the cluster, or where the question is about one; else those of the scope's pods in trouble. */
function nodesThatMatter(state: NodeState): readonly Node[] {
  const asked =
    /\bnodes?\b|节点|主机|机器/.test(state.focus.text) || state.focus.objects.some(({ ref }) => ref.kind === 'Node');
  if (state.focus.namespaces === undefined || asked) return state.list('nodes');
  const names = new Set(
    state
      .list('pods')
      .filter(inTrouble)
      .flatMap(({ spec }) => spec?.nodeName ?? []),
  );
  return [...names].sort().flatMap((name) => known(state.find('nodes', undefined, name)) ?? []);
}

const inTrouble = (pod: Pod): boolean =>
  pod.status?.phase === 'Failed' || (pod.status?.phase !== 'Succeeded' && !isReady(pod));

function down(node: Node, state: NodeState): Finding[] {
  const condition = node.status?.conditions?.find(({ type }) => type === 'Ready');
  if (condition === undefined || condition.status === 'True') return [];
  const since = condition.lastTransitionTime;
  if (state.now - Date.parse(since ?? '') < GRACE_MS) return [];
  const victims = podsOn(node, state).filter((pod) => inTrouble(pod) || pod.metadata.deletionTimestamp !== undefined);
  return [
    {
      code: 'NodeNotReady',
      subject: refOf(node),
      confidence: 'confirmed',
      params: {
        status: condition.status,
        reason: condition.reason,
        message: condition.message,
        victims: victims.length,
        heartbeat: condition.lastHeartbeatTime,
        cause: causeOf(condition.message ?? ''),
      },
      evidence: [
        statusEvidence(node, 'status.conditions[Ready].status', condition.status, since),
        statusEvidence(node, 'status.conditions[Ready].message', condition.message ?? '', since),
      ],
      since,
      affects: affectedBy(victims, 'runsOn', state),
    },
  ];
}

/** What the kubelet's own message blames, in the field's words. */
function causeOf(message: string): string | undefined {
  const causes: readonly (readonly [string, RegExp])[] = [
    ['the kubelet stopped posting its status', /stopped posting node status/i],
    [
      'the CNI plug-in is not initialised',
      /cni plugin not initialized|network plugin (?:is not|not) ready|NetworkPluginNotReady/i,
    ],
    [
      'the container runtime is down',
      /container runtime (?:is down|status check|network not ready)|PLEG is not healthy|containerd|runtime service/i,
    ],
  ];
  return causes.find(([, pattern]) => pattern.test(message))?.[0];
}

/** A pressure counts as a cause where pods suffer from it; else the node says so without harm. */
function pressed(node: Node, state: NodeState): Finding[] {
  return (node.status?.conditions ?? []).flatMap(({ type, status, reason, message, lastTransitionTime }): Finding[] => {
    const code = status === 'True' ? PRESSURES[type] : undefined;
    if (code === undefined) return [];
    const victims = podsOn(node, state).filter(inTrouble);
    return [
      {
        code,
        subject: refOf(node),
        about: type,
        confidence: 'confirmed',
        params: { condition: type, reason, message, victims: victims.length },
        evidence: [
          statusEvidence(node, `status.conditions[${type}].message`, message ?? reason ?? 'True', lastTransitionTime),
        ],
        since: lastTransitionTime,
        affects: affectedBy(victims, 'runsOn', state),
      },
    ];
  });
}

function podsOn(node: Node, state: NodeState): readonly Pod[] {
  const index = state.memo('node-not-ready:podsByNode', () =>
    Map.groupBy(state.list('pods'), ({ spec }) => spec?.nodeName ?? ''),
  );
  return index.get(node.metadata.name) ?? [];
}
