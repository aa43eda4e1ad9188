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
  KubeletCertificatePending: {
    family: 'control_plane',
    role: 'cause',
    severity: 'critical',
    runbook: 'certificate',
    title: {
      en: `Nobody approved the serving certificate of the kubelet on {node}: CertificateSigningRequest {name} is Pending`,
      zh: `节点 {node} 的 kubelet 服务证书无人批准:CertificateSigningRequest {name} 一直 Pending`,
    },
    explanation: {
      en: `The kubelet asked for it at {since} (kubernetes.io/kubelet-serving, CSR not approved); without a certificate it answers "tls: internal error", so metrics, logs and exec of that node fail. No controller of Kubernetes approves these: an approver of your own, or an administrator, has to.`,
      zh: `kubelet 于 {since} 提出申请(kubernetes.io/kubelet-serving,CSR 未批准);没有证书时它返回 "tls: internal error",该节点的指标、日志和 exec 都会失败。Kubernetes 自身的控制器不会批准这类申请,需要自建的 approver 或管理员批准。`,
    },
    fixes: [
      {
        title: {
          en: `Look at the request, and approve it where names and addresses are the node's`,
          zh: `检查该申请,确认其中的名称和地址属于该节点后批准`,
        },
        risk: 'review',
        commands: [`kubectl describe csr {name}`, `kubectl certificate approve {name}`],
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
