/** Words for workloads whose replicas are not there. */
import type { CodeWords } from './words.ts';

export const WORKLOAD_CODES = {
  AskedAbout: {
    family: 'general',
    role: 'symptom',
    severity: 'warning',
    title: { en: '{subject} does not do its work', zh: '{subject} 工作不正常' },
    explanation: { en: 'The question is about {subject}.', zh: '所问对象是 {subject}。' },
  },
  WorkloadUnavailable: {
    family: 'rollout',
    role: 'symptom',
    severity: 'critical',
    runbook: 'rollout',
    title: {
      en: '{subject} has {ready} of {desired} replicas ready',
      zh: '{subject} 期望 {desired} 个副本,只有 {ready} 个就绪',
    },
    explanation: {
      en: '{subject} wants {desired} replicas and has {ready} ready[[, {updated} of them of the newest revision]].',
      zh: '{subject} 期望 {desired} 个副本,就绪 {ready} 个[[,其中最新版本 {updated} 个]]。',
    },
  },
  WorkloadDegraded: {
    family: 'general',
    role: 'symptom',
    severity: 'warning',
    title: {
      en: '{subject} is up, and calls to it fail',
      zh: '{subject} 在运行,但对它的调用失败',
    },
    explanation: {
      en: 'The pods of {subject} are ready and its Service leads to them, yet callers report errors from it.',
      zh: '{subject} 的 Pod 已就绪,Service 也指向它们,但调用方报告来自它的错误。',
    },
  },
  RolloutStuck: {
    family: 'rollout',
    role: 'symptom',
    severity: 'critical',
    runbook: 'rollout',
    title: {
      en: `The rollout of {subject} is stuck: {updated} of {desired} replicas are updated`,
      zh: `{subject} 的发布卡住:{desired} 个副本中只更新了 {updated} 个`,
    },
    explanation: {
      en: `The newest revision made no progress within {seconds} s (ProgressDeadlineExceeded); older pods may still serve.`,
      zh: `最新版本在 {seconds} 秒内没有进展(ProgressDeadlineExceeded);旧 Pod 可能仍在提供服务。`,
    },
    fixes: [
      {
        title: { en: 'Return to the revision before', zh: '回滚到上一个版本' },
        risk: 'review',
        commands: [`kubectl rollout undo deployment/{name} -n {namespace}`],
      },
    ],
  },
  RolloutPaused: {
    family: 'rollout',
    role: 'cause',
    severity: 'warning',
    runbook: 'rollout',
    title: {
      en: `The rollout of {subject} is paused with {updated} of {desired} replicas updated`,
      zh: `{subject} 的发布被暂停(paused),{desired} 个副本中已更新 {updated} 个`,
    },
    explanation: {
      en: `spec.paused is true, so the Deployment controller does not go on with the rollout.`,
      zh: `spec.paused 为 true,Deployment 控制器不会继续发布。`,
    },
    fixes: [
      {
        title: { en: 'Resume the rollout', zh: '恢复发布' },
        risk: 'review',
        commands: [`kubectl rollout resume deployment/{name} -n {namespace}`],
      },
    ],
  },
  ControllerNotActing: {
    family: 'control_plane',
    role: 'cause',
    severity: 'critical',
    runbook: 'control-plane',
    title: {
      en: `The controller manager has not acted on the latest change of {subject}`,
      zh: `控制器(kube-controller-manager)没有处理 {subject} 的最新变更`,
    },
    explanation: {
      en: `status.observedGeneration is behind metadata.generation: the controller that makes the pods does not run or cannot reach the API server.`,
      zh: `status.observedGeneration 落后于 metadata.generation:负责创建 Pod 的控制器没有运行或无法访问 API Server。`,
    },
  },
  ScaledToZero: {
    family: 'rollout',
    role: 'cause',
    severity: 'critical',
    runbook: 'rollout',
    title: {
      en: `{subject} is scaled to 0 replicas, and {neededBy} still needs it`,
      zh: `{subject} 的副本数为 0(缩容到零),而 {neededBy} 仍然依赖它`,
    },
    explanation: {
      en: `spec.replicas is 0, so no pod stands behind {neededBy} (no endpoints); with at least one replica calls would be answered.`,
      zh: `spec.replicas 为 0,{neededBy} 后面没有 Pod(no endpoints);至少有一个副本时调用才能得到响应。`,
    },
    fixes: [
      {
        title: { en: 'Scale it up again', zh: '恢复副本数' },
        risk: 'review',
        commands: [`kubectl scale {kind}/{name} -n {namespace} --replicas=1`],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
