/** Words for the control plane: its components, aggregated APIs, namespaces that it cannot delete. */
import type { CodeWords } from './words.ts';

export const CONTROL_PLANE_CODES = {
  ApiServiceUnavailable: {
    family: 'control_plane',
    role: 'cause',
    severity: 'critical',
    runbook: 'control-plane',
    title: { en: `APIService {name} is not available`, zh: `APIService {name} 不可用` },
    explanation: {
      en: `The API server cannot reach Service {service} behind it: {message}`,
      zh: `API Server 无法访问其后端 Service {service}:{message}`,
    },
  },
  ControlPlaneComponentDown: {
    family: 'control_plane',
    role: 'cause',
    severity: 'critical',
    runbook: 'control-plane',
    title: {
      en: `{component} does not run: its leader's lease has not been renewed since {renewed}`,
      zh: `{component} 没有运行:其 leader 租约(Lease)自 {renewed} 起未续约`,
    },
    explanation: {
      en: `The lease kube-system/{component} has no leader that renews it[[ (last holder {holder})]], so nobody does the work of {component}: new pods are not scheduled, or workloads not acted on.`,
      zh: `租约 kube-system/{component} 没有 leader 续约[[(上一个持有者 {holder})]],因此 {component} 的工作无人执行:新 Pod 不会被调度,或工作负载的变更得不到处理。`,
    },
    fixes: [
      {
        title: { en: `Look at its pods and lease`, zh: `查看其 Pod 和租约` },
        risk: 'safe',
        commands: [`kubectl -n kube-system get pods,leases | grep {component}`],
      },
    ],
  },
  NamespaceStuckTerminating: {
    family: 'control_plane',
    role: 'cause',
    severity: 'warning',
    runbook: 'terminating',
    title: {
      en: `Namespace {name} hangs in Terminating: something in it still has a finalizer or cannot be deleted`,
      zh: `命名空间 {name} 卡在 Terminating:其中仍有带终结器(finalizer)或无法删除的内容`,
    },
    explanation: {
      en: `It was deleted at {since}[[, and the namespace controller says: {reason}]].`,
      zh: `它于 {since} 被删除[[,命名空间控制器报告:{reason}]]。`,
    },
  },
} as const satisfies Record<string, CodeWords>;
