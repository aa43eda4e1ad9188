/**
 * DaemonSets that were asked about and run on no node, and those that leave out the nodes on which somebody misses what they
 * bring: elsewhere that is a choice, as for nodes that a cluster may have.
 */
import type { DaemonSet, Node } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { objectsIn } from '../../semantics/lenient.ts';
import { defineFact, type Finding } from '../finding.ts';
import { RELATED_KINDS, relatedTo } from '../objects/related.ts';
import { podsOf } from '../objects/workloads.ts';
import { wordsIn } from '../question.ts';
import { idleDaemonSet } from '../scheduling/idleDaemonSet.ts';
import { skippedNodes } from '../scheduling/skippedNodes.ts';
import { EVERYWHERE, type State } from '../state.ts';
import { startText } from '../walk/operator.ts';

const NEEDS = [...RELATED_KINDS, 'nodes'] as const;
type DaemonState = State<(typeof NEEDS)[number]>;

export default defineFact({
  id: 'daemon-sets',
  needs: NEEDS,
  find: (state) => [...idle(state), ...missed(state)],
});

const idle = (state: DaemonState): Finding[] =>
  state
    .list('daemonsets')
    .filter((set) => state.focus.objects.some(({ ref }) => refKey(ref) === refKey(refOf(set))))
    // Its nodes are read only where it has none.
    .filter(({ status }) => status?.desiredNumberScheduled === 0)
    .filter((set) => state.list('nodes').length > 0 && idleDaemonSet(set, state) !== undefined)
    .flatMap((set) => idleDaemonSet(set, state) ?? []);

/** Something is not there, on machines. */
const MISSES =
  /\b(?:no|not|missing|without|lack\w*|absent|gone|lost|only)\b|没有|缺|收不到|看不到|查不到|搜不到|断了|断流|丢了|不上报|采集不到/;
const MACHINES = /node|machine|host|\bbox|server|worker|pool|节点|机器|主机|服务器/;

/** What people miss on a node, and how the agents that bring it are called. */
const BRINGS: readonly (readonly [missed: RegExp, agent: RegExp])[] = [
  [
    /metric|monitor|grafana|prometheus|dashboard|graph|cpu|指标|监控|看板/,
    /export|metric|monitor|telegraf|otel|collector|agent|datadog|zabbix/,
  ],
  [/\blogs?\b|logging|kibana|loki|日志/, /log|fluent|vector|promtail|filebeat|alloy|collector|agent/],
  [/volume|mount|storage|挂载|存储|卷/, /csi|nfs|storage|longhorn|rook/],
  [/gpu|device|cuda|显卡/, /device-?plugin|gpu|nvidia|amd|dcgm/],
  [/security|scan|falco|安全|扫描/, /falco|agent|sensor|scan|security/],
];

function missed(state: DaemonState): Finding[] {
  const { text } = state.focus;
  if (!MISSES.test(text)) return [];
  const agents = BRINGS.filter(([wanted]) => wanted.test(text)).map(([, agent]) => agent);
  if (agents.length === 0) return [];
  const nodes = state.list('nodes');
  const meant = MACHINES.test(text) ? nodes.filter((node) => isMeant(node, text)) : nodesOfAsked(nodes, state);
  if (meant.length === nodes.length) return [];
  return (
    state
      .list('daemonsets', EVERYWHERE)
      .filter((set: DaemonSet) => agents.some((agent) => agent.test(`${set.metadata.name} ${startText(set)}`)))
      .flatMap((set) => skippedNodes(set, meant.length > 0 ? meant : nodes, nodes) ?? [])
      // Where the question does not say which nodes, a selector is a choice, and a taint that came later is not.
      .filter(({ params }) => meant.length > 0 || params?.taint !== undefined)
      .map((finding) => ({ ...finding, answers: true }))
  );
}

/** Where the pods run of what is asked about: something may be missing there alone. */
function nodesOfAsked(nodes: readonly Node[], state: DaemonState): Node[] {
  const names = new Set(
    state.focus.objects
      .flatMap(({ ref }) => [ref, ...relatedTo(ref, state)])
      .flatMap((ref) => podsOf(ref, state).map(({ spec }) => spec?.nodeName)),
  );
  return nodes.filter(({ metadata }) => names.has(metadata.name));
}

/** Whether a question speaks of a node: by a word of its name, or of a taint that sets it apart. */
function isMeant({ metadata, spec }: Node, text: string): boolean {
  const words = new Set(wordsIn(text));
  const names = [metadata.name, ...objectsIn(spec?.taints).flatMap(({ key, value }) => [key, value ?? ''])];
  return names.flatMap(wordsIn).some((word) => words.has(word));
}
