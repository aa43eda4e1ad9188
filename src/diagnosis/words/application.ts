/** Words for what an application's own log tells. */
import type { CodeWords } from './words.ts';

const application = {
  family: 'application',
  role: 'cause',
  severity: 'critical',
  runbook: 'application-errors',
} as const;

export const APPLICATION_CODES = {
  NamedResourceMissing: {
    family: 'application',
    role: 'cause',
    severity: 'critical',
    runbook: 'application-errors',
    title: {
      en: '{workload} uses the {thing} {missing}, which does not exist[[ (set in {origin})]]',
      zh: '{workload} 使用的 {thing} {missing} 不存在[[(设置于 {origin})]]',
    },
    explanation: {
      en: 'The log of {workload} says {count} times that the {thing} {missing} is not found (missing)[[; the name comes from {origin}]][[. What does exist: {nearest}]].',
      zh: '{workload} 的日志 {count} 次报告 {thing} {missing} 不存在(not found)[[;该名称来自 {origin}]][[。实际存在的是:{nearest}]]。',
    },
  },
  ConnectionPoolExhausted: {
    family: 'application',
    role: 'cause',
    severity: 'critical',
    runbook: 'application-errors',
    title: {
      en: '{subject} has no free connections: its connection pool is exhausted',
      zh: '{subject} 连接池耗尽:没有可用连接',
    },
    explanation: {
      en: 'The log reports {count} times that no connection could be had from the pool (pool exhausted, too many connections)[[; the pool is sized by {origin}]]. Requests wait and time out although everything looks ready.',
      zh: '日志 {count} 次报告无法从连接池获得连接(连接池耗尽,pool exhausted)[[;连接池大小由 {origin} 设置]]。虽然一切看似就绪,请求仍会等待并超时。',
    },
  },
  CredentialsRejected: {
    family: 'application',
    role: 'cause',
    severity: 'critical',
    runbook: 'credentials',
    title: {
      en: '{workload} is refused with the credentials that it has[[ (user {user})]]: authentication failed[[; they come from {origin}]]',
      zh: '{workload} 使用的凭据被拒绝[[(用户 {user})]]:认证失败[[;凭据来自 {origin}]]',
    },
    explanation: {
      en: 'The log of {workload} reports {count} times that its password or token was rejected (authentication failed)[[ by {target}]][[. {origin} was last edited {edited}]][[, and {stale} has not been restarted since, so it still runs with the old value]]. The server and the client no longer hold the same secret.',
      zh: '{workload} 的日志 {count} 次报告密码或令牌被[[ {target} ]]拒绝(authentication failed)[[。{origin} 最近修改于 {edited}]][[,而 {stale} 此后没有重启,仍在使用旧值]]。服务端与客户端的密码已不一致。',
    },
  },
  ServerLimitReached: {
    ...application,
    title: {
      en: '{subject} has reached a limit of its own[[: {said}]]',
      zh: '{subject} 达到自身上限[[:{said}]]',
    },
    explanation: {
      en: 'The log[[ of {client}]] reports {count} times: {said}[[ ({thing})]][[; the limit is set in {origin}]]. Requests beyond it are refused although everything looks ready.',
      zh: '[[{client} 的]]日志 {count} 次报告:{said}[[({thing})]][[;该上限设置于 {origin}]]。虽然一切看似就绪,超出的请求会被拒绝。',
    },
  },
  ServerReadOnly: {
    ...application,
    title: {
      en: '{subject} takes no writes: {said}',
      zh: '{subject} 不接受写入:{said}',
    },
    explanation: {
      en: 'The log[[ of {client}]] reports {count} times that the server has no primary, is read-only or is still recovering: {said}.',
      zh: '[[{client} 的]]日志 {count} 次报告服务端没有主节点、处于只读(read-only)或正在恢复:{said}。',
    },
  },
  LockContention: {
    ...application,
    severity: 'warning',
    title: {
      en: 'Transactions of {subject} block each other: {said}',
      zh: '{subject} 的事务互相阻塞(锁等待/死锁):{said}',
    },
    explanation: {
      en: 'The log reports {count} times a deadlock or a lock timeout: {said}. Requests wait for each other and fail.',
      zh: '日志 {count} 次报告死锁或锁等待超时:{said}。请求互相等待并失败。',
    },
  },
  LicenseExpired: {
    ...application,
    title: {
      en: 'The licence of {subject} is no longer valid: {said}',
      zh: '{subject} 的许可证(license)已失效:{said}',
    },
    explanation: {
      en: 'The log reports {count} times: {said}. What the licence covers is refused until it is renewed.',
      zh: '日志 {count} 次报告:{said}。在续期之前,许可证涵盖的功能会被拒绝。',
    },
  },
  QueueBacklog: {
    ...application,
    role: 'symptom',
    severity: 'warning',
    title: {
      en: 'The queue that {subject} works on grows faster than it is consumed[[ ({said})]]',
      zh: '{subject} 的队列积压(backlog)[[({said})]]',
    },
    explanation: {
      en: 'The log reports {count} times that work is waiting[[: {said}]].',
      zh: '日志 {count} 次报告任务堆积[[:{said}]]。',
    },
  },
  PostStartHookFailed: {
    ...application,
    family: 'pod_crash',
    runbook: 'container-start',
    title: {
      en: 'The postStart hook of container {container} of {subject} fails, so the kubelet kills the container',
      zh: '{subject} 的容器 {container} 的 postStart 钩子(hook)失败,kubelet 因此终止该容器',
    },
    explanation: {
      en: 'The process itself runs well; what fails is the hook[[ ({command})]]: {message}.',
      zh: '进程本身正常,失败的是钩子(hook)[[({command})]]:{message}。',
    },
    fixes: [
      {
        title: { en: 'Mend or remove the hook; take its rollout back meanwhile', zh: '修复或移除该钩子,先回滚发布' },
        risk: 'review',
        commands: ['kubectl rollout undo {kind}/{name} -n {namespace}'],
      },
    ],
  },
  RolloutPartitioned: {
    ...application,
    family: 'rollout',
    severity: 'warning',
    runbook: 'rollout',
    title: {
      en: '{subject} is updated only in part: partition {partition} keeps {updated} of {replicas} pods on the new revision',
      zh: '{subject} 只更新了一部分:partition(分区)为 {partition},{replicas} 个 Pod 中只有 {updated} 个是新版本',
    },
    explanation: {
      en: 'spec.updateStrategy.rollingUpdate.partition is {partition}: pods with a lower ordinal stay on the old revision {old}, the others run {new}. Both revisions serve.',
      zh: 'spec.updateStrategy.rollingUpdate.partition 为 {partition}:序号更小的 Pod 保持旧版本(old revision){old},其余运行 {new}。两个版本同时对外服务。',
    },
    fixes: [
      {
        title: { en: 'Let the rollout go on to all pods', zh: '让发布覆盖所有 Pod' },
        risk: 'review',
        commands: [
          `kubectl patch {kind} {name} -n {namespace} --type merge -p '{"spec":{"updateStrategy":{"rollingUpdate":{"partition":0}}}}'`,
        ],
      },
    ],
  },
  ConfigStale: {
    ...application,
    family: 'config',
    severity: 'warning',
    title: {
      en: '{subject} still runs with the old content of ConfigMap {map}: it was edited at {edited}, after the pods had started ({how} is not updated)',
      zh: '{subject} 仍在使用 ConfigMap {map} 的旧内容:{edited} 才修改,晚于 Pod 启动({how} 方式不会自动更新)',
    },
    explanation: {
      en: '{pods} of {all} pods started before the edit by {by} (one at {started}). What is read through {how}[[ ({file})]] stays as it was when the container started, until a restart; only whole mounted volumes are updated.',
      zh: '{all} 个 Pod 中有 {pods} 个在 {by} 修改之前启动(其一于 {started})。通过 {how}[[({file})]] 读取的内容在容器启动后不会更新,需要重启(restart);只有整体挂载的卷才会自动更新。',
    },
    fixes: [
      {
        title: { en: 'Restart it, so that it reads the configuration anew', zh: '重启以重新读取配置' },
        risk: 'review',
        commands: ['kubectl rollout restart {kind}/{name} -n {namespace}'],
      },
    ],
  },
  LeaseHeldByGone: {
    ...application,
    family: 'control_plane',
    runbook: 'control-plane',
    title: {
      en: 'Lease {namespace}/{name} is held by {holder}, which is gone: no other replica of {waiting} may become leader before {until}',
      zh: 'Lease {namespace}/{name} 的持有者 {holder} 已不存在(gone):在 {until} 之前 {waiting} 的其他副本无法成为 leader',
    },
    explanation: {
      en: '{holder} renewed the lease last at {renewed}, for {seconds} seconds, and no longer exists. Until it expires the replicas of {waiting} stand by, ready and idle.',
      zh: '{holder} 最后一次续租是 {renewed},租期 {seconds} 秒,而该 Pod 已不存在。租约过期前,{waiting} 的副本只会待命。',
    },
    fixes: [
      {
        title: { en: 'Delete the lease; a replica takes it at once', zh: '删除该 Lease,副本会立即接管' },
        risk: 'review',
        commands: ['kubectl delete lease {name} -n {namespace}'],
      },
    ],
  },
  LeaderElectionLost: {
    ...application,
    role: 'symptom',
    family: 'control_plane',
    title: {
      en: '{subject} cannot hold its lease (leader election): {said}',
      zh: '{subject} 无法续租 Lease(leader election 选主失败):{said}',
    },
    explanation: {
      en: 'The log reports {count} times: {said}. Without the lease it does no work: the API server is slow or unreachable, or its rights are missing.',
      zh: '日志 {count} 次报告:{said}。没有租约它不会工作:API Server 缓慢或不可达,或缺少权限。',
    },
  },
  ApplicationFailing: {
    ...application,
    role: 'symptom',
    title: {
      en: '{subject} fails in its own code: {sample}',
      zh: '{subject} 自身代码报错:{sample}',
    },
    explanation: {
      en: 'Its log has {count} errors of this kind[[ from {first}]][[ to {last}]], and nothing around it explains them: {sample}',
      zh: '其日志中有 {count} 条此类错误[[,从 {first}]][[ 到 {last}]],周围没有能解释它的原因:{sample}',
    },
  },
  RunsWithTrouble: {
    ...application,
    family: 'config',
    title: {
      en: '{workload} runs, and its log keeps saying: {line}',
      zh: '{workload} 在运行,但日志不断报告:{line}',
    },
    explanation: {
      en: 'Container {container} reports {count} times: "{line}"[[. It concerns {path}]][[, in volume {volume}]][[. It comes from {origin}]][[, which has {nearest}]].',
      zh: '容器 {container} 已报告 {count} 次:"{line}"[[。涉及路径 {path}]][[,位于卷 {volume}]][[。来自 {origin}]][[,其中有 {nearest}]]。',
    },
  },
  ConfigurationChanged: {
    ...application,
    family: 'config',
    title: {
      en: '{subject} was edited at {at}, {minutes} minutes before {workload} began to fail',
      zh: '{subject} 在 {at} 被修改,{minutes} 分钟后 {workload} 开始报错',
    },
    explanation: {
      en: '{workload} reads its configuration from it. The edit by {by}[[ touched {fields}]]; the first failure in the log came {minutes} minutes later.',
      zh: '{workload} 从中读取配置。{by} 的修改[[涉及 {fields}]],{minutes} 分钟后日志中出现第一次失败。',
    },
    fixes: [
      {
        title: { en: 'See what was edited, and take it back', zh: '查看修改内容并撤回' },
        risk: 'review',
        commands: ['kubectl get configmap {name} -n {namespace} -o yaml --show-managed-fields'],
      },
    ],
  },
  RolloutChanged: {
    ...application,
    runbook: 'rollout',
    title: {
      en: 'The last rollout of {subject} changed {field}[[ from {from}]][[ to {to}]] shortly before calls to it failed or became slow',
      zh: '{subject} 最近一次发布修改了 {field}[[,原值 {from}]][[,现值 {to}]],随后对它的调用失败或变慢',
    },
    explanation: {
      en: 'Revision {revision}, rolled out at {at}, changed {field}[[ from {from}]][[ to {to}]]. Nothing else in what was read tells why {subject} answers badly.',
      zh: '修订版本 {revision} 于 {at} 发布,修改了 {field}[[,原值 {from}]][[,现值 {to}]]。除此之外,已读取的数据中没有说明 {subject} 为何异常。',
    },
    fixes: [
      {
        title: { en: 'Take the rollout back', zh: '回滚这次发布' },
        risk: 'review',
        commands: ['kubectl rollout undo {kind}/{name} -n {namespace}'],
      },
    ],
  },
  ApplicationErrors: {
    family: 'application',
    role: 'notice',
    severity: 'warning',
    title: {
      en: '{subject} logged {count} errors lately: {sample}',
      zh: '{subject} 最近记录了 {count} 条错误:{sample}',
    },
    explanation: {
      en: 'The log of {subject} has {count} errors of this kind.',
      zh: '{subject} 的日志中有 {count} 条此类错误。',
    },
  },
} as const satisfies Record<string, CodeWords>;
