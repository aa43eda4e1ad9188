/** Words for images that cannot be pulled or do not fit the node. */
import type { CodeWords } from './words.ts';

const image = { family: 'image_pull', role: 'cause', severity: 'critical', runbook: 'image-pull' } as const;
const SET_IMAGE = {
  title: { en: 'Set an image that exists', zh: '改为存在的镜像' },
  risk: 'review',
  commands: [
    'kubectl set image {workloadArg} {container}=NEW_IMAGE -n {namespace}',
    'kubectl rollout undo {workloadArg} -n {namespace}',
  ],
} as const;

export const IMAGE_CODES = {
  ImageNotFound: {
    ...image,
    title: {
      en: '{workload} cannot pull image {image}: {what} not found in the registry',
      zh: '{workload} 无法拉取镜像 {image}:仓库中不存在该{whatZh}(not found)',
    },
    explanation: {
      en: 'Container {container} waits with {reason}: {registry} answers that the {what} {whatName} does not exist (not found)[[. {nearest} is a name in use here that exists]].',
      zh: '容器 {container} 处于 {reason}:{registry} 返回{whatZh} {whatName} 不存在(not found)[[。本集群中正在使用且存在的是 {nearest}]]。',
    },
    fixes: [SET_IMAGE],
  },
  ImagePullUnauthorized: {
    ...image,
    title: {
      en: '{workload} cannot pull image {image}: {registry} denied the pull (unauthorized)[[; {pullSecret}]]',
      zh: '{workload} 无法拉取镜像 {image}:{registry} 拒绝拉取(unauthorized,认证失败)[[;{pullSecretZh}]]',
    },
    explanation: {
      en: 'Container {container} waits with {reason}: the registry asks for authentication and did not accept what it got[[ ({pullSecret})]][[. {other}]].',
      zh: '容器 {container} 处于 {reason}:镜像仓库要求认证,但未接受所提供的凭据[[({pullSecretZh})]][[。{otherZh}]]。',
    },
    fixes: [
      {
        title: { en: 'Renew the pull secret', zh: '更新镜像拉取凭据(imagePullSecret)' },
        risk: 'review',
        commands: [
          'kubectl create secret docker-registry {secretName} -n {namespace} --docker-server={registry} --docker-username=USER --docker-password=TOKEN --dry-run=client -o yaml | kubectl apply -f -',
        ],
      },
    ],
  },
  ImagePullSecretMissing: {
    ...image,
    title: {
      en: 'Secret {namespace}/{name} does not exist, and {workload} needs it as imagePullSecret for {image}',
      zh: 'Secret {namespace}/{name} 不存在,而 {workload} 拉取镜像 {image} 需要它(imagePullSecret)',
    },
    explanation: {
      en: 'The pod names the imagePullSecret {name}, which is not found (missing), so the kubelet asks {registry} without credentials and is refused ({reason})[[. A Secret with a similar name exists: {nearest}]].',
      zh: 'Pod 引用的 imagePullSecret {name} 不存在(not found),kubelet 因此以匿名方式访问 {registry} 并被拒绝({reason})[[。名称相近的 Secret:{nearest}]]。',
    },
    fixes: [
      {
        title: { en: 'Create the pull secret', zh: '创建拉取凭据' },
        risk: 'review',
        commands: [
          'kubectl create secret docker-registry {name} -n {namespace} --docker-server={registry} --docker-username=USER --docker-password=TOKEN',
        ],
      },
    ],
  },
  ImagePullSecretWrong: {
    ...image,
    title: {
      en: 'Secret {namespace}/{name} is no registry credential ({why}), and {workload} uses it as imagePullSecret',
      zh: 'Secret {namespace}/{name} 不是镜像仓库凭据({why}),却被 {workload} 用作 imagePullSecret',
    },
    explanation: {
      en: 'An imagePullSecret has the type kubernetes.io/dockerconfigjson and the key .dockerconfigjson. This one has {why}, so the pull of {image} is unauthorized.',
      zh: 'imagePullSecret 的类型应为 kubernetes.io/dockerconfigjson,并带有 .dockerconfigjson 键。该 Secret 是 {why},因此拉取 {image} 未获授权(unauthorized)。',
    },
  },
  ImagePullRateLimited: {
    ...image,
    title: {
      en: '{workload} cannot pull image {image}: {registry} limits the rate of pulls (429 toomanyrequests)',
      zh: '{workload} 无法拉取镜像 {image}:{registry} 限制拉取速率(429 toomanyrequests,限流)',
    },
    explanation: {
      en: 'The registry answers 429 Too Many Requests (pull rate limit) to the node. {advice}',
      zh: '镜像仓库对该节点返回 429 Too Many Requests(拉取速率限制)。{adviceZh}',
    },
  },
  ImageNameInvalid: {
    ...image,
    title: {
      en: '{workload} names an image that is no valid name (InvalidImageName): {image}',
      zh: '{workload} 的镜像名称无效(InvalidImageName):{image}',
    },
    explanation: {
      en: 'Container {container} has the image "{image}", which cannot be parsed (invalid reference format)[[: {fault}]].',
      zh: '容器 {container} 的镜像 "{image}" 无法解析(invalid reference format)[[:{fault}]]。',
    },
    fixes: [SET_IMAGE],
  },
  ImagePlatformMismatch: {
    ...image,
    title: {
      en: 'Image {image} of {workload} was built for another architecture or operating system than node[[ {node}]] ({platform})',
      zh: '{workload} 的镜像 {image} 与节点[[ {node}]]的架构(architecture)或操作系统不匹配({platform})',
    },
    explanation: {
      en: 'The image has no variant for {platform}: {said}. Build it for that architecture (multi-arch), or place the pods on nodes that fit with a nodeSelector on kubernetes.io/arch.',
      zh: '该镜像没有适用于 {platform} 的版本:{said}。请构建多架构镜像,或用 nodeSelector(kubernetes.io/arch)把 Pod 调度到匹配的节点。',
    },
  },
  RegistryUnreachable: {
    ...image,
    title: {
      en: '{workload} cannot pull image {image}: registry {registry} cannot be reached ({how})',
      zh: '{workload} 无法拉取镜像 {image}:镜像仓库 {registry} 无法访问({how})',
    },
    explanation: {
      en: 'The node[[ {node}]] cannot reach {registry}: {how}[[. {scope}]].',
      zh: '节点[[ {node}]]无法访问镜像仓库 {registry}:{how}[[。{scopeZh}]]。',
    },
  },
  RegistryTlsFailed: {
    ...image,
    title: {
      en: '{workload} cannot pull image {image}: the TLS certificate of registry {registry} is not trusted or does not fit',
      zh: '{workload} 无法拉取镜像 {image}:镜像仓库 {registry} 的 TLS 证书不受信任或不匹配',
    },
    explanation: {
      en: 'The container runtime refuses the registry: {said}. The nodes need the CA of {registry}, or the registry a valid certificate (or the runtime plain HTTP for it).',
      zh: '容器运行时拒绝该镜像仓库:{said}。需要在节点上信任 {registry} 的 CA,或为仓库更换有效证书(或允许对其使用 HTTP)。',
    },
  },
  ImageNeverPulled: {
    ...image,
    title: {
      en: 'Image {image} of {workload} is not on the node, and imagePullPolicy Never forbids to pull it (ErrImageNeverPull)',
      zh: '{workload} 的镜像 {image} 不在节点上,而 imagePullPolicy: Never 禁止拉取(ErrImageNeverPull)',
    },
    explanation: {
      en: 'Container {container} has imagePullPolicy Never, and node[[ {node}]] does not have the image. Use IfNotPresent, or load the image onto every node.',
      zh: '容器 {container} 的 imagePullPolicy 为 Never,而节点[[ {node}]]上没有该镜像。请改为 IfNotPresent,或在每个节点预加载镜像。',
    },
  },
  NodeImageStoreFull: {
    family: 'disk_full',
    role: 'cause',
    severity: 'critical',
    runbook: 'disk-full',
    title: {
      en: 'Node {name} has no space left for images: {workload} cannot pull {image}',
      zh: '节点 {name} 的镜像存储空间不足(no space left on device):{workload} 无法拉取 {image}',
    },
    explanation: {
      en: 'The container runtime on the node says "no space left on device" while it unpacks {image}: the disk is full.',
      zh: '节点上的容器运行时在解包 {image} 时报告 no space left on device:磁盘已满。',
    },
  },
  ImagePullFailed: {
    ...image,
    title: {
      en: '{workload} cannot pull image {image} ({reason})',
      zh: '{workload} 无法拉取镜像 {image}({reason})',
    },
    explanation: {
      en: 'Container {container} waits with {reason}[[: {said}]].',
      zh: '容器 {container} 处于 {reason}[[:{said}]]。',
    },
  },
} as const satisfies Record<string, CodeWords>;
