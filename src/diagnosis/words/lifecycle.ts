/** Words for pods that do not get on: waiting to start, not going away, slowed down. */
import type { CodeWords } from './words.ts';

export const LIFECYCLE_CODES = {
  InitContainerWaiting: {
    family: 'pod_crash',
    role: 'symptom',
    severity: 'critical',
    runbook: 'init-container',
    title: {
      en: '{subject} does not start: its init container {container} has been running since {since}',
      zh: '{subject} 无法启动:init 容器 {container} 自 {since} 起一直在运行',
    },
    explanation: {
      en: 'The init container {container} waits for something[[ and says: {said}]]; the other containers start only after it has ended.',
      zh: 'init 容器 {container} 在等待某个条件[[,其日志:{said}]];它结束后其他容器才会启动。',
    },
    fixes: [
      {
        title: { en: 'See what it waits for', zh: '查看它在等待什么' },
        risk: 'safe',
        commands: ['kubectl logs {kind}/{name} -n {namespace} -c {container} --tail=20'],
      },
    ],
  },
  JobAwaited: {
    family: 'job',
    role: 'symptom',
    severity: 'warning',
    runbook: 'job-failed',
    title: {
      en: '{subject} is not complete, and {waiting} waits for it',
      zh: '{subject} 尚未完成,而 {waiting} 在等待它',
    },
    explanation: {
      en: 'An init container of {waiting} waits until {subject} is complete.',
      zh: '{waiting} 的 init 容器等待 {subject} 完成。',
    },
  },
  PodFinalizerBlocks: {
    family: 'pod_crash',
    role: 'cause',
    severity: 'warning',
    runbook: 'terminating',
    title: {
      en: 'Pod {namespace}/{name} is stuck Terminating: the finalizer {finalizers} is not removed',
      zh: 'Pod {namespace}/{name} 卡在 Terminating:finalizer {finalizers} 未被移除',
    },
    explanation: {
      en: 'The pod was deleted (due {since}) and its containers have ended; it stays until the controller that owns the finalizer {finalizers} removes it.',
      zh: 'Pod 已被删除(应于 {since} 结束),容器也已退出;在拥有 finalizer {finalizers} 的控制器移除它之前不会消失。',
    },
    fixes: [
      {
        title: {
          en: 'Remove the finalizer, where its controller is gone for good',
          zh: '确认控制器已不存在后移除 finalizer',
        },
        risk: 'dangerous',
        commands: [`kubectl patch pod {name} -n {namespace} --type merge -p '{"metadata":{"finalizers":null}}'`],
      },
    ],
  },
  PodStuckTerminating: {
    family: 'pod_crash',
    role: 'symptom',
    severity: 'warning',
    runbook: 'terminating',
    title: {
      en: 'Pod {namespace}/{name} is stuck Terminating since {since}[[: its node {node} {why}]]',
      zh: 'Pod {namespace}/{name} 自 {since} 起卡在 Terminating[[:所在节点 {node} {why}]]',
    },
    explanation: {
      en: 'The pod was deleted, and the kubelet has not reported its end[[ ({said})]][[; node {node} {why}]].',
      zh: 'Pod 已被删除,但 kubelet 尚未确认其结束[[({said})]][[;节点 {node} {why}]]。',
    },
  },
  CpuThrottled: {
    family: 'resources',
    role: 'cause',
    severity: 'warning',
    runbook: 'cpu-throttling',
    title: {
      en: 'Container {container} of {subject} is held back by its CPU limit of {limit}[[ ({usage} used)]]: it is throttled',
      zh: '{subject} 的容器 {container} 受 CPU 限制 {limit} 所限[[(使用 {usage})]],被限流(throttled)',
    },
    explanation: {
      en: 'Its CPU limit is {limit}[[, of which it uses {usage}]][[; its log says {count} times: {said}]]. What needs more CPU the kernel throttles, so it answers slowly.',
      zh: '其 CPU 限制(limit)为 {limit}[[,已使用 {usage}]][[;其日志 {count} 次报告:{said}]]。超出部分被内核限流(throttling),因此响应变慢。',
    },
    fixes: [
      {
        title: { en: 'Raise the CPU limit, or add replicas', zh: '提高 CPU 限制或增加副本' },
        risk: 'review',
        commands: ['kubectl set resources {kind}/{name} -n {namespace} -c {container} --limits=cpu=NEW_LIMIT'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
