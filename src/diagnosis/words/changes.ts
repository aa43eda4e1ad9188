/** Words for what a change, or the lack of one, did to workloads that seem well: rollouts, hooks, configurations, leases. */
import { application } from './application.ts';
import type { CodeWords } from './words.ts';

export const CHANGE_CODES = {
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
  ScaledBefore: {
    ...application,
    title: {
      en: '{subject} was scaled to {replicas} replicas at {at}, {minutes} minutes before {workload} began to fail',
      zh: '{subject} 在 {at} 被调整为 {replicas} 个副本,{minutes} 分钟后 {workload} 开始报错',
    },
    explanation: {
      en: '{by} scaled it ({replicas} replicas now); the first failure in the log of {workload} came {minutes} minutes later. What it offers (slots, shards, workers) may not be enough any more.',
      zh: '{by} 调整了它的副本数(现为 {replicas});{minutes} 分钟后 {workload} 的日志中出现第一次失败。它提供的资源(slot、分片、工作进程)可能已不够用。',
    },
    fixes: [
      {
        title: { en: 'See how many replicas there were before, and scale back', zh: '查看之前的副本数并恢复' },
        risk: 'review',
        commands: ['kubectl get events -n {namespace} --field-selector reason=ScalingReplicaSet'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
