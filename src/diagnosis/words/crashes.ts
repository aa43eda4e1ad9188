/** Words for containers that end and should not: how, and what their logs say why. */
import type { CodeWords } from './words.ts';

export const crash = { family: 'pod_crash', role: 'cause', severity: 'critical', runbook: 'pod-crash' } as const;
const ENDS = ' (exit code {code}[[, {restarts} restarts]])';
const ENDS_ZH = '(退出码 {code}[[,重启 {restarts} 次]])';
const LOGS = {
  title: { en: 'Read the log of the run that ended', zh: '查看上一次运行的日志' },
  risk: 'safe',
  commands: ['kubectl logs {pod} -n {podNamespace} -c {container} --previous'],
} as const;

export const CRASH_CODES = {
  ContainerCrashing: {
    ...crash,
    role: 'symptom',
    title: {
      en: 'Container {container} of {subject} keeps ending[[ ({waiting})]]: exit code {code}, {restarts} restarts',
      zh: '{subject} 的容器 {container} 反复退出[[({waiting})]]:退出码 {code},重启 {restarts} 次',
    },
    explanation: {
      en: 'Container {container} ends again and again with exit code {code}: {meaning}.',
      zh: '容器 {container} 反复退出,退出码 {code}:{meaning}。',
    },
    fixes: [LOGS],
  },
  RestartedBefore: {
    family: 'pod_crash',
    role: 'notice',
    severity: 'warning',
    title: {
      en: 'Container {container} of {subject} was restarted {restarts} times, last at {at} (exit code {code}), and runs since',
      zh: '{subject} 的容器 {container} 曾重启 {restarts} 次,最近一次在 {at}(退出码 {code}),之后正常运行',
    },
    explanation: { en: 'It has been running without a restart since then.', zh: '此后一直正常运行,没有再重启。' },
  },
  EnvVarMissing: {
    ...crash,
    title: {
      en: '{workload} crashes: the environment variable {name_} that container {container} needs is not set (missing)[[; {nearest} is set]]',
      zh: '{workload} 崩溃:容器 {container} 需要的环境变量 {name_} 未设置(missing)[[;已设置的是 {nearest}]]',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}. No env or envFrom of the container gives it {name_}[[; {origin} has the similar name {nearest}]].`,
      zh: `日志:"{line}"${ENDS_ZH}。容器的 env 和 envFrom 都没有提供 {name_}[[;{origin} 中有相近的 {nearest}]]。`,
    },
    fixes: [LOGS],
  },
  FileMissing: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} does not find the file {path} (no such file or directory)[[; {origin} has {nearest}]]',
      zh: '{workload} 崩溃:容器 {container} 找不到文件 {path}(no such file or directory,不存在)[[;{origin} 中有 {nearest}]]',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}[[. The path lies in what is mounted from {origin}]].`,
      zh: `日志:"{line}"${ENDS_ZH}[[。该路径挂载自 {origin}]]。`,
    },
    fixes: [LOGS],
  },
  FilePermissionDenied: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} has no permission for[[ {path}]] (permission denied)[[ in volume {volume}]]',
      zh: '{workload} 崩溃:容器 {container} 对[[ {path}]]没有权限(permission denied)[[,位于卷 {volume}]]',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}[[. The volume {volume} belongs to another user; securityContext.fsGroup would give the group of the process access]][[. The container runs as user {user}]].`,
      zh: `日志:"{line}"${ENDS_ZH}[[。卷 {volume} 属于其他用户;设置 securityContext.fsGroup 可使进程的组获得权限]][[。容器以用户 {user} 运行]]。`,
    },
    fixes: [LOGS],
  },
  FileSystemReadOnly: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} writes[[ to {path}]] on a read-only file system[[ ({setting})]]',
      zh: '{workload} 崩溃:容器 {container} 写入[[ {path}]]时文件系统只读(read-only file system)[[({setting})]]',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}. Mount a writable volume (emptyDir) there[[, or unset {setting}]].`,
      zh: `日志:"{line}"${ENDS_ZH}。请在该处挂载可写卷(emptyDir)[[,或取消 {setting}]]。`,
    },
    fixes: [LOGS],
  },
  DiskFull: {
    family: 'disk_full',
    role: 'cause',
    severity: 'critical',
    runbook: 'disk-full',
    title: {
      en: '{workload} has no space left on device: {subject} is full[[ ({path})]]',
      zh: '{workload} 磁盘空间不足(no space left on device):{subject} 已写满[[({path})]]',
    },
    explanation: {
      en: 'The log of container {container} says "{line}": the disk is full[[; volume {volume}]][[, requested {size}]].',
      zh: '容器 {container} 的日志:"{line}":磁盘已满[[;卷 {volume}]][[,申请容量 {size}]]。',
    },
  },
  AddressInUse: {
    family: 'port_conflict',
    role: 'cause',
    severity: 'critical',
    runbook: 'port-conflict',
    title: {
      en: '{workload} crashes: container {container} cannot listen[[ on port {port}]], the address is already in use[[ by {other}]]',
      zh: '{workload} 崩溃:容器 {container} 无法监听[[端口 {port}]],地址已被占用(address already in use)[[,占用者为{otherZh}]]',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}. The containers of a pod share one network[[ (with hostNetwork: the node's)]], so each port can be bound once[[; {other} has port {port} too]].`,
      zh: `日志:"{line}"${ENDS_ZH}。同一 Pod 的容器共享网络,每个端口只能绑定一次[[;{otherZh}也使用端口 {port}]]。`,
    },
    fixes: [LOGS],
  },
  PortNotPermitted: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} may not listen[[ on port {port}]]: bind: permission denied',
      zh: '{workload} 崩溃:容器 {container} 无权监听[[端口 {port}]](bind: permission denied)',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}. Ports below 1024 need root or the capability NET_BIND_SERVICE.`,
      zh: `日志:"{line}"${ENDS_ZH}。监听 1024 以下端口需要 root 或 NET_BIND_SERVICE 能力。`,
    },
    fixes: [LOGS],
  },
  ConfigurationInvalid: {
    ...crash,
    title: {
      en: '{workload} crashes: its configuration is invalid[[ ({origin})]]: {line}',
      zh: '{workload} 崩溃:配置无效[[({origin})]]:{line}',
    },
    explanation: {
      en: `Container {container} cannot parse or does not accept its configuration${ENDS}: "{line}"[[. It comes from {origin}]].`,
      zh: `容器 {container} 无法解析或不接受其配置${ENDS_ZH}:"{line}"[[。该配置来自 {origin}]]。`,
    },
    fixes: [LOGS],
  },
  CommandUsageWrong: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} is started with an argument that it does not know[[: {flag}]]',
      zh: '{workload} 崩溃:容器 {container} 的启动参数不被识别[[:{flag}]](unknown flag)',
    },
    explanation: {
      en: `The log says "{line}"${ENDS}. The args fit another version of the program.`,
      zh: `日志:"{line}"${ENDS_ZH}。启动参数与程序版本不符。`,
    },
    fixes: [LOGS],
  },
  SchemaMigrationFailed: {
    ...crash,
    title: {
      en: '{workload} crashes: its database schema migration fails: {line}',
      zh: '{workload} 崩溃:数据库结构迁移(schema migration)失败:{line}',
    },
    explanation: {
      en: `Container {container} ends while it migrates or checks the database schema${ENDS}: "{line}". Tools such as Flyway, Liquibase or Alembic keep their version and a lock in the database: a run that was killed leaves the schema half changed, or the lock held.`,
      zh: `容器 {container} 在迁移或校验数据库结构时退出${ENDS_ZH}:"{line}"。Flyway、Liquibase、Alembic 等工具把版本和锁记录在数据库里:被杀掉的迁移会留下改了一半的结构或未释放的锁。`,
    },
    fixes: [LOGS],
  },
  ApplicationCrash: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} ends with exit code {code}: {line}',
      zh: '{workload} 崩溃:容器 {container} 以退出码 {code} 退出:{line}',
    },
    explanation: {
      en: `The last thing that its log tells is "{line}"${ENDS}: {meaning}.`,
      zh: `其日志最后的关键信息:"{line}"${ENDS_ZH}:{meaning}。`,
    },
    fixes: [LOGS],
  },
  CrashUnexplained: {
    ...crash,
    title: {
      en: '{workload} crashes: container {container} ends with exit code {code} ({meaning})',
      zh: '{workload} 崩溃:容器 {container} 以退出码 {code} 退出({meaning})',
    },
    explanation: {
      en: 'Its log tells nothing more or could not be read[[; it was restarted {restarts} times]].',
      zh: '日志没有更多信息或无法读取[[;已重启 {restarts} 次]]。',
    },
    fixes: [LOGS],
  },
  MainProcessCompletes: {
    ...crash,
    title: {
      en: '{workload} restarts for ever: the main process of container {container} completes (exit code 0) and restartPolicy is Always',
      zh: '{workload} 反复重启:容器 {container} 的主进程正常结束(退出码 0,Completed),而 restartPolicy 为 Always',
    },
    explanation: {
      en: 'The command ends without an error, which a Deployment takes for a failure: it must keep running in the foreground, or be a Job[[. Its log ends with "{line}"]].',
      zh: '命令正常结束,但 Deployment 会把它当作失败:进程必须在前台持续运行,或改用 Job[[。日志最后一行:"{line}"]]。',
    },
    fixes: [LOGS],
  },
  KilledWithoutOom: {
    ...crash,
    title: {
      en: 'Container {container} of {subject} is killed (exit code {code}, {meaning}) without a memory kill of its own',
      zh: '{subject} 的容器 {container} 被杀死(退出码 {code},{meaning}),但并非自身 OOM',
    },
    explanation: {
      en: 'Nothing says OOMKilled, and no probe event was read: the node may have run out of memory, a probe may have failed, or a child process was killed[[. Its log ends with "{line}"]].',
      zh: '没有 OOMKilled 记录,也没有探针事件:可能是节点内存不足、探针失败或子进程被杀[[。日志最后一行:"{line}"]]。',
    },
    fixes: [LOGS],
  },
} as const satisfies Record<string, CodeWords>;
