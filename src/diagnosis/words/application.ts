/** Words for what an application's own log tells. */
import type { CodeWords } from './words.ts';

/** What most codes of applications have in common. */
export const application = {
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
  AccessNotGranted: {
    ...application,
    runbook: 'credentials',
    title: {
      en: '{subject} lacks a permission at a server that knows it: {said}',
      zh: '{subject} 已通过认证,但在服务端缺少权限:{said}',
    },
    explanation: {
      en: 'The log reports {count} times that the account is known and may not do this (access denied, not authorized): {said}. A grant, role or policy at that server is missing; the credentials themselves are accepted.',
      zh: '日志 {count} 次报告账号有效但无权执行该操作(access denied,未授权):{said}。服务端缺少相应的授权、角色或策略;凭据本身是被接受的。',
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
  LockHeld: {
    ...application,
    title: {
      en: '{subject} holds a lock or an open transaction that others wait for: {said}',
      zh: '{subject} 持有锁或未结束的事务(transaction),其他请求在等待:{said}',
    },
    explanation: {
      en: 'Its log says that it took a lock or keeps a transaction open, while the lock waits and time-outs of others lie in the same time.',
      zh: '其日志表明它持有锁(lock)或保持事务未提交(holding),同一时间其他请求出现锁等待和超时。',
    },
  },
  SlowQueries: {
    ...application,
    title: {
      en: '{subject} answers slowly: its log names statements that take seconds',
      zh: '{subject} 响应缓慢:日志中出现耗时数秒的慢查询(slow query)',
    },
    explanation: {
      en: 'Its log names {count} statements that took two seconds or more. A missing index, a large table or a plan that changed makes each of them read too much; whoever calls waits.',
      zh: '其日志中有 {count} 条耗时两秒以上的慢语句。缺少索引(index)、表过大或执行计划变化都会使其读取过多数据,调用方只能等待。',
    },
    fixes: [
      {
        title: { en: 'See which statements are slow', zh: '查看哪些语句慢' },
        risk: 'safe',
        commands: ['kubectl logs -n {namespace} {kind}/{name} --tail=200'],
      },
    ],
  },
} as const satisfies Record<string, CodeWords>;
