/** Words for pods that no node takes. */
import type { CodeWords } from './words.ts';

export const SCHEDULING_CODES = {
  SchedulingGated: {
    family: 'scheduling',
    role: 'cause',
    severity: 'warning',
    runbook: 'scheduling',
    title: { en: `{subject} waits for its scheduling gates`, zh: `{subject} 在等待调度门控(schedulingGates)` },
    explanation: {
      en: `Somebody has to remove the scheduling gates of pod {pod}: {reasons}.`,
      zh: `需要有人移除 Pod {pod} 的 schedulingGates:{reasons}。`,
    },
  },
  NodesCordoned: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: the nodes that could take it are cordoned (unschedulable)`,
      zh: `{subject} 的 Pod {pod} 无法调度:可用的节点被封锁(cordon,不可调度)`,
    },
    explanation: {
      en: `The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
    fixes: [{ title: { en: `Uncordon a node`, zh: `解除节点封锁` }, risk: 'review', commands: [`kubectl get nodes`] }],
  },
  NodeSelectorUnmatched: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: no node matches its node selector or affinity[[ ({selector})]]`,
      zh: `{subject} 的 Pod {pod} 无法调度:没有节点满足其节点选择器(nodeSelector/affinity)[[({selector})]]`,
    },
    explanation: {
      en: `No node has the labels that the pod asks for. The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `没有节点具有 Pod 要求的标签,不匹配。调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
    fixes: [
      {
        title: { en: `Compare with the labels of the nodes`, zh: `对照节点的标签` },
        risk: 'safe',
        commands: [`kubectl get nodes --show-labels`],
      },
    ],
  },
  TaintNotTolerated: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: it does not tolerate a taint of the nodes[[ ({decided})]]`,
      zh: `{subject} 的 Pod {pod} 无法调度:没有容忍(toleration)节点的污点(taint)[[({decided})]]`,
    },
    explanation: {
      en: `The nodes have a taint that the pod has no toleration for. The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `节点上有 Pod 未容忍的污点(taint)。调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
    fixes: [
      {
        title: { en: `See the taints`, zh: `查看节点污点` },
        risk: 'safe',
        commands: [`kubectl describe nodes | grep -A3 Taints`],
      },
    ],
  },
  HostPortConflict: {
    family: 'port_conflict',
    role: 'cause',
    severity: 'critical',
    runbook: 'port-conflict',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: its host port[[ {port}]] is taken on every node`,
      zh: `{subject} 的 Pod {pod} 无法调度:所需的主机端口(hostPort)[[ {port} ]]在所有节点上都被占用`,
    },
    explanation: {
      en: `No node has a free port: a hostPort can be used by one pod of a node only. The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `没有节点有空闲端口(free ports):同一节点上一个 hostPort 只能被一个 Pod 使用。调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
  },
  InsufficientResources: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: no node has the resources that it requests`,
      zh: `{subject} 的 Pod {pod} 无法调度:没有节点能提供其请求(requests)的资源,资源不足`,
    },
    explanation: {
      en: `Its requests are more than any node has left (Insufficient). The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `请求的资源超过了任何节点的剩余量(Insufficient)。调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
    fixes: [
      {
        title: { en: `See what the nodes have left`, zh: `查看节点剩余资源` },
        risk: 'safe',
        commands: [`kubectl describe nodes | grep -A8 "Allocated resources"`],
      },
    ],
  },
  VolumeNodeConflict: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: its volume cannot be used on the nodes that are there[[ (PersistentVolumeClaim {claim}]][[, volume {volume}]])`,
      zh: `{subject} 的 Pod {pod} 无法调度:其卷无法在现有节点上使用[[(PersistentVolumeClaim {claim}]][[,卷 {volume}]])`,
    },
    explanation: {
      en: `The volume has a node affinity, such as a zone or one node, and no node that fits it takes the pod. The scheduler says for {nodes} nodes: {reasons}.[[ Decided by {decided}.]][[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `卷带有节点亲和(node affinity,如可用区或某个节点),符合的节点都不能接收该 Pod。调度器对 {nodes} 个节点的判断:{reasons}。[[依据 {decided}。]][[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
  },
  SpreadUnsatisfiable: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: its topology spread constraints cannot be met`,
      zh: `{subject} 的 Pod {pod} 无法调度:无法满足其拓扑分布约束(topologySpreadConstraints)`,
    },
    explanation: {
      en: `The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
  },
  PodAffinityUnsatisfiable: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: its pod affinity or anti-affinity cannot be met on any node`,
      zh: `{subject} 的 Pod {pod} 无法调度:没有节点满足其 Pod 亲和/反亲和(anti-affinity)规则`,
    },
    explanation: {
      en: `The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
  },
  NotScheduled: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} is looked at by no scheduler (schedulerName {scheduler})`,
      zh: `{subject} 的 Pod {pod} 没有被任何调度器处理(schedulerName {scheduler})`,
    },
    explanation: {
      en: `It is Pending without any condition or event of a scheduler: {scheduler} does not exist or does not run.`,
      zh: `它处于 Pending,没有任何调度器的状态或事件:{scheduler} 不存在或没有运行。`,
    },
  },
} as const satisfies Record<string, CodeWords>;
