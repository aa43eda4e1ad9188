/** Inline objects for tests of single rules: a Deployment with its pods, given only what matters. */

export interface PodYaml {
  name?: string;
  namespace?: string;
  /** Of the container `app`, in flow style: `{image: web:1, env: [...]}`. */
  container?: string;
  /** Of the container's status, in flow style. */
  status?: string;
  /** Further lines of the pod's spec, in block style. */
  spec?: string;
  phase?: string;
  ready?: boolean;
  created?: string;
  /** Of metadata, in block style. */
  metadata?: string;
}

const indent = (text: string, by: number): string =>
  text
    .trim()
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');

/** A pod of the Deployment `web` in the namespace `shop`, on the node `n1`. */
export function podYaml({
  name = 'web-5d9c8b7f6-abcde',
  namespace = 'shop',
  container = '{name: app, image: web:1}',
  status = '{}',
  spec = '',
  phase = 'Running',
  ready = false,
  created = '2026-11-24T10:00:00Z',
  metadata = '',
}: PodYaml): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  creationTimestamp: "${created}"
  labels: {app: web, pod-template-hash: 5d9c8b7f6}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-5d9c8b7f6, uid: u1, controller: true}]
${indent(metadata, 2)}
spec:
  nodeName: n1
  containers:
  - ${container}
${indent(spec, 2)}
status:
  phase: ${phase}
  podIP: 10.1.0.5
  conditions: [{type: Ready, status: "${ready ? 'True' : 'False'}"}]
  containerStatuses:
  - ${status}
---`;
}

export const DEPLOYMENT = `
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 1
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: web:1}]}
status: {replicas: 1}
---`;

/** An event about the pod's container `app`. */
export function eventYaml(
  reason: string,
  message: string,
  at = '2026-11-24T11:59:00Z',
  pod = 'web-5d9c8b7f6-abcde',
): string {
  return `
apiVersion: v1
kind: Event
metadata: {name: "${pod}.${reason.toLowerCase()}.${message.length}", namespace: shop}
involvedObject: {apiVersion: v1, kind: Pod, namespace: shop, name: ${pod}, fieldPath: "spec.containers{app}"}
reason: ${reason}
message: ${JSON.stringify(message)}
type: Warning
count: 5
firstTimestamp: "2026-11-24T11:30:00Z"
lastTimestamp: "${at}"
---`;
}

/** The instant of the capture in these tests. */
export const NOW = '2026-11-24T12:00:00Z';
