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
  JobFailed: {
    family: 'job',
    role: 'symptom',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `{subject} fails: Job {job} failed {failed} times ({reason})`,
      zh: `{subject} 失败:Job {job} 失败 {failed} 次({reason})`,
    },
    explanation: {
      en: `Job {job} failed {failed} times with a backoffLimit of {limit}.`,
      zh: `Job {job} 失败 {failed} 次,backoffLimit 为 {limit}。`,
    },
  },
  JobDeadlineExceeded: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `Job {job} was stopped after activeDeadlineSeconds ({seconds} s): DeadlineExceeded`,
      zh: `Job {job} 超过 activeDeadlineSeconds({seconds} 秒)被终止:DeadlineExceeded`,
    },
    explanation: {
      en: `The Job ran longer than it may, so the controller stopped its pods; the work needs more time, or it hangs.`,
      zh: `Job 运行时间超过允许的上限,控制器终止了它的 Pod;要么任务需要更多时间,要么它卡住了。`,
    },
  },
  JobFailedBefore: {
    family: 'job',
    role: 'notice',
    severity: 'warning',
    title: {
      en: `Job {job} failed earlier; a later run succeeded or it is long ago`,
      zh: `Job {job} 之前失败过;之后的运行已成功,或已是很久以前`,
    },
    explanation: {
      en: `Job {job} failed {failed} times.`,
      zh: `Job {job} 失败 {failed} 次。`,
    },
  },
  CronScheduleInvalid: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `CronJob {namespace}/{name} never runs: schedule {schedule}[[, time zone {timeZone}]] is not valid`,
      zh: `CronJob {namespace}/{name} 不会运行:schedule {schedule}[[,时区 {timeZone}]]无效`,
    },
    explanation: {
      en: `The controller cannot compute a next run: {detail}.`,
      zh: `控制器无法计算下一次运行:{detail}。`,
    },
  },
  CronRunsMissed: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `CronJob {namespace}/{name} misses its runs[[; the last one was scheduled at {last}]]`,
      zh: `CronJob {namespace}/{name} 错过了应有的运行[[;最近一次调度于 {last}]]`,
    },
    explanation: {
      en: `By schedule {schedule}: {detail}.`,
      zh: `按 schedule {schedule}:{detail}。`,
    },
  },
  CronJobBlocked: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `CronJob {namespace}/{name} starts no new runs: Job {active} still runs and concurrencyPolicy is {policy}`,
      zh: `CronJob {namespace}/{name} 不再启动新的运行:Job {active} 仍在运行,且 concurrencyPolicy 为 {policy}`,
    },
    explanation: {
      en: `{detail}. The run hangs, and with concurrencyPolicy Forbid every later one is skipped.`,
      zh: `{detail}。该次运行卡住,而 concurrencyPolicy Forbid 会跳过之后的所有运行。`,
    },
    fixes: [
      {
        title: { en: 'Stop the hanging run', zh: '停止卡住的运行' },
        risk: 'review',
        commands: [`kubectl delete job {active} -n {namespace}`],
      },
    ],
  },
  CronJobSuspended: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `CronJob {namespace}/{name} is suspended (spec.suspend: true)`,
      zh: `CronJob {namespace}/{name} 已被暂停(spec.suspend: true,suspended)`,
    },
    explanation: {
      en: `spec.suspend is true, so the controller starts no runs[[; the last one was scheduled at {last}]].`,
      zh: `spec.suspend 为 true,控制器不会启动运行[[;最近一次调度于 {last}]]。`,
    },
    fixes: [
      {
        title: { en: 'Resume it', zh: '恢复运行' },
        risk: 'review',
        commands: [`kubectl patch cronjob {name} -n {namespace} -p '{"spec":{"suspend":false}}'`],
      },
    ],
  },
  CronJobIsSuspended: {
    family: 'job',
    role: 'notice',
    severity: 'warning',
    title: {
      en: `CronJob {namespace}/{name} is suspended`,
      zh: `CronJob {namespace}/{name} 处于暂停状态`,
    },
    explanation: {
      en: `spec.suspend is true.`,
      zh: `spec.suspend 为 true。`,
    },
  },
} as const satisfies Record<string, CodeWords>;
