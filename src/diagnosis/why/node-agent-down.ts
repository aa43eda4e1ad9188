/** Why calls from one node fail: what brings Services and the pod network to that node (kube-proxy, the CNI's agent) is down there. */
import type { DaemonSet, ObjectRef, Pod } from '../../cluster/objects.ts';
import { refKey, refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { defineWhy, type Finding, type Step } from '../finding.ts';
import { podsSelected } from '../objects/selection.ts';
import { podsOf } from '../objects/workloads.ts';
import { EVERYWHERE, known, type State } from '../state.ts';
import { agentDown, isServiceProxy, networkAgents, OPERATOR_KINDS } from '../walk/operator.ts';

const NEEDS = [...OPERATOR_KINDS, 'services'] as const;
type AgentState = State<(typeof NEEDS)[number]>;

/** How a call ends that never reaches the process: whoever answers, the network of the node has done its part. */
const NOT_DELIVERED: ReadonlySet<unknown> = new Set(['timeout', 'unreachable', 'refused', 'dns']);

export default defineWhy({
  id: 'node-agent-down',
  needs: NEEDS,
  explains: ['CallFailing'],
  why(finding, state) {
    if (!NOT_DELIVERED.has(finding.params?.failure)) return [];
    const callers = finding.evidence.flatMap(({ object }) =>
      object.kind === 'Pod' ? (known(state.find('pods', object.namespace, object.name)) ?? []) : [],
    );
    const called = calledPods(finding, state);
    return [
      ...agentsDown(finding.subject, called.filter(isInPodNetwork), networkAgents(state), state),
      ...agentsDown(finding.subject, callers, state.list('daemonsets', EVERYWHERE).filter(isServiceProxy), state),
      ...agentsDown(finding.subject, callers.filter(isInPodNetwork), networkAgents(state), state),
    ];
  },
});

/** The pods behind the called Service; a call that is refused has reached its node. */
function calledPods({ params, subject }: Finding, state: AgentState): readonly Pod[] {
  if (params?.failure !== 'timeout' && params?.failure !== 'unreachable') return [];
  const [name = '', namespace = subject.namespace] = String(params.host ?? '').split('.');
  const service = known(state.find('services', namespace, name));
  return service?.spec?.selector === undefined ? [] : podsSelected(service.spec.selector, namespace, state);
}

/** A process in the network of its node needs Services, but no pod network. */
const isInPodNetwork = ({ spec }: Pod): boolean => spec?.hostNetwork !== true;

function agentsDown(from: ObjectRef, callers: readonly Pod[], agents: readonly DaemonSet[], state: AgentState): Step[] {
  const nodes = new Set(callers.map(({ spec }) => spec?.nodeName ?? ''));
  return agents
    .filter((set) => refKey(refOf(set)) !== refKey(from))
    .flatMap((set) => {
      const down = podsOf(refOf(set), state).find((pod) => nodes.has(pod.spec?.nodeName ?? '') && isDown(pod));
      return down === undefined ? [] : [agentDown(from, set, down)];
    });
}

const isDown = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && !isReady(pod);
