/** Words for nodes, evictions and pod networks. */
import type { CodeWords } from './words.ts';

export const NODE_CODES = {
  NodeNotReady: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: { en: `Node {name} is not ready[[: {cause}]]`, zh: `节点 {name} 未就绪(NotReady)[[:{cause}]]` },
    explanation: {
      en: `Its condition Ready is {status} ({reason}): {message}[[ Last heartbeat {heartbeat}.]] {victims} pods that were read run there and suffer.`,
      zh: `节点的 Ready 状态为 {status}({reason}):{message}[[ 最近心跳 {heartbeat}。]]所读到的 Pod 中有 {victims} 个运行在该节点上并受影响。`,
    },
    fixes: [
      { title: { en: `Look at the node`, zh: `查看节点` }, risk: 'safe', commands: [`kubectl describe node {name}`] },
    ],
  },
  NodeDiskPressure: {
    family: 'disk_full',
    role: 'cause',
    severity: 'critical',
    runbook: 'disk-full',
    title: {
      en: `Node {name} is under DiskPressure: its disk is nearly full`,
      zh: `节点 {name} 处于 DiskPressure:磁盘将满`,
    },
    explanation: {
      en: `The kubelet evicts pods and refuses new ones while the disk is full ({reason}): {message}`,
      zh: `磁盘空间不足期间 kubelet 会驱逐 Pod 并拒绝新 Pod({reason}):{message}`,
    },
    fixes: [
      {
        title: { en: `See what fills the disk`, zh: `查看磁盘占用` },
        risk: 'safe',
        commands: [`kubectl describe node {name}`],
      },
    ],
  },
  NodeUnderPressure: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: { en: `Node {name} is under {condition}`, zh: `节点 {name} 处于 {condition}` },
    explanation: {
      en: `The kubelet evicts pods to get resources back ({reason}): {message}`,
      zh: `kubelet 会驱逐 Pod 以回收资源({reason}):{message}`,
    },
  },
  NodeNetworkUnavailable: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: { en: `The network of node {name} is unavailable`, zh: `节点 {name} 的网络不可用` },
    explanation: {
      en: `No route or no network plug-in on the node ({reason}): {message}`,
      zh: `节点没有路由或网络插件({reason}):{message}`,
    },
  },
  NodeProblem: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: { en: `Node {name} reports {condition}`, zh: `节点 {name} 报告 {condition}` },
    explanation: {
      en: `The node problem detector says ({reason}): {message}`,
      zh: `节点问题检测器报告({reason}):{message}`,
    },
  },
  PodsEvictedForDisk: {
    family: 'disk_full',
    role: 'cause',
    severity: 'critical',
    runbook: 'disk-full',
    title: {
      en: `{count} pods of {subject} were evicted for lack of {resource} (disk)`,
      zh: `{subject} 的 {count} 个 Pod 因 {resource}(磁盘)不足被驱逐(Evicted)`,
    },
    explanation: { en: `The kubelet[[ on {node}]] says: {message}`, zh: `[[节点 {node} 的 ]]kubelet 报告:{message}` },
  },
  PodsEvicted: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: {
      en: `{count} pods of {subject} were evicted for lack of {resource}`,
      zh: `{subject} 的 {count} 个 Pod 因 {resource} 不足被驱逐(Evicted)`,
    },
    explanation: { en: `The kubelet[[ on {node}]] says: {message}`, zh: `[[节点 {node} 的 ]]kubelet 报告:{message}` },
  },
  PodsEvictedBefore: {
    family: 'node',
    role: 'notice',
    severity: 'warning',
    title: {
      en: `{count} pods of {subject} were evicted earlier for lack of {resource}; it has recovered`,
      zh: `{subject} 的 {count} 个 Pod 之前因 {resource} 不足被驱逐,现已恢复`,
    },
    explanation: { en: `{message}`, zh: `{message}` },
  },
  PodAddressesExhausted: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'cni',
    title: {
      en: `{count} pods of {subject} get no IP address: the network plug-in has none left`,
      zh: `{subject} 的 {count} 个 Pod 无法分配 IP 地址:网络插件(CNI)地址耗尽`,
    },
    explanation: {
      en: `The sandbox cannot be created[[ on {nodes}]]: {message}`,
      zh: `[[在 {nodes} 上 ]]无法创建 Pod 沙箱:{message}`,
    },
  },
  PodNetworkFailed: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'cni',
    title: {
      en: `{count} pods of {subject} cannot start: the network plug-in (CNI) fails`,
      zh: `{subject} 的 {count} 个 Pod 无法启动:网络插件(CNI)失败`,
    },
    explanation: {
      en: `The sandbox cannot be created[[ on {nodes}]]: {message}`,
      zh: `[[在 {nodes} 上 ]]无法创建 Pod 沙箱:{message}`,
    },
  },
  PodSandboxFailed: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: {
      en: `{count} pods of {subject} cannot start: their sandbox cannot be created`,
      zh: `{subject} 的 {count} 个 Pod 无法启动:沙箱无法创建`,
    },
    explanation: {
      en: `The container runtime[[ on {nodes}]] says: {message}`,
      zh: `[[{nodes} 上的]]容器运行时报告:{message}`,
    },
  },
  DaemonSetMatchesNoNode: {
    family: 'scheduling',
    role: 'cause',
    severity: 'warning',
    runbook: 'scheduling',
    title: {
      en: `{subject} runs on no node: no node matches its node selector or affinity[[ ({selector})]]`,
      zh: `{subject} 没有运行在任何节点上:没有节点满足其节点选择器(nodeSelector/affinity)[[({selector})]]`,
    },
    explanation: {
      en: `desiredNumberScheduled is 0, so no pod of it is made.[[ The nearest label that a node has is {near}.]]`,
      zh: `desiredNumberScheduled 为 0,因此不会创建 Pod。[[节点上最接近的标签是 {near}。]]`,
    },
  },
  NodeClockSkewed: {
    family: 'node',
    role: 'cause',
    severity: 'warning',
    runbook: 'node-not-ready',
    title: {
      en: `The clock of node {name} is ahead (clock skew): its last heartbeat is {heartbeat}, and it is {now} now`,
      zh: `节点 {name} 的时钟超前(时钟偏移):其最近心跳为 {heartbeat},而当前时间是 {now}`,
    },
    explanation: {
      en: `A node whose time is wrong takes valid certificates and tokens for expired or not yet valid, and writes misleading times. Check NTP (chrony) on it.`,
      zh: `时间不准的节点会把有效的证书和令牌判为过期或尚未生效,并写出误导性的时间。请检查其 NTP(chrony)。`,
    },
  },
  NodeOutOfMemory: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: {
      en: `Node {name} ran out of memory (SystemOOM): its kernel killed processes`,
      zh: `节点 {name} 内存耗尽(SystemOOM):内核杀死了进程`,
    },
    explanation: {
      en: `The kubelet reports: {message}. What runs there uses more memory than the node has, and containers without a memory limit are killed for it (OOMKilled).`,
      zh: `kubelet 报告:{message}。节点上运行的负载超出其内存,没有内存限制的容器因此被杀(OOMKilled)。`,
    },
  },
  NodeRecovered: {
    family: 'node',
    role: 'notice',
    severity: 'warning',
    title: {
      en: `Node {name} became ready again at {since} and has been since`,
      zh: `节点 {name} 于 {since} 恢复就绪(Ready),此后一直正常`,
    },
    explanation: { en: `Its condition Ready is True: {message}`, zh: `其 Ready 状态为 True:{message}` },
  },
  PodInSeveralBudgets: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: {
      en: `Pod {namespace}/{pod} on {node} is selected by more than one PodDisruptionBudget ({budgets}), so no eviction of it is ever allowed`,
      zh: `节点 {node} 上的 Pod {namespace}/{pod} 同时被多个 PodDisruptionBudget({budgets})选中,因此永远无法驱逐`,
    },
    explanation: {
      en: `The eviction API refuses a pod that several budgets select, whatever each of them allows, so the drain of {node} retries for ever.`,
      zh: `只要一个 Pod 被多个预算(PDB)选中,驱逐 API 就会拒绝,无论各预算允许多少中断,因此 {node} 的排空一直重试。`,
    },
    fixes: [
      {
        title: { en: 'Let one budget select these pods only', zh: '只保留一个选中这些 Pod 的预算' },
        risk: 'review',
        commands: ['kubectl get pdb -n {namespace}'],
      },
    ],
  },
  DrainBlockedByBudget: {
    family: 'node',
    role: 'cause',
    severity: 'critical',
    runbook: 'node-not-ready',
    title: {
      en: `PodDisruptionBudget {namespace}/{name} allows no disruption (disruptionsAllowed 0), so the drain of {nodes} cannot evict {pods}`,
      zh: `PodDisruptionBudget {namespace}/{name} 不允许任何中断(disruptionsAllowed 0),因此排空 {nodes} 时无法驱逐 {pods}`,
    },
    explanation: {
      en: `The budget wants {desired} healthy pods and has {healthy}; an eviction would violate it, so the drain retries for ever. One more ready replica would let it pass.`,
      zh: `该预算要求 {desired} 个健康 Pod,当前为 {healthy} 个;驱逐会违反预算,因此排空一直重试。再多一个就绪副本即可通过。`,
    },
  },
  DaemonSetSkipsNodes: {
    family: 'node',
    role: 'cause',
    severity: 'warning',
    runbook: 'scheduling',
    title: {
      en: '{subject} leaves {count} nodes out ({nodes})[[: it does not tolerate the taint {taint}]][[: they do not match its node selector {selector}]]',
      zh: '{subject} 没有覆盖 {count} 个节点({nodes})[[:不容忍污点 {taint}]][[:节点不满足其节点选择器 {selector}]]',
    },
    explanation: {
      en: 'The controller makes no pod of it on {nodes}[[ (taint {taint}, no matching toleration)]][[ (label missing: nodeSelector {selector})]], so what it brings is missing there[[: no {resource} is advertised]]. It wants {wanted} pods in all.',
      zh: '控制器不会在 {nodes} 上创建它的 Pod[[(污点 {taint} 没有对应的容忍 toleration)]][[(缺少标签:nodeSelector {selector})]],因此这些节点缺少它提供的能力[[:没有上报 {resource}]]。它总共只需要 {wanted} 个 Pod。',
    },
  },
} as const satisfies Record<string, CodeWords>;
