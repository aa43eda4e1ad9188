/** Words for containers that run out of memory. */
import type { CodeWords } from './words.ts';

export const MEMORY_CODES = {
  OomKilled: {
    family: 'oom_killed',
    role: 'cause',
    severity: 'critical',
    runbook: 'oom-killed',
    title: {
      en: 'The [[{role}]]container {container} of {subject} is OOMKilled[[ at its memory limit of {limit}]][[: no memory limit, node {node} ran out]]',
      zh: '{subject} 的[[ {role}]]容器 {container} 因内存不足被杀(OOMKilled)[[,内存限制(limit)为 {limit}]][[:未设内存限制,节点 {node} 内存耗尽]]',
    },
    explanation: {
      en: 'The kernel killed container {container} (OOMKilled, exit code {code}) for using more memory than it may[[: its limit is {limit}]][[, its request {request}]]; it was restarted {restarts} times[[. Its runtime may grow the heap to {heap}, which the limit does not leave room for]].',
      zh: '容器 {container} 使用的内存超出允许值[[(limit 为 {limit})]][[,request 为 {request}]],被内核杀死(OOMKilled,退出码 {code}),已重启 {restarts} 次[[。运行时堆上限设置为 {heap},limit 未留出余量]]。',
    },
    fixes: [
      {
        title: { en: 'Raise the memory limit, or let the process use less', zh: '提高内存限制,或降低进程内存占用' },
        risk: 'review',
        commands: ['kubectl set resources {kind}/{name} -n {namespace} -c {container} --limits=memory=NEW_LIMIT'],
      },
    ],
  },
  OomKilledBefore: {
    family: 'oom_killed',
    role: 'notice',
    severity: 'warning',
    title: {
      en: 'Container {container} of {subject} was OOMKilled[[ at {at}]] and runs since',
      zh: '{subject} 的容器 {container} [[于 {at} ]]曾被 OOMKilled,之后正常运行',
    },
    explanation: {
      en: 'It was restarted {restarts} times in all[[; its memory limit is {limit}]].',
      zh: '累计重启 {restarts} 次[[;内存限制为 {limit}]]。',
    },
  },
  HeapExhausted: {
    family: 'oom_killed',
    role: 'cause',
    severity: 'critical',
    runbook: 'oom-killed',
    title: {
      en: 'Container {container} of {subject} runs out of memory by itself: {line}',
      zh: '{subject} 的容器 {container} 进程自身内存耗尽(out of memory):{line}',
    },
    explanation: {
      en: 'The runtime gave up before the kernel did: its heap is full (out of memory)[[; the container limit is {limit}]][[, the heap setting {heap}]].',
      zh: '运行时在内核之前放弃:堆内存已满(out of memory)[[;容器内存限制为 {limit}]][[,堆设置为 {heap}]]。',
    },
  },
} as const satisfies Record<string, CodeWords>;
