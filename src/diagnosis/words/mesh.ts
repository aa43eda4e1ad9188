/** Words for what a service mesh does with calls. */
import type { CodeWords } from './words.ts';

export const MESH_CODES = {
  MutualTlsRequired: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-mesh',
    title: {
      en: 'PeerAuthentication {namespace}/{name} demands mutual TLS (STRICT mTLS), and {from} has no sidecar',
      zh: 'PeerAuthentication {namespace}/{name} 要求双向 TLS(STRICT mTLS),而 {from} 没有 sidecar',
    },
    explanation: {
      en: 'The proxy of {to} takes mutual TLS only and closes plaintext connections (connection reset); {from} is not in the mesh: no istio-proxy was injected, so it speaks plaintext.',
      zh: '{to} 的代理只接受双向 TLS,会断开明文(plaintext)连接(connection reset);{from} 不在网格中:没有注入 istio-proxy sidecar,发出的是明文。',
    },
    fixes: [
      {
        title: {
          en: 'Bring the caller into the mesh: have its namespace injected and restart it',
          zh: '把调用方纳入网格:为其命名空间开启注入并重启',
        },
        risk: 'review',
        commands: [],
      },
    ],
  },
  MeshAccessDenied: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-mesh',
    title: {
      en: 'AuthorizationPolicy {namespace}/{name} denies calls from {from} to {to}',
      zh: 'AuthorizationPolicy {namespace}/{name} 拒绝 {from} 对 {to} 的调用',
    },
    explanation: {
      en: 'No rule lets the identity {identity} through, so the proxy of {to} answers 403 (RBAC: access denied).',
      zh: '没有规则放行身份 {identity},{to} 的代理返回 403(RBAC: access denied)。',
    },
  },
  MeshSubsetUndefined: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-mesh',
    title: {
      en: '{route} routes to subset {subset} of Service {service}, and no DestinationRule defines it',
      zh: '{route} 把流量转发到 Service {service} 的子集(subset){subset},但没有 DestinationRule 定义它',
    },
    explanation: {
      en: "The subset {subset} is not defined[[ in {rule}]], so the callers' proxies know no such cluster and answer 503 (NC cluster_not_found) for that share of the calls.",
      zh: '子集 {subset} 未定义(not defined)[[,{rule} 中没有它]],调用方的代理找不到该 cluster,这部分请求返回 503(NC cluster_not_found)。',
    },
  },
  MeshSubsetEmpty: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-mesh',
    title: {
      en: 'Subset {subset} of Service {service} selects no pod: none has {labels}',
      zh: 'Service {service} 的子集(subset){subset} 没有选中任何 Pod:没有 Pod 带标签 {labels}',
    },
    explanation: {
      en: "{route} routes to the subset, whose labels {labels} match no pod of the Service, so the callers' proxies answer 503 (UH no healthy upstream).",
      zh: '{route} 把流量转发到该子集,但 Service 的 Pod 都没有标签 {labels},调用方的代理返回 503(UH no healthy upstream)。',
    },
  },
  MeshRouteHostMissing: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-mesh',
    title: {
      en: 'VirtualService {namespace}/{name} routes to {host}, and there is no such Service',
      zh: 'VirtualService {namespace}/{name} 把流量转发到 {host},但该 Service 不存在',
    },
    explanation: {
      en: "The destination {host} does not exist (not found), so the callers' proxies answer 503 (NC cluster_not_found).",
      zh: '目标 {host} 不存在(not found),调用方的代理返回 503(NC cluster_not_found)。',
    },
  },
  MeshTlsMismatch: {
    family: 'network',
    role: 'cause',
    severity: 'critical',
    runbook: 'service-mesh',
    title: {
      en: 'DestinationRule {namespace}/{name} sets TLS mode {mode}, which {to} does not take',
      zh: 'DestinationRule {namespace}/{name} 设置的 TLS 模式 {mode} 不被 {to} 接受',
    },
    explanation: {
      en: "Callers' proxies speak TLS mode {mode}; mutual TLS of {to} is {taken}, so the connection fails (503 UF upstream connect error).",
      zh: '调用方的代理使用 TLS 模式 {mode},而 {to} 的双向 TLS 为 {taken},连接失败(503 UF upstream connect error)。',
    },
  },
} as const satisfies Record<string, CodeWords>;
