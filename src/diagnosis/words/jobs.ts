/** Words for Jobs and CronJobs. */
import type { CodeWords } from './words.ts';

export const JOB_CODES = {
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
  JobKeptBySidecar: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `Job {namespace}/{name} never completes: its container {main} finished, and the sidecar {sidecar} is still running`,
      zh: `Job {namespace}/{name} 一直未结束:容器 {main} 已完成,边车(sidecar){sidecar} 仍在运行`,
    },
    explanation: {
      en: `A pod ends with its last container. {main} of {pod} ended well at {finished}, but {sidecar} runs on, so the Job counts as active.`,
      zh: `Pod 在最后一个容器退出时才结束。{pod} 的 {main} 已于 {finished} 正常退出,但 {sidecar} 仍在运行,因此 Job 一直处于活动状态。`,
    },
    fixes: [
      {
        title: {
          en: 'Make the sidecar a native one (an init container with restartPolicy Always), or let the job tell it to quit',
          zh: '改为原生 sidecar(restartPolicy 为 Always 的 init 容器),或让任务结束时通知它退出',
        },
        risk: 'review',
        commands: [`kubectl delete job {name} -n {namespace}`],
      },
    ],
  },
  JobSuspended: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: `Job {namespace}/{name} is suspended (spec.suspend: true) and has not done its work: {does}`,
      zh: `Job {namespace}/{name} 已被挂起(spec.suspend: true,suspended),未执行:{does}`,
    },
    explanation: {
      en: `spec.suspend is true, so the controller starts no pod of it, and {needed} goes without what it is to bring.`,
      zh: `spec.suspend 为 true,控制器不会启动它的 Pod,{needed} 缺少它应当带来的内容。`,
    },
    fixes: [
      {
        title: { en: 'Let it run, once it is known why it was suspended', zh: '确认挂起原因后恢复执行' },
        risk: 'review',
        commands: [`kubectl patch job {name} -n {namespace} --type merge -p '{"spec":{"suspend":false}}'`],
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
  ErrorsFollowCronJob: {
    family: 'job',
    role: 'cause',
    severity: 'critical',
    runbook: 'job-failed',
    title: {
      en: 'Each burst of errors of {workload} begins as {subject} runs ({schedule})',
      zh: '{workload} 的每一轮报错都始于 {subject} 的运行({schedule})',
    },
    explanation: {
      en: 'All {bursts} bursts of errors in the log of {workload} begin within three minutes of a run of {subject}, and there are none between its runs[[. It runs: {does}]].',
      zh: '{workload} 日志中的 {bursts} 轮报错全部始于 {subject} 运行后三分钟内,两次运行之间没有报错[[。它执行:{does}]]。',
    },
    fixes: [
      {
        title: {
          en: 'Suspend the CronJob, and see whether the errors stay away',
          zh: '暂停该 CronJob,观察报错是否不再出现',
        },
        risk: 'review',
        commands: [`kubectl patch cronjob {name} -n {namespace} -p '{"spec":{"suspend":true}}'`],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
