/** Words for name resolution. */
import type { CodeWords } from './words.ts';

export const DNS_CODES = {
  ClusterDnsNotUsed: {
    family: 'dns',
    role: 'cause',
    severity: 'critical',
    runbook: 'dns',
    title: {
      en: '{subject} does not ask the cluster DNS (dnsPolicy {policy})',
      zh: '{subject} 没有使用集群 DNS(dnsPolicy {policy})',
    },
    explanation: {
      en: 'Its pods use the name servers of the node or of dnsConfig, which do not know the names of Services; with dnsPolicy ClusterFirst (ClusterFirstWithHostNet in the host network) they would resolve.',
      zh: '其 Pod 使用节点或 dnsConfig 指定的域名服务器,它们不认识 Service 的名称;改为 dnsPolicy ClusterFirst(hostNetwork 时为 ClusterFirstWithHostNet)即可解析。',
    },
  },
  NetworkPolicyBlocksDns: {
    family: 'dns',
    role: 'cause',
    severity: 'critical',
    runbook: 'network-policy',
    title: {
      en: 'NetworkPolicy {namespace}/{name} blocks DNS (port 53) for {from}',
      zh: 'NetworkPolicy {namespace}/{name} 阻断了 {from} 的 DNS(端口 53)',
    },
    explanation: {
      en: 'The policy isolates the pods for {direction} traffic and no rule allows port 53 to {server}, so no name resolves; without the policy DNS would be reachable.',
      zh: '该策略隔离了 {direction} 流量,没有规则放行到 {server} 的 53 端口,因此所有域名都无法解析;没有该策略时 DNS 可达。',
    },
    fixes: [
      {
        title: { en: 'Allow UDP and TCP 53 to the DNS pods', zh: '放行到 DNS Pod 的 UDP/TCP 53 端口' },
        risk: 'review',
        commands: ['kubectl edit networkpolicy {name} -n {namespace}'],
      },
    ],
  },
  DnsForwardingFailing: {
    family: 'dns',
    role: 'cause',
    severity: 'critical',
    runbook: 'dns',
    title: {
      en: 'Cluster DNS cannot reach the servers that it forwards to[[ ({forward})]]',
      zh: '集群 DNS(CoreDNS)无法访问其上游服务器[[({forward})]]',
    },
    explanation: {
      en: 'CoreDNS runs, and its log reports {count} failed queries to its upstream: {error}. Names outside the cluster do not resolve.',
      zh: 'CoreDNS 在运行,但日志中有 {count} 次上游查询失败:{error}。集群外的域名无法解析。',
    },
  },
  DnsRewriteToNothing: {
    family: 'dns',
    role: 'cause',
    severity: 'critical',
    runbook: 'dns',
    title: {
      en: 'The cluster DNS rewrites {host} to {to}, and Service {service} does not exist',
      zh: '集群 DNS 将 {host} 改写为 {to},而 Service {service} 不存在',
    },
    explanation: {
      en: 'A rewrite rule in the Corefile of {subject} answers {host} with the address of a Service that is not found (NXDOMAIN); outside the cluster the name resolves as it should.',
      zh: '{subject} 的 Corefile 中有一条 rewrite 规则,用一个不存在(NXDOMAIN)的 Service 的地址来应答 {host};在集群外该域名解析正常。',
    },
    fixes: [
      {
        title: {
          en: 'Correct or remove the rewrite rule, or create the Service',
          zh: '修正或删除该 rewrite 规则,或创建该 Service',
        },
        risk: 'review',
        commands: ['kubectl edit configmap {name} -n {namespace}'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
