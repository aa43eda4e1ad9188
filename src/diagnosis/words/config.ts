/** Words for configuration that a container needs and that is not there, or that the kubelet refuses. */
import type { CodeWords } from './words.ts';

const config = { family: 'config', role: 'cause', severity: 'critical', runbook: 'missing-config' } as const;
const security = { family: 'config', role: 'cause', severity: 'critical', runbook: 'container-start' } as const;

export const CONFIG_CODES = {
  ConfigMapMissing: {
    ...config,
    title: {
      en: 'ConfigMap {namespace}/{name} does not exist (not found), and {workload} needs it[[; {nearest} has a similar name]]',
      zh: 'ConfigMap {namespace}/{name} 不存在(not found),而 {workload} 需要它[[;名称相近的是 {nearest}]]',
    },
    explanation: {
      en: 'Container {container} of {workload} refers to ConfigMap {name} ({where}), which is missing, so it cannot start ({reason})[[. A ConfigMap with a similar name exists: {nearest}; it may have been renamed]].',
      zh: '{workload} 的容器 {container} 引用了 ConfigMap {name}({where}),但它不存在(missing),因此无法启动({reason})[[。名称相近的 ConfigMap:{nearest},可能是被改名(renamed)]]。',
    },
    fixes: [
      {
        title: {
          en: 'Create the ConfigMap, or let the workload refer to the one that exists',
          zh: '创建该 ConfigMap,或改为引用已存在的 ConfigMap',
        },
        risk: 'review',
        commands: [
          'kubectl get configmaps -n {namespace}',
          'kubectl create configmap {name} -n {namespace} --from-file=PATH',
        ],
      },
    ],
  },
  SecretMissing: {
    ...config,
    title: {
      en: 'Secret {namespace}/{name} does not exist (not found), and {workload} needs it[[; {nearest} has a similar name]]',
      zh: 'Secret {namespace}/{name} 不存在(not found),而 {workload} 需要它[[;名称相近的是 {nearest}]]',
    },
    explanation: {
      en: 'Container {container} of {workload} refers to Secret {name} ({where}), which is missing, so it cannot start ({reason})[[. A Secret with a similar name exists: {nearest}; it may have been renamed]].',
      zh: '{workload} 的容器 {container} 引用了 Secret {name}({where}),但它不存在(missing),因此无法启动({reason})[[。名称相近的 Secret:{nearest},可能是被改名(renamed)]]。',
    },
    fixes: [
      {
        title: {
          en: 'Create the Secret, or let the workload refer to the one that exists',
          zh: '创建该 Secret,或改为引用已存在的 Secret',
        },
        risk: 'review',
        commands: [
          'kubectl get secrets -n {namespace}',
          'kubectl create secret generic {name} -n {namespace} --from-literal=KEY=VALUE',
        ],
      },
    ],
  },
  ConfigKeyMissing: {
    ...config,
    title: {
      en: '{subject} has no key {key}, and {workload} needs it[[; it has {nearest}]]',
      zh: '{subject} 中没有键 {key},而 {workload} 需要它[[;现有相近的键是 {nearest}]]',
    },
    explanation: {
      en: `Container {container} of {workload} refers to the key {key} of {subject} ({where}), which does not exist (couldn't find key)[[; the keys are: {keys}]]. So it cannot start ({reason}).`,
      zh: `{workload} 的容器 {container} 引用了 {subject} 的键 {key}({where}),但该键不存在(couldn't find key)[[;现有的键:{keys}]],因此无法启动({reason})。`,
    },
    fixes: [
      {
        title: { en: 'Add the key, or refer to the one that exists', zh: '补上该键,或改为引用存在的键' },
        risk: 'review',
        commands: ['kubectl edit {resource} {name} -n {namespace}'],
      },
    ],
  },
  RunAsNonRootRefused: {
    ...security,
    title: {
      en: '{subject} must run as non-root, and its image runs as {user}: the kubelet refuses container {container} (runAsNonRoot)',
      zh: '{subject} 要求以非 root 运行(runAsNonRoot),但镜像以 {userZh} 运行:kubelet 拒绝启动容器 {container}',
    },
    explanation: {
      en: 'securityContext.runAsNonRoot is true and image {image} runs as {user}[[; runAsUser is {runAsUser}]]. Set runAsUser to a number other than 0, or build the image with a numeric non-root USER.',
      zh: 'securityContext.runAsNonRoot 为 true,而镜像 {image} 以 {userZh} 运行[[;runAsUser 为 {runAsUser}]]。请设置非 0 的 runAsUser,或在镜像中使用数字形式的非 root USER。',
    },
  },
  ContainerMountFailed: {
    ...security,
    title: {
      en: '{subject} mounts something that does not fit: container {container} cannot be created[[ ({mount})]]',
      zh: '{subject} 的挂载无法完成:容器 {container} 无法创建[[({mount})]]',
    },
    explanation: {
      en: 'The container runtime says: {said}. A file and a directory are confused, the subPath does not exist, or the mount point lies in a read-only file system.',
      zh: '容器运行时报告:{said}。文件与目录混淆、subPath 不存在,或挂载点位于只读文件系统中。',
    },
  },
  ContainerCreateFailed: {
    ...security,
    title: {
      en: 'Container {container} of {subject} cannot be created ({reason})[[: {said}]]',
      zh: '{subject} 的容器 {container} 无法创建({reason})[[:{said}]]',
    },
    explanation: {
      en: 'The kubelet or the container runtime refuses the container[[: {said}]].',
      zh: 'kubelet 或容器运行时拒绝创建该容器[[:{said}]]。',
    },
  },
  OptionalConfigMissing: {
    family: 'config',
    role: 'cause',
    severity: 'critical',
    runbook: 'missing-config',
    title: {
      en: '{workload} runs without [[key {key} of ]]{subject}, which is missing[[ (there is {nearest})]], and calls its default {target}',
      zh: '{workload} 缺少 {subject}[[ 的键 {key}]](不存在)[[,现有的是 {nearest}]],因此使用默认地址 {target}',
    },
    explanation: {
      en: 'The reference {where} is optional, so the container starts without it (not found)[[; what is there: {keys}]]. The process then calls {target} in its own pod, where nothing listens.',
      zh: '引用 {where} 标为 optional,缺失(not found)时容器照样启动[[;现有的键:{keys}]]。进程于是访问自身 Pod 内的 {target},而那里没有任何进程在监听。',
    },
  },
  CallsItself: {
    family: 'config',
    role: 'cause',
    severity: 'critical',
    runbook: 'missing-config',
    title: {
      en: '{workload} calls {target}, its own pod, where nothing listens[[ (set in {origin})]]',
      zh: '{workload} 访问 {target},即自身的 Pod,而那里没有进程在监听[[(设置于 {origin})]]',
    },
    explanation: {
      en: 'In a container localhost is the pod itself (loopback), and no other container of the pod could listen there[[; the address is set in {origin}]]. Where nothing sets the address, a default of the program is in use: a variable or file is missing, or has another name than it reads[[. What serves that port: {meant}]].',
      zh: '容器内的 localhost 指 Pod 自身(回环地址),该 Pod 没有其他容器可在那里监听[[;该地址设置于 {origin}]]。若没有任何配置指定该地址,则是程序的默认值:缺少变量或文件,或其名称与程序读取的不一致[[。提供该端口的服务:{meant}]]。',
    },
  },
} as const satisfies Record<string, CodeWords>;
