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
      en: `Pod {pod} of {workload} cannot be scheduled: the nodes that could take it are cordoned (unschedulable)`,
      zh: `{workload} 的 Pod {pod} 无法调度:可用的节点被封锁(cordon,不可调度)`,
    },
    explanation: {
      en: `The scheduler says for {nodes} nodes: {reasons}.[[ The cluster autoscaler adds no node: {autoscaler}.]][[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `调度器对 {nodes} 个节点的判断:{reasons}。[[cluster autoscaler 没有扩容节点:{autoscaler}。]][[仅去掉 {field} 就能运行在 {fits} 上。]]`,
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
      en: `No node has the labels that the pod asks for.[[ The nearest that a node has is {near}.]] The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `没有节点具有 Pod 要求的标签,不匹配。[[节点上最接近的标签是 {near}。]]调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
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
      en: `Pod {pod} of {workload} cannot be scheduled: it does not tolerate a taint of the nodes[[ ({decided})]]`,
      zh: `{workload} 的 Pod {pod} 无法调度:没有容忍(toleration)节点的污点(taint)[[({decided})]]`,
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
      en: `No node has a free port: a hostPort can be used by one pod of a node only[[, and {holder} holds it already]]. The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `没有节点有空闲端口(free ports):同一节点上一个 hostPort 只能被一个 Pod 使用[[,目前被 {holder} 占用]]。调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
    },
  },
  SchedulingRefused: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: {message}`,
      zh: `{subject} 的 Pod {pod} 无法调度:{message}`,
    },
    explanation: {
      en: `The scheduler says (FailedScheduling): {message}. That comes from a plug-in of the scheduler's own set-up or from binding, not from the resources, labels or taints of the nodes.`,
      zh: `调度器报告(FailedScheduling):{message}。原因来自调度器自身配置的插件或绑定过程,而不是节点的资源、标签或污点。`,
    },
  },
  PodsRejected: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `The kubelet[[ of node {node}]] turned away {count} pods of {subject} ({reason}): {message}`,
      zh: `[[节点 {node} 的 ]]kubelet 拒绝运行 {subject} 的 {count} 个 Pod({reason}):{message}`,
    },
    explanation: {
      en: `The scheduler placed them, and the kubelet refused them at admission ({reason}): {message}. A pod that was refused stays Failed and is never tried again; what its controller makes anew is refused as well.`,
      zh: `调度器已分配节点,但 kubelet 在准入时拒绝({reason}):{message}。被拒绝的 Pod 一直处于 Failed,不会重试;控制器新建的 Pod 同样会被拒绝。`,
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
      en: `Its requests are more than any node has left (Insufficient).[[ It requests {requested} of {resource}, and the largest node has {largest} in all, so no amount of free room would do.]] The scheduler says for {nodes} nodes: {reasons}.[[ Lifting {field} alone would let it run on {fits}.]]`,
      zh: `请求的资源超过了任何节点的剩余量(Insufficient)。[[它请求 {resource} {requested},而最大的节点总共只有 {largest},腾出空间也无济于事。]]调度器对 {nodes} 个节点的判断:{reasons}。[[仅去掉 {field} 就能运行在 {fits} 上。]]`,
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
  ResourceNotAdvertised: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `Pod {pod} of {subject} cannot be scheduled: no node advertises {resource} (Insufficient)`,
      zh: `{subject} 的 Pod {pod} 无法调度:没有节点上报 {resource}(Insufficient,资源不足)`,
    },
    explanation: {
      en: `It requests {requested} of the extended resource {resource}, and no node has any in its allocatable: its device plugin does not run or found no device. The scheduler says for {nodes} nodes: {reasons}.`,
      zh: `它请求 {requested} 个扩展资源 {resource},但没有任何节点的 allocatable 中有该资源:设备插件(device plugin)没有运行或未发现设备。调度器对 {nodes} 个节点的判断:{reasons}。`,
    },
    fixes: [
      {
        title: { en: `See what the nodes advertise`, zh: `查看节点上报的资源` },
        risk: 'safe',
        commands: [`kubectl get nodes -o custom-columns=NAME:.metadata.name,ALLOCATABLE:.status.allocatable`],
      },
    ],
  },
  PreemptedByPriority: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `{subject} preempts the pods of {victim}: it has a higher priority ({priority})`,
      zh: `{subject} 优先级更高({priority}),抢占(preempt)了 {victim} 的 Pod`,
    },
    explanation: {
      en: `The scheduler evicted pods of {victim} to make room for those of {subject}, and no node has room for them now.`,
      zh: `调度器为 {subject} 的 Pod 腾出空间而驱逐了 {victim} 的 Pod,现在没有节点能容纳它们。`,
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
