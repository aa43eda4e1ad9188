/** Words for endpoints that are there and not the ones that are meant: strays, other nodes, addresses kept by hand, replicas. */
import type { CodeWords } from './words.ts';

export const ENDPOINT_CODES = {
  EndpointAddressFailing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: '{service} leads to addresses written by hand ({addresses}), and calls to them fail (unreachable)',
      zh: '{service} 指向手工填写的端点地址({addresses}),对其调用失败(unreachable)',
    },
    explanation: {
      en: 'The Service has no selector: its endpoints are kept by hand in {kind} {namespace}/{name}. {addresses} is no pod of this cluster, and nothing notices when what stood there moves or goes.',
      zh: '该 Service 没有选择器,端点由 {kind} {namespace}/{name} 手工维护。{addresses} 不是本集群的 Pod,那里的服务迁移或下线时没有任何机制会更新它。',
    },
    fixes: [
      {
        title: { en: 'Write down the address at which it stands now', zh: '改为当前的实际地址' },
        risk: 'review',
        commands: ['kubectl edit {kind} {name} -n {namespace}'],
      },
    ],
  },
  NoLocalEndpoint: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'Service {namespace}/{name} has internalTrafficPolicy Local, and no endpoint on the nodes of its callers ({nodes})',
      zh: 'Service {namespace}/{name} 的 internalTrafficPolicy 为 Local,而调用方所在节点({nodes})上没有本地端点',
    },
    explanation: {
      en: 'With internalTrafficPolicy Local a caller reaches only endpoints on its own node; the others are ignored. The ready endpoints stand on {served}, so calls of {callers} are refused.',
      zh: 'internalTrafficPolicy 为 Local 时,调用方只能访问本节点上的端点。就绪端点位于 {served},因此 {callers} 的调用被拒绝。',
    },
    fixes: [
      {
        title: { en: 'Let calls go to all nodes again', zh: '恢复访问所有节点上的端点' },
        risk: 'review',
        commands: [
          `kubectl patch service {name} -n {namespace} --type merge -p '{"spec":{"internalTrafficPolicy":"Cluster"}}'`,
        ],
      },
    ],
  },
  ReadOnlyEndpointUsed: {
    family: 'config',
    role: 'cause',
    severity: 'critical',
    runbook: 'application-errors',
    title: {
      en: '{client} writes to {service}, which leads to read-only replicas ({path} of {subject})',
      zh: '{client} 向只读从库(read-only replica)的 {service} 写入({subject} 的 {path})',
    },
    explanation: {
      en: '{path} is "{value}". That Service leads to read-only replicas, which refuse writes[[; writes belong to {writable}]].',
      zh: '{path} 的值为 "{value}"。该 Service 指向只读(read-only)从库,写入会被拒绝[[;写操作应使用 {writable}]]。',
    },
    fixes: [
      {
        title: {
          en: 'Name the Service that takes writes, then restart the client',
          zh: '改为可写的 Service,然后重启客户端',
        },
        risk: 'review',
        commands: ['kubectl edit {kind} {name} -n {namespace}'],
      },
    ],
  },
  RequestBodyTooLarge: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: 'Ingress {namespace}/{name} refuses request bodies over {limit} (413 too large): proxy-body-size',
      zh: 'Ingress {namespace}/{name} 拒绝超过 {limit} 的请求体(413,body too large):proxy-body-size',
    },
    explanation: {
      en: 'The ingress controller answered 413 {count} times itself, so the application never saw these requests. The limit on the body size is {limit}[[, set by the annotation to {set}]].',
      zh: 'ingress controller 自行返回了 {count} 次 413,应用从未收到这些请求。请求体大小限制为 {limit}[[,由注解设置为 {set}]]。',
    },
    fixes: [
      {
        title: { en: 'Raise the limit', zh: '提高限制' },
        risk: 'review',
        commands: ['kubectl annotate ingress {name} -n {namespace} --overwrite {annotation}=NEW_LIMIT'],
      },
    ],
  },
  ServiceSelectsOthers: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'The selector of Service {namespace}/{name} ({selector}) also selects pods of {stray}, which do not serve port {port}',
      zh: 'Service {namespace}/{name} 的选择器({selector})还选中了 {stray} 的 Pod,它们并不提供端口 {port}',
    },
    explanation: {
      en: 'The labels of the selector are on the pods of {meant} and of {stray}: {share} endpoints belong to the latter, and that share of the calls is refused[[. Only the pods of {meant} have {label}]].',
      zh: '选择器的标签同时存在于 {meant} 和 {stray} 的 Pod 上:{share} 个端点属于后者,相应比例的调用会被拒绝[[。只有 {meant} 的 Pod 带有 {label}]]。',
    },
    fixes: [
      {
        title: { en: 'Select the pods that are meant only', zh: '只选中目标 Pod' },
        risk: 'review',
        commands: ["kubectl patch service {name} -n {namespace} --type merge -p '{patch}'"],
      },
    ],
  },
  ServiceAddressGone: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: '{subject} calls the address {address}, and no Service has it (any more)',
      zh: '{subject} 调用的地址 {address} 不属于任何 Service(已不存在)',
    },
    explanation: {
      en: 'The address {address} lies among the cluster IPs, and it belongs to no Service: the one that had it was deleted or recreated with another address. The process resolved the name once, at its start, and keeps the old (stale) address.',
      zh: '{address} 位于 Service 的 ClusterIP 网段内,但不属于任何 Service:原来的 Service 已被删除,或重建后换了地址。进程只在启动时解析一次域名,仍在使用旧地址。',
    },
    fixes: [
      {
        title: { en: 'Restart it, so that it resolves the name anew', zh: '重启以重新解析域名' },
        risk: 'review',
        commands: ['kubectl rollout restart {kind}/{name} -n {namespace}'],
      },
    ],
  },
  ConfiguredPortWrong: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: '{caller} calls {host} on port {port} ({path}), which {service} does not have; it listens on {ports}',
      zh: '{caller} 以端口 {port} 调用 {host}({path}),而 {service} 没有该端口;它监听 {ports}',
    },
    explanation: {
      en: 'The configured port {port} is wrong (no such port): nobody changed the ports of {service} after this value was written.',
      zh: '配置的端口 {port} 有误(不存在该端口):此值写入之后没有人修改过 {service} 的端口。',
    },
  },
  GoverningServiceMissing: {
    family: 'dns',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'The pods of {subject} have no names of that kind: its serviceName is {governing}[[, a Service that is missing (not found: {absent})]], and {asked} does not resolve',
      zh: '{subject} 的 Pod 没有这样的 DNS 名称:其 serviceName 为 {governing}[[(Service {absent} 不存在)]],因此 {asked} 无法解析',
    },
    explanation: {
      en: 'A pod of a StatefulSet has a name only under the headless Service that spec.serviceName names ({governing})[[, and that Service does not exist (not found)]]. Service {other} selects the same pods, but gives them no names of their own.',
      zh: 'StatefulSet 的 Pod 只在 spec.serviceName 指定的 headless Service({governing})之下有自己的名称[[,而该 Service 不存在(not found)]]。Service {other} 虽然选中同样的 Pod,却不会给它们名称。',
    },
  },
} as const satisfies Record<string, CodeWords>;
