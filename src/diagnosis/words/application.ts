/** Words for what an application's own log tells. */
import type { CodeWords } from './words.ts';

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
      en: 'The log of {workload} reports {count} times that its password or token was rejected (authentication failed)[[ by {target}]][[. {origin} was last edited {edited}]]. The server and the client no longer hold the same secret.',
      zh: '{workload} 的日志 {count} 次报告密码或令牌被[[ {target} ]]拒绝(authentication failed)[[。{origin} 最近修改于 {edited}]]。服务端与客户端的密码已不一致。',
    },
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
