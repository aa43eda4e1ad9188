/** Words for calls between workloads: what fails on the way from a caller to what it calls. */
import type { CodeWords } from './words.ts';

export const CALL_CODES = {
  CallFailing: {
    family: 'network',
    role: 'symptom',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: '{subject} cannot use {target} ({failure})',
      zh: '{subject} 无法使用 {target}({failure})',
    },
    explanation: {
      en: 'The log of {subject} reports {count} failed calls to {target}: {failure}[[, last at {last}]].',
      zh: '{subject} 的日志记录了 {count} 次对 {target} 的失败调用:{failure}[[,最近一次 {last}]]。',
    },
  },
  ServiceUnavailable: {
    family: 'network',
    role: 'symptom',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'Service {namespace}/{name} has no ready endpoints',
      zh: 'Service {namespace}/{name} 没有就绪的端点(endpoints)',
    },
    explanation: {
      en: 'No pod behind Service {namespace}/{name} takes calls[[: {matching} match its selector, {ready} are ready]].',
      zh: 'Service {namespace}/{name} 后面没有可接收请求的 Pod[[:匹配选择器的有 {matching} 个,就绪 {ready} 个]]。',
    },
  },
  ServiceSelectorMismatch: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'Service {namespace}/{name} selects no pod: its selector {selector} does not match the labels of {candidate}',
      zh: 'Service {namespace}/{name} 没有选中任何 Pod:选择器 {selector} 与 {candidate} 的标签不匹配',
    },
    explanation: {
      en: 'The selector of the Service matches no pod, so it has no endpoints. {candidate} has the labels [[{actual} ]]where the selector asks for {wanted}; with that label the pods would match.',
      zh: 'Service 的选择器不匹配任何 Pod,因此没有端点(no endpoints)。选择器要求标签 {wanted},而 {candidate} 的标签是 [[{actual}]];标签一致后即可匹配。',
    },
    fixes: [
      {
        title: { en: 'Make the selector match the pods', zh: '让选择器与 Pod 标签一致' },
        risk: 'review',
        commands: [`kubectl patch service {name} -n {namespace} --type merge -p '{patch}'`],
      },
    ],
  },
  ServiceSelectsNothing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'Service {namespace}/{name} selects no pod: nothing has the labels {selector}',
      zh: 'Service {namespace}/{name} 没有选中任何 Pod:没有标签为 {selector} 的 Pod',
    },
    explanation: {
      en: 'No pod and no workload in {namespace} has the labels that the selector asks for, so the Service has no endpoints.',
      zh: '{namespace} 中没有带有选择器所要求标签的 Pod 或工作负载,Service 没有端点(no endpoints)。',
    },
  },
  ServicePortMissing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'Service {namespace}/{name} has no port {port}; it listens on {ports}',
      zh: 'Service {namespace}/{name} 没有端口 {port};它的端口是 {ports}',
    },
    explanation: {
      en: 'Callers use port {port} of Service {namespace}/{name}[[ (named in {origin})]], which serves {ports} only, so the connection is refused or times out.',
      zh: '调用方使用 Service {namespace}/{name} 的端口 {port}[[(来自 {origin})]],但它只提供端口 {ports},因此连接被拒绝或超时。',
    },
  },
  TargetPortWrong: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: 'Service {namespace}/{name} sends to targetPort {targetPort}, and the pods listen on {ports}',
      zh: 'Service {namespace}/{name} 转发到 targetPort {targetPort},而 Pod 监听的是 {ports}',
    },
    explanation: {
      en: 'Port {port} of the Service leads to targetPort {targetPort}, which no container of {candidate} has (it declares {ports}): there are no endpoints for it, or the connection is refused, although the pods are ready.',
      zh: 'Service 的端口 {port} 指向 targetPort {targetPort},但 {candidate} 的容器没有该端口(声明的是 {ports}):Pod 虽然就绪,该端口仍没有端点(no endpoints)或连接被拒绝(refused)。',
    },
    fixes: [
      {
        title: {
          en: 'Point the Service at the port that the pods listen on',
          zh: '把 Service 指向 Pod 实际监听的端口',
        },
        risk: 'review',
        commands: [`kubectl patch service {name} -n {namespace} --type json -p '{patch}'`],
      },
    ],
  },
  NetworkPolicyBlocks: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'network-policy',
    title: {
      en: 'NetworkPolicy {namespace}/{name} blocks {from} from reaching {to} on port {port}',
      zh: 'NetworkPolicy {namespace}/{name} 阻断了 {from} 访问 {to} 的端口 {port}',
    },
    explanation: {
      en: 'The policy isolates the pods for {direction} traffic and none of its rules allows {from} → {to} port {port}[[; the nearest rule is {rule}]][[, whose selector wants a label that is missing or differs: {lacks}]]. Without the policy the connection would pass, so it is denied by it.',
      zh: '该策略隔离了 {direction} 流量,没有规则允许 {from} → {to} 端口 {port}[[;最接近的规则是 {rule}]][[,其选择器(selector)要求的标签缺失或不同:{lacks}]]。没有该策略时连接可以通过,因此是它拒绝(denied)了连接。',
    },
    fixes: [
      {
        title: { en: 'Allow this traffic in the policy', zh: '在策略中放行该流量' },
        risk: 'review',
        commands: ['kubectl edit networkpolicy {name} -n {namespace}'],
      },
    ],
  },
  HostNotFound: {
    family: 'dns',
    role: 'cause',
    severity: 'critical',
    runbook: 'dns',
    title: {
      en: '{subject} names the host {host}, and there is no such Service in the cluster',
      zh: '{subject} 中配置的主机 {host} 不存在:集群中没有这个 Service',
    },
    explanation: {
      en: 'The name {host} would be Service {wanted}, which does not exist (not found)[[; it is set in {origin}]][[. A Service with a similar name: {nearest}]].',
      zh: '名称 {host} 对应 Service {wanted},但它不存在(not found)[[;该值设置在 {origin}]][[。名称相近的 Service:{nearest}]]。',
    },
  },
  ExternalDependencyFailing: {
    family: 'network',
    role: 'cause',
    severity: 'warning',
    runbook: 'service-unreachable',
    title: {
      en: '{subject} cannot use {host}, which is outside the cluster ({failure})',
      zh: '{subject} 无法使用集群外的 {host}({failure})',
    },
    explanation: {
      en: '{host} belongs to no object of this cluster; calls to it fail: {failure}. The cluster shows no reason on its side.',
      zh: '{host} 不属于本集群的任何对象;对它的调用失败:{failure}。集群侧没有发现原因。',
    },
  },
  ProxiedInsideCluster: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: '{caller} sends calls to {host} to the proxy {proxy}: NO_PROXY does not exempt it',
      zh: '{caller} 对 {host} 的调用走了代理 {proxy}:NO_PROXY 没有排除它',
    },
    explanation: {
      en: '{host} is a Service of this cluster, and the proxy outside cannot resolve or reach it. NO_PROXY is [[{exempt} and ]]without the name; names below .svc and .cluster.local belong into it.',
      zh: '{host} 是集群内的 Service,外部代理无法解析或访问它。NO_PROXY[[ 为 {exempt},]]不包含该名称;应加入 .svc 和 .cluster.local(集群内域名)。',
    },
  },
} as const satisfies Record<string, CodeWords>;
