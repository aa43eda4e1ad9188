/** Words for autoscalers. */
import type { CodeWords } from './words.ts';

export const AUTOSCALING_CODES = {
  HpaAtMaximum: {
    family: 'autoscaling',
    role: 'cause',
    severity: 'warning',
    runbook: 'autoscaling',
    title: {
      en: `HorizontalPodAutoscaler {namespace}/{name} is at its maximum of {maximum} replicas and {metric} asks for more`,
      zh: `HorizontalPodAutoscaler {namespace}/{name} 已达上限 {maximum} 个副本(maxReplicas),{metric} 仍要求更多`,
    },
    explanation: {
      en: `{target} needs more replicas than maxReplicas {maximum} allows (TooManyReplicas), so its pods stay overloaded on {metric} and answer slowly.`,
      zh: `{target} 需要的副本数超过 maxReplicas {maximum}(TooManyReplicas),Pod 的 {metric} 持续过载,响应变慢。`,
    },
    fixes: [
      {
        title: { en: 'Raise maxReplicas, if the nodes have room', zh: '在节点有余量时提高 maxReplicas' },
        risk: 'review',
        commands: [`kubectl patch hpa {name} -n {namespace} --type merge -p '{"spec":{"maxReplicas":N}}'`],
      },
    ],
  },
  HpaNoMetrics: {
    family: 'autoscaling',
    role: 'cause',
    severity: 'warning',
    runbook: 'autoscaling',
    title: {
      en: `HorizontalPodAutoscaler {namespace}/{name} cannot scale {target}: it gets no metrics ({reason})`,
      zh: `HorizontalPodAutoscaler {namespace}/{name} 无法伸缩 {target}:取不到指标({reason})`,
    },
    explanation: {
      en: `The autoscaler reports: {message}. {target} stays at {current} replicas whatever the load.`,
      zh: `自动伸缩器报告:{message}。无论负载如何,{target} 都保持 {current} 个副本。`,
    },
  },
  HpaMissingRequests: {
    family: 'autoscaling',
    role: 'cause',
    severity: 'warning',
    runbook: 'autoscaling',
    title: {
      en: `HorizontalPodAutoscaler {namespace}/{name} cannot scale {target}: its containers have no resource requests`,
      zh: `HorizontalPodAutoscaler {namespace}/{name} 无法伸缩 {target}:容器没有设置资源 requests`,
    },
    explanation: {
      en: `Utilisation is measured against requests, and the controller says: {message}.`,
      zh: `利用率以 requests 为基准,控制器报告:{message}。`,
    },
  },
  HpaTargetInvalid: {
    family: 'autoscaling',
    role: 'cause',
    severity: 'warning',
    runbook: 'autoscaling',
    title: {
      en: `HorizontalPodAutoscaler {namespace}/{name} points at {target}, which it cannot scale`,
      zh: `HorizontalPodAutoscaler {namespace}/{name} 指向的 {target} 无法伸缩`,
    },
    explanation: {
      en: `The controller cannot get the scale of its target: {message}.`,
      zh: `控制器无法获取目标的 scale:{message}。`,
    },
  },
  NodePoolAtLimit: {
    family: 'scheduling',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: 'NodePool {pool} has reached its limit, so no node is added for pods that wait',
      zh: '节点池 NodePool {pool} 已达上限(limit),因此不会为等待的 Pod 增加节点',
    },
    explanation: {
      en: 'What makes nodes says that all types of machines would exceed the limits of the node pool (spec.limits). The pods fit on no node that there is.',
      zh: '节点供给组件报告:任何机型都会超出该节点池的上限(spec.limits),而现有节点都放不下这些 Pod。',
    },
    fixes: [
      {
        title: {
          en: 'See the limits, and raise them or free what nobody needs',
          zh: '查看上限,提高上限或释放不需要的资源',
        },
        risk: 'review',
        commands: ['kubectl get nodepool {name} -o yaml'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
