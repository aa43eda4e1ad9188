/** Words for releases and deliveries: Helm, Flux, Argo CD. */
import type { CodeWords } from './words.ts';

const gitops = { family: 'gitops', role: 'cause', severity: 'critical', runbook: 'gitops' } as const;
const helm = { family: 'helm_install', role: 'cause', severity: 'critical', runbook: 'helm-install' } as const;

export const DELIVERY_CODES = {
  ArgoSyncFailed: {
    ...gitops,
    title: {
      en: 'Argo CD cannot sync Application {namespace}/{name} ({sync})',
      zh: 'Argo CD 无法同步(sync)Application {namespace}/{name}({sync})',
    },
    explanation: {
      en: 'The Application reports[[ for revision {revision}]]: {message}. What runs is still the state before.',
      zh: 'Application 报告[[(版本 {revision})]]:{message}。集群中运行的仍是之前的状态。',
    },
    fixes: [
      {
        title: { en: 'See what the sync says', zh: '查看同步结果' },
        risk: 'safe',
        commands: ['kubectl describe application {name} -n {namespace}'],
      },
    ],
  },
  ArgoSelfHeals: {
    ...gitops,
    severity: 'warning',
    title: {
      en: 'Argo CD Application {namespace}/{name} takes back changes made by hand to {object} (selfHeal)',
      zh: 'Argo CD Application {namespace}/{name} 会自动还原对 {object} 的手工修改(selfHeal)',
    },
    explanation: {
      en: 'syncPolicy.automated.selfHeal is true: whatever differs from[[ {source},]] the repository, such as replicas, is synced back within minutes. Change it there.',
      zh: 'syncPolicy.automated.selfHeal 为 true:与[[ {source} ]]仓库不一致的内容(例如 replicas)会在几分钟内被同步(sync)回去。请在仓库中修改。',
    },
  },
  ArgoUnhealthy: {
    ...gitops,
    role: 'symptom',
    severity: 'warning',
    title: {
      en: 'Argo CD reports Application {namespace}/{name} as {health}',
      zh: 'Argo CD 报告 Application {namespace}/{name} 的健康状态为 {health}',
    },
    explanation: {
      en: 'Resources of the Application are not healthy[[: {message}]].',
      zh: '该 Application 的资源不健康[[:{message}]]。',
    },
  },
  SourceNotFetched: {
    ...gitops,
    title: {
      en: 'Flux cannot fetch {subject} ({reason})[[ from {url}]]',
      zh: 'Flux 无法拉取 {subject}({reason})[[,地址 {url}]]',
    },
    explanation: {
      en: 'The source reports a failure: {message}.[[ It authenticates with Secret {secret}.]] What depends on it stays at the last revision that was fetched.',
      zh: '源(source)报告失败:{message}。[[它使用 Secret {secret} 认证。]]依赖它的资源停留在上一次成功拉取的版本。',
    },
    fixes: [
      {
        title: { en: 'See the source and its events', zh: '查看该源及其事件' },
        risk: 'safe',
        commands: ['kubectl describe {kind} {name} -n {namespace}'],
      },
    ],
  },
  KustomizationNotReady: {
    ...gitops,
    title: {
      en: 'Flux cannot apply Kustomization {namespace}/{name} ({reason})',
      zh: 'Flux 无法应用 Kustomization {namespace}/{name}({reason})',
    },
    explanation: { en: 'It reports: {message}', zh: '它报告:{message}' },
  },
  HelmReleaseNotReady: {
    ...helm,
    title: {
      en: 'HelmRelease {namespace}/{name} is not ready ({reason})',
      zh: 'HelmRelease {namespace}/{name} 未就绪({reason})',
    },
    explanation: { en: 'The Helm controller reports: {message}', zh: 'Helm 控制器报告:{message}' },
  },
  HelmReleaseFailed: {
    ...helm,
    title: {
      en: 'Helm release {release} in {namespace} failed (revision {revision}, status {status})',
      zh: '命名空间 {namespace} 中的 Helm 发布(release){release} 失败(版本 {revision},状态 {status})',
    },
    explanation: {
      en: 'The newest revision of the release is marked {status}[[; revision {deployed} is the one that is deployed]].',
      zh: '该 release 的最新版本状态为 {status}[[;当前部署的是版本 {deployed}]]。',
    },
    fixes: [
      {
        title: { en: 'See the history and return to a revision that works', zh: '查看历史并回滚到可用版本' },
        risk: 'review',
        commands: ['helm history {release} -n {namespace}', 'helm rollback {release} {deployed} -n {namespace}'],
      },
    ],
  },
  HelmReleasePending: {
    ...helm,
    title: {
      en: 'Helm release {release} in {namespace} hangs in {status} (revision {revision}): another operation is in progress',
      zh: '命名空间 {namespace} 中的 Helm 发布(release){release} 卡在 {status}(版本 {revision}):another operation is in progress',
    },
    explanation: {
      en: 'An install, upgrade or rollback was interrupted and left the release locked, so every further helm upgrade fails with "another operation (install/upgrade/rollback) is in progress"[[; revision {deployed} was deployed before]].',
      zh: '一次安装、升级或回滚被中断,release 被锁定,之后的 helm upgrade 都会报 "another operation (install/upgrade/rollback) is in progress"[[;之前部署的是版本 {deployed}]]。',
    },
    fixes: [
      {
        title: { en: 'Return to the revision before, which ends the lock', zh: '回滚到之前的版本以解除锁定' },
        risk: 'review',
        commands: ['helm history {release} -n {namespace}', 'helm rollback {release} {deployed} -n {namespace}'],
      },
    ],
  },
  ControllerPaused: {
    family: 'gitops',
    role: 'cause',
    severity: 'critical',
    runbook: 'gitops',
    title: {
      en: '{subject} is paused ({path}: {value}, suspended), so its controller does nothing for it',
      zh: '{subject} 已被暂停({path}: {value},suspended),控制器不再处理它',
    },
    explanation: {
      en: 'Somebody told the controller to pass it by, and nothing on the object says why: what should follow from it (a new revision, more replicas) does not happen until it is resumed.',
      zh: '有人让控制器跳过它,对象上也没有写明原因:在恢复之前,应由它带来的变化(新版本、扩容)都不会发生。',
    },
  },
  ControllerIsPaused: {
    family: 'gitops',
    role: 'notice',
    severity: 'warning',
    title: { en: '{subject} is paused ({path})', zh: '{subject} 处于暂停状态({path})' },
    explanation: { en: '{path} is {value}.', zh: '{path} 为 {value}。' },
  },
} as const satisfies Record<string, CodeWords>;
