/** Words for ways into the cluster other than Ingress, and for names that lead out of a namespace. */
import type { CodeWords } from './words.ts';

const network = { family: 'network', role: 'cause', severity: 'critical', runbook: 'ingress' } as const;

export const ROUTING_CODES = {
  ExternalNameUnresolvable: {
    ...network,
    family: 'dns',
    runbook: 'dns',
    title: {
      en: 'Service {namespace}/{name} (ExternalName) leads to {target}, which does not exist',
      zh: 'Service {namespace}/{name}(ExternalName)指向 {target},但它不存在',
    },
    explanation: {
      en: 'The alias {target} [[stands for Service {wanted} and ]]does not resolve (NXDOMAIN, not found)[[: it is written short ({short}), and search domains do not apply to an external name]][[. A Service that could be meant: {nearest}]].',
      zh: '别名 {target} [[对应 Service {wanted},]]无法解析(NXDOMAIN,not found)[[:名称不是完整域名({short}),搜索域对 ExternalName 不生效]][[。可能想指向的 Service:{nearest}]]。',
    },
    fixes: [
      {
        title: { en: 'Point the alias at a Service that exists', zh: '把别名指向存在的 Service' },
        risk: 'review',
        commands: ['kubectl edit service {name} -n {namespace}'],
      },
    ],
  },
  LoadBalancerPending: {
    ...network,
    runbook: 'load-balancer',
    title: {
      en: 'Service {namespace}/{name} of type LoadBalancer has no external IP (pending)[[: {message}]]',
      zh: 'LoadBalancer 类型的 Service {namespace}/{name} 没有外部 IP(pending)[[:{message}]]',
    },
    explanation: {
      en: 'No load balancer was assigned to it[[ by {controller}: {message}]][[; it asks for the class {class}]][[ and the address {address}]]. Without a controller that has an address to give, it stays pending and nothing outside reaches it.',
      zh: '没有为它分配负载均衡地址[[({controller}:{message})]][[;要求的 class 为 {class}]][[,地址 {address}]]。没有控制器能分配地址时会一直 pending,集群外无法访问。',
    },
    fixes: [
      {
        title: { en: 'See its events and the controller that assigns addresses', zh: '查看其事件和分配地址的控制器' },
        risk: 'safe',
        commands: ['kubectl describe service {name} -n {namespace}'],
      },
    ],
  },
  GatewayRouteBroken: {
    ...network,
    title: {
      en: '{subject} does not lead anywhere ({reason}): {detail}',
      zh: '{subject} 无法转发({reason}):{detail}',
    },
    explanation: {
      en: 'Requests[[ for {hosts}]] are not routed: {detail}.',
      zh: '[[对 {hosts} 的]]请求无法被路由:{detail}。',
    },
    fixes: [
      {
        title: { en: 'See what its Gateways report', zh: '查看其 Gateway 的状态' },
        risk: 'safe',
        commands: ['kubectl describe {kind} {name} -n {namespace}'],
      },
    ],
  },
  GatewayNotProgrammed: {
    ...network,
    title: {
      en: 'Gateway {namespace}/{name} is not programmed[[ ({reason})]][[: GatewayClass {missing} does not exist]]',
      zh: 'Gateway {namespace}/{name} 未生效(not programmed)[[({reason})]][[:GatewayClass {missing} 不存在]]',
    },
    explanation: {
      en: 'No data plane serves the Gateway of class {class}[[: {message}]][[; the classes are: {classes}]]. All its routes are unreachable.',
      zh: 'class 为 {class} 的 Gateway 没有数据面提供服务[[:{message}]][[;现有的 class:{classes}]],其所有路由都不可达。',
    },
  },
  RouteNotServed: {
    ...network,
    title: {
      en: 'Route {namespace}/{name}[[ for {host}]] is not served ({reason})',
      zh: 'Route {namespace}/{name}[[({host})]]未被提供服务({reason})',
    },
    explanation: { en: 'The router does not serve it: {detail}.', zh: '路由器没有提供该路由:{detail}。' },
  },
  ClusterOperatorDegraded: {
    family: 'control_plane',
    role: 'cause',
    severity: 'warning',
    runbook: 'control-plane',
    title: {
      en: 'ClusterOperator {name} is {state} ({reason})',
      zh: 'ClusterOperator {name} 状态异常:{state}({reason})',
    },
    explanation: { en: 'The operator reports: {message}', zh: '该 operator 报告:{message}' },
  },
  IngressTimeoutShort: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: '{subject} cuts answers off after {seconds} seconds ({setting}: 504 Gateway Timeout)',
      zh: '{subject} 在 {seconds} 秒后切断响应({setting} 超时:504 Gateway Timeout)',
    },
    explanation: {
      en: 'All {count} requests of Ingress {ingress} that ended in 504 took {seconds} seconds, the time-out (read timeout) that is set for the NGINX proxy; without it, it waits {normal} seconds. Slower answers of the backend never reach the client.',
      zh: 'Ingress {ingress} 的 {count} 个 504 请求都在 {seconds} 秒结束,正是为 NGINX 代理设置的读超时(read timeout);默认为 {normal} 秒。后端更慢的响应到不了客户端。',
    },
  },
  IngressRewriteDropsPath: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: 'Ingress {namespace}/{name} rewrites every path below {urlPath} to {target} (rewrite-target), and the backend answers 404',
      zh: 'Ingress {namespace}/{name} 把 {urlPath} 之下的所有路径都改写(rewrite-target)为 {target},后端返回 404',
    },
    explanation: {
      en: 'The annotation rewrite-target names a fixed path without a capture group, so {asked} arrives at the backend as {target}: the rest of the path is dropped ({count} requests answered 404).',
      zh: '注解 rewrite-target 是固定路径,没有捕获组,{asked} 到后端时变成 {target},其余路径丢失({count} 个请求返回 404)。',
    },
  },
  IngressProtocolMismatch: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'ingress',
    title: {
      en: 'Ingress {namespace}/{name} speaks plain HTTP to Service {service}, whose backend expects HTTPS (backend-protocol)',
      zh: 'Ingress {namespace}/{name} 以明文 HTTP 访问 Service {service},而后端要求 HTTPS(backend-protocol)',
    },
    explanation: {
      en: 'The backend speaks TLS on this port, and the annotation backend-protocol is {protocol}: all {count} requests were answered 400.',
      zh: '后端在该端口使用 TLS,而注解 backend-protocol 为 {protocol}:全部 {count} 个请求都返回 400。',
    },
    fixes: [
      {
        title: { en: 'Let the controller speak HTTPS to the backend', zh: '让 ingress controller 以 HTTPS 访问后端' },
        risk: 'review',
        commands: ['kubectl annotate ingress {name} -n {namespace} --overwrite {annotation}=HTTPS'],
      },
    ],
  },
  BackendCheckFails: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-unreachable',
    title: {
      en: '{workload} takes its backends for down: its health check gets another answer than it wants ({said})[[; set in {origin}]]',
      zh: '{workload} 判定后端不可用(DOWN):其健康检查得到的响应与预期不符({said})[[;设置于 {origin}]]',
    },
    explanation: {
      en: 'The backends answer, but not to the check of the proxy ({said}): the path that it asks is not found there any more, or answers another status. So it sends them nothing[[. The check is set in {origin}]].',
      zh: '后端有响应,但代理的健康检查未通过({said}):检查的路径在后端已不存在(not found),或返回其他状态码,因此代理不再转发流量[[。检查设置于 {origin}]]。',
    },
    fixes: [
      {
        title: { en: 'Point the check at a path that the backends have', zh: '将健康检查指向后端存在的路径' },
        risk: 'review',
        commands: ['kubectl get configmap -n {namespace} -o yaml'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
