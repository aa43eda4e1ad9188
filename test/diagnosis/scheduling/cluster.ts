/** Inline clusters for tests of scheduling and nodes: nodes, a Pending pod of the Deployment `web`, workloads elsewhere. */

export const NOW = '2026-11-24T12:00:00Z';

export interface NodeYaml {
  name: string;
  labels?: string;
  /** Of the spec, in flow style. */
  spec?: string;
  ready?: string;
  message?: string;
  since?: string;
  allocatable?: string;
  metadata?: string;
  conditions?: string;
}

export function nodeYaml({
  name,
  labels = '{}',
  spec = '{}',
  ready = 'True',
  message = 'kubelet is posting ready status',
  since = '2026-11-01T10:00:00Z',
  allocatable = '{cpu: "4", memory: 8Gi, pods: "110"}',
  metadata = '',
  conditions = '',
}: NodeYaml): string {
  return `
apiVersion: v1
kind: Node
metadata: {name: ${name}, labels: ${labels}, creationTimestamp: "2026-10-01T10:00:00Z"${metadata}}
spec: ${spec}
status:
  allocatable: ${allocatable}
  conditions:
  - {type: Ready, status: "${ready}", reason: KubeletReady, message: "${message}", lastTransitionTime: "${since}"}
${conditions}
---`;
}

export const TAINTED_DOWN =
  '{taints: [{key: node.kubernetes.io/unreachable, effect: NoSchedule}, {key: node.kubernetes.io/unreachable, effect: NoExecute}]}';

/** A Deployment with one pod that waits; `message` is the scheduler's, absent: no scheduler said anything. */
export function pendingYaml({
  spec = '',
  message,
  requests = '{cpu: 100m}',
}: {
  spec?: string;
  message?: string;
  requests?: string;
}): string {
  const condition =
    message === undefined
      ? '[]'
      : `[{type: PodScheduled, status: "False", reason: Unschedulable, lastTransitionTime: "2026-11-24T11:30:00Z", message: ${JSON.stringify(message)}}]`;
  return `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, creationTimestamp: "2026-11-01T10:00:00Z", generation: 1}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: app, image: web:1}]}}
status: {replicas: 1, unavailableReplicas: 1, observedGeneration: 1}
---
apiVersion: v1
kind: Pod
metadata:
  name: web-5d9c8b7f6-abcde
  namespace: shop
  creationTimestamp: "2026-11-24T11:30:00Z"
  labels: {app: web, pod-template-hash: 5d9c8b7f6}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9c8b7f6, uid: u1, controller: true}]
spec:
  containers: [{name: app, image: "web:1", resources: {requests: ${requests}}}]
${spec === '' ? '' : `  ${spec}`}
status: {phase: Pending, conditions: ${condition}}
---`;
}

/** A DaemonSet with one pod on a node, which crashes or runs. */
export function daemonYaml({
  name,
  path,
  node,
  ready,
  image = name,
}: {
  name: string;
  path: string;
  node: string;
  ready: boolean;
  image?: string;
}): string {
  const state = ready
    ? '{running: {startedAt: "2026-11-20T10:00:00Z"}}'
    : '{waiting: {reason: ImagePullBackOff, message: "Back-off pulling image \\"plug:9\\": not found"}}';
  return `
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: ${name}, namespace: kube-system, generation: 1}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec: {containers: [{name: plug, image: "${image}:9"}], volumes: [{name: dir, hostPath: {path: ${path}}}]}
status: {desiredNumberScheduled: 1, currentNumberScheduled: 1, numberReady: ${ready ? 1 : 0}, numberMisscheduled: 0, observedGeneration: 1}
---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}-x1
  namespace: kube-system
  creationTimestamp: "2026-11-20T10:00:00Z"
  labels: {app: ${name}}
  ownerReferences: [{apiVersion: apps/v1, kind: DaemonSet, name: ${name}, uid: d1, controller: true}]
spec: {nodeName: ${node}, containers: [{name: plug, image: "${image}:9"}], volumes: [{name: dir, hostPath: {path: ${path}}}]}
status:
  phase: ${ready ? 'Running' : 'Pending'}
  conditions: [{type: Ready, status: "${ready ? 'True' : 'False'}"}, {type: PodScheduled, status: "True"}]
  containerStatuses: [{name: plug, ready: ${ready}, restartCount: 0, image: "${image}:9", state: ${state}}]
---`;
}
