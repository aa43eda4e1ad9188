/** Words for volumes and claims. */
import type { CodeWords } from './words.ts';

export const STORAGE_CODES = {
  StorageClassNotFound: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `StorageClass {name} does not exist, and PersistentVolumeClaim {claim} asks for it`,
      zh: `StorageClass(存储类){name} 不存在,而 PersistentVolumeClaim {claim} 需要它`,
    },
    explanation: {
      en: `The claim stays Pending because its storage class {class} is not found; nothing can provision a volume, and the pods that mount it do not start.`,
      zh: `PVC 因存储类 {class} 不存在(not found)而一直 Pending;无法供给卷,挂载它的 Pod 不能启动。`,
    },
    fixes: [
      {
        title: {
          en: `See which classes exist, then recreate the class or the claim`,
          zh: `查看现有的 StorageClass,然后重建存储类或 PVC`,
        },
        risk: 'review',
        commands: [`kubectl get storageclass`, `kubectl get pvc -A | grep {class}`],
      },
    ],
  },
  NoDefaultStorageClass: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {claim} names no StorageClass, and the cluster has no default one`,
      zh: `PersistentVolumeClaim {claim} 没有指定 StorageClass,集群也没有默认存储类`,
    },
    explanation: {
      en: `Without a storageClassName the default class is taken, and no StorageClass is marked as default, so the claim stays Pending.`,
      zh: `未写 storageClassName 时使用默认存储类,但没有任何 StorageClass 被标记为默认,PVC 一直 Pending。`,
    },
  },
  NoMatchingVolume: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {claim} is Pending: no PersistentVolume fits it`,
      zh: `PersistentVolumeClaim {claim} 处于 Pending:没有匹配的 PersistentVolume`,
    },
    explanation: { en: `{detail}.`, zh: `{detail}。` },
  },
  VolumeClaimedByOther: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolume {volume}, which PersistentVolumeClaim {claim} names, is already bound to a different claim (claimRef)`,
      zh: `PersistentVolumeClaim {claim} 指定的 PersistentVolume {volume} 已绑定到其他 PVC(claimRef)`,
    },
    explanation: {
      en: `{detail}. A claim that was deleted leaves its uid in the claimRef of a retained volume (Released); a new claim of the same name is another one. The volume is free again once spec.claimRef is removed.`,
      zh: `{detail}。被删除的 PVC 会在保留的卷的 claimRef 中留下 uid(Released);同名的新 PVC 是另一个对象。移除 spec.claimRef 后该卷才能再次绑定。`,
    },
    fixes: [
      {
        title: { en: 'Free the volume, once its data is known to be wanted here', zh: '确认数据归属后释放该卷' },
        risk: 'review',
        commands: [`kubectl patch pv {volume} --type json -p '[{"op":"remove","path":"/spec/claimRef"}]'`],
      },
    ],
  },
  VolumeLost: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {claim} has lost its volume[[ {volume}]]`,
      zh: `PersistentVolumeClaim {claim} 的卷[[ {volume} ]]已丢失`,
    },
    explanation: {
      en: `The PersistentVolume that the claim names does not exist (not found): {detail}.`,
      zh: `PVC 指定的 PersistentVolume 不存在(not found):{detail}。`,
    },
  },
  ProvisioningFailed: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {namespace}/{name} cannot be provisioned[[ by StorageClass {class}]]`,
      zh: `PersistentVolumeClaim {namespace}/{name} 无法供给[[(StorageClass {class})]]`,
    },
    explanation: {
      en: `The provisioner[[ {provisioner}]] reports ProvisioningFailed: {message}`,
      zh: `供给器[[ {provisioner} ]]报告 ProvisioningFailed:{message}`,
    },
  },
  ProvisionerSilent: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {namespace}/{name} waits for the provisioner {provisioner}, which does not act`,
      zh: `PersistentVolumeClaim {namespace}/{name} 在等待供给器 {provisioner},但它没有动作`,
    },
    explanation: {
      en: `The claim of StorageClass {class} waits for an external provisioner: {message}. The provisioner is not running, or does not watch this class.`,
      zh: `StorageClass {class} 的 PVC 在等待外部供给器:{message}。供给器没有运行,或没有处理该存储类。`,
    },
  },
  ClaimStuckTerminating: {
    family: 'storage',
    role: 'cause',
    severity: 'warning',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {namespace}/{name} hangs in Terminating[[: pods still use it ({users})]]`,
      zh: `PersistentVolumeClaim {namespace}/{name} 卡在 Terminating[[:仍有 Pod 在使用({users})]]`,
    },
    explanation: {
      en: `It was deleted and its finalizer ({finalizers}) keeps it[[ until no pod mounts it any more: {users}]].`,
      zh: `它已被删除,但终结器(finalizer){finalizers} 会保留它[[,直到没有 Pod 再挂载它:{users}]]。`,
    },
    fixes: [
      {
        title: { en: `See who mounts it`, zh: `查看谁在挂载它` },
        risk: 'safe',
        commands: [`kubectl describe pvc {name} -n {namespace}`],
      },
    ],
  },
  ClaimMissing: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-binding',
    title: {
      en: `PersistentVolumeClaim {namespace}/{name} does not exist, and pod {pod} mounts it`,
      zh: `PersistentVolumeClaim {namespace}/{name} 不存在,而 Pod {pod} 要挂载它`,
    },
    explanation: {
      en: `The pod cannot be scheduled: persistentvolumeclaim "{name}" not found.`,
      zh: `Pod 无法调度:persistentvolumeclaim "{name}" not found(不存在)。`,
    },
  },
  VolumeMultiAttach: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-attach',
    title: {
      en: `Volume {volume} is still attached to another node (Multi-Attach error), so pod {pod} cannot start on {node}`,
      zh: `卷 {volume} 仍挂接在另一个节点上(Multi-Attach error),Pod {pod} 无法在 {node} 上启动`,
    },
    explanation: {
      en: `A ReadWriteOnce volume can be attached to one node only{detail}. Until the other node lets it go, the pod waits in ContainerCreating.`,
      zh: `ReadWriteOnce 卷同时只能挂接到一个节点{detail}。在另一个节点释放之前,Pod 会一直停在 ContainerCreating。`,
    },
    fixes: [
      {
        title: { en: `Find who holds the volume`, zh: `查找占用该卷的 Pod` },
        risk: 'safe',
        commands: [`kubectl get volumeattachment`, `kubectl get pods -n {namespace} -o wide`],
      },
    ],
  },
  VolumeAttachFailed: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-attach',
    title: { en: `Volume {volume} cannot be attached to node {node}`, zh: `卷 {volume} 无法挂接到节点 {node}` },
    explanation: { en: `AttachVolume.Attach failed: {detail}`, zh: `AttachVolume.Attach failed:{detail}` },
  },
  VolumeMountFailed: {
    family: 'storage',
    role: 'cause',
    severity: 'critical',
    runbook: 'volume-attach',
    title: { en: `Volume {volume} of pod {pod} cannot be mounted`, zh: `Pod {pod} 的卷 {volume} 无法挂载` },
    explanation: { en: `The kubelet on {node} reports: {detail}`, zh: `节点 {node} 的 kubelet 报告:{detail}` },
  },
} as const satisfies Record<string, CodeWords>;
