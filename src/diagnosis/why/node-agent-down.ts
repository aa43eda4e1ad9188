/** Why calls from one node fail: what brings Services and the pod network to that node (kube-proxy, the CNI's agent) is down there. */
import type { Pod } from '../../cluster/objects.ts';
import { refOf } from '../../cluster/objects.ts';
import { isReady } from '../../semantics/endpoints.ts';
import { defineWhy } from '../finding.ts';
import { podsOf } from '../objects/workloads.ts';
import { EVERYWHERE, known } from '../state.ts';
import { agentDown, mountsHostPath, OPERATOR_KINDS, startText } from '../walk/operator.ts';

/** How a call ends that never reaches the process: whoever answers, the network of the node has done its part. */
const NOT_DELIVERED: ReadonlySet<unknown> = new Set(['timeout', 'unreachable', 'refused', 'dns']);

export default defineWhy({
  id: 'node-agent-down',
  needs: OPERATOR_KINDS,
  explains: ['CallFailing'],
  why(finding, state) {
    if (!NOT_DELIVERED.has(finding.params?.failure)) return [];
    const callers = finding.evidence.flatMap(({ object }) =>
      object.kind === 'Pod' ? (known(state.find('pods', object.namespace, object.name)) ?? []) : [],
    );
    const nodes = new Set(
      callers.filter((pod) => pod.spec?.hostNetwork !== true).map((pod) => pod.spec?.nodeName ?? ''),
    );
    return state
      .list('daemonsets', EVERYWHERE)
      .filter((set) => mountsHostPath(set, /^\/(?:etc|opt)\/cni(?:\/|$)/) || /\bkube-proxy\b/.test(startText(set)))
      .flatMap((set) => {
        const down = podsOf(refOf(set), state).find((pod) => nodes.has(pod.spec?.nodeName ?? '') && isDown(pod));
        return down === undefined ? [] : [agentDown(finding.subject, set, down)];
      });
  },
});

const isDown = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && !isReady(pod);
