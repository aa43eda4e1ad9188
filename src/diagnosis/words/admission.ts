/** Words for what admission refuses. */
import type { CodeWords } from './words.ts';

export const ADMISSION_CODES = {
  PodSecurityViolation: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'pod-security',
    title: {
      en: `Pods of {subject} are forbidden: they violate PodSecurity "{level}" of namespace {namespace}`,
      zh: `{subject} 的 Pod 被拒绝创建:违反命名空间 {namespace} 的 Pod 安全标准(PodSecurity "{level}")`,
    },
    explanation: {
      en: `The namespace enforces the Pod Security level {level}, and the pod template violates it: {what}. Running pods stay; new ones are forbidden.`,
      zh: `命名空间强制(enforce)Pod 安全级别 {level},而 Pod 模板违反了它:{what}。已运行的 Pod 不受影响,新 Pod 会被拒绝(forbidden)。`,
    },
    fixes: [
      {
        title: { en: `Bring the template in line with the level`, zh: `让 Pod 模板符合该级别` },
        risk: 'review',
        commands: [`kubectl edit {kind}/{name} -n {namespace}`],
      },
      {
        title: { en: `Or lower the level of the namespace, if policy allows`, zh: `或在策略允许时放宽命名空间的级别` },
        risk: 'dangerous',
        commands: [`kubectl label namespace {namespace} pod-security.kubernetes.io/enforce=baseline --overwrite`],
      },
    ],
  },
  QuotaExceeded: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'quota',
    title: {
      en: `ResourceQuota {namespace}/{name} is exhausted: {workload} cannot create its pods`,
      zh: `ResourceQuota(配额){namespace}/{name} 已用尽:{workload} 无法创建 Pod`,
    },
    explanation: {
      en: `exceeded quota {quota}: requested {requested}, used {used}, limited to {limited}. Pods of {workload} are forbidden until something is freed or the quota is raised.`,
      zh: `超出配额 {quota}(exceeded quota):请求 {requested},已用 {used},上限 {limited}。在释放资源或提高配额之前,{workload} 的 Pod 会被拒绝(forbidden)。`,
    },
    fixes: [
      {
        title: { en: `See what uses the quota`, zh: `查看配额的使用情况` },
        risk: 'safe',
        commands: [`kubectl describe resourcequota {name} -n {namespace}`],
      },
    ],
  },
  QuotaNeedsResources: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'quota',
    title: {
      en: `Pods of {subject} are forbidden: quota {quota} demands that they state {what}`,
      zh: `{subject} 的 Pod 被拒绝:配额(quota){quota} 要求声明 {what}`,
    },
    explanation: {
      en: `failed quota {quota}: every container must specify {what}.`,
      zh: `failed quota {quota}:每个容器都必须声明 {what}(must specify)。`,
    },
  },
  LimitRangeViolated: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'quota',
    title: {
      en: `Pods of {subject} are forbidden by a LimitRange of namespace {namespace}`,
      zh: `{subject} 的 Pod 被命名空间 {namespace} 的 LimitRange 拒绝`,
    },
    explanation: { en: `The LimitRange says: {what}`, zh: `LimitRange 报告:{what}` },
  },
  WebhookDenied: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'admission-webhook',
    title: {
      en: `Pods of {subject} are denied by the admission webhook {webhook}`,
      zh: `{subject} 的 Pod 被准入 webhook {webhook} 拒绝`,
    },
    explanation: {
      en: `admission webhook "{webhook}" denied the request: {why}`,
      zh: `准入 webhook "{webhook}" 拒绝了请求(denied):{why}`,
    },
  },
  WebhookUnavailable: {
    family: 'admission',
    role: 'symptom',
    severity: 'critical',
    runbook: 'admission-webhook',
    title: {
      en: `Pods of {subject} cannot be created: the admission webhook {webhook} does not answer`,
      zh: `{subject} 的 Pod 无法创建:准入 webhook {webhook} 没有响应`,
    },
    explanation: {
      en: `failed calling webhook "{webhook}": {why}`,
      zh: `failed calling webhook "{webhook}"(调用失败):{why}`,
    },
  },
  WebhookBroken: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'admission-webhook',
    title: {
      en: `The admission webhook {webhook} of {subject} cannot be called, and its failurePolicy is {policy}`,
      zh: `{subject} 的准入 webhook {webhook} 无法调用,且 failurePolicy 为 {policy}`,
    },
    explanation: {
      en: `Every request that it matches is refused: failed calling webhook "{webhook}"[[ (Service {service})]]: {why}`,
      zh: `所有匹配的请求都会被拒绝:failed calling webhook "{webhook}"[[(Service {service})]]:{why}`,
    },
  },
  ServiceAccountMissing: {
    family: 'rbac',
    role: 'cause',
    severity: 'critical',
    runbook: 'rbac',
    title: {
      en: `ServiceAccount {namespace}/{name} does not exist, and {workload} runs as it`,
      zh: `ServiceAccount {namespace}/{name} 不存在,而 {workload} 以其身份运行`,
    },
    explanation: {
      en: `Pods of {workload} are forbidden: serviceaccount "{name}" not found.`,
      zh: `{workload} 的 Pod 被拒绝:serviceaccount "{name}" not found(不存在)。`,
    },
    fixes: [
      {
        title: { en: `Create it`, zh: `创建该 ServiceAccount` },
        risk: 'review',
        commands: [`kubectl create serviceaccount {name} -n {namespace}`],
      },
    ],
  },
  PriorityClassMissing: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'scheduling',
    title: {
      en: `PriorityClass {name} does not exist, and {workload} names it`,
      zh: `PriorityClass {name} 不存在,而 {workload} 使用了它`,
    },
    explanation: {
      en: `Pods of {workload} are forbidden: no PriorityClass with name {name} was found.`,
      zh: `{workload} 的 Pod 被拒绝:没有名为 {name} 的 PriorityClass(not found)。`,
    },
  },
  SccDenied: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'pod-security',
    title: {
      en: `Pods of {subject} are forbidden: no security context constraint admits them`,
      zh: `{subject} 的 Pod 被拒绝:没有 SCC(安全上下文约束)允许它`,
    },
    explanation: {
      en: `unable to validate against any security context constraint: {what}`,
      zh: `unable to validate against any security context constraint:{what}`,
    },
  },
  PodsNotCreated: {
    family: 'admission',
    role: 'cause',
    severity: 'critical',
    runbook: 'rollout',
    title: { en: `The pods of {subject} cannot be created`, zh: `{subject} 的 Pod 无法创建` },
    explanation: { en: `The controller reports FailedCreate: {why}`, zh: `控制器报告 FailedCreate:{why}` },
  },
} as const satisfies Record<string, CodeWords>;
